using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http.Masking;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>
/// What an application says in an error answer: its sentence and its fields by the definition's paths, else the sentence where
/// most applications have it, else the beginning of a text, else the status in words. Lenient: a sentence may also stand where the paths expect an object.
/// </summary>
internal sealed class FaultWords(FaultsDefinition faults)
{
    private const int MessageCharsMax = 1000;
    private const int TextCharsMax = 300;
    private const int TextBytesMax = 16 * 1024;
    private const int ItemsMax = 5;

    private static readonly string[] SentenceNames = ["message", "msg", "detail", "description", "error", "title"];

    /// <summary>Where a sentence stands in most answers, at most three levels deep: <c>errors[0].message</c>, <c>error.detail</c>.</summary>
    private static readonly string[] CommonNames =
        ["message", "msg", "detail", "error_description", "error", "errors", "description", "title"];

    private const int CommonDepthMax = 3;

    private readonly JsonPath? _message = Parse(faults.Message);
    private readonly JsonPath? _messageElse = Parse(faults.MessageElse);
    private readonly JsonPath? _fields = Parse(faults.Fields);

    /// <summary>The sentence, and the field that it names first.</summary>
    public (string Message, string? Field) Read(int status, ReadOnlyMemory<byte> body, string? mediaType, SecretMask mask)
    {
        var (text, field) = ("", (string?)null);
        var charsMax = MessageCharsMax;
        using (var json = body.IsEmpty ? null : JsonBody.TryParse(body))
        {
            if (json is not null)
            {
                (text, field) = Structured(json.RootElement);
            }
        }

        if (text.Length == 0 && mediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) != true)
        {
            text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, TextBytesMax)]);
            charsMax = TextCharsMax;
        }

        text = Clean(mask.Apply(text), charsMax);
        return (text.Length > 0 ? text : InWords(status), field is null ? null : Clean(mask.Apply(field)));
    }

    /// <summary>One line of at most <paramref name="charsMax"/> characters.</summary>
    public static string Clean(string text, int charsMax = MessageCharsMax)
    {
        var line = new StringBuilder(Math.Min(text.Length, charsMax));
        foreach (var c in text)
        {
            if (line.Length >= charsMax)
            {
                // Half of a surrogate pair is no character.
                line.Length -= char.IsHighSurrogate(line[^1]) ? 1 : 0;
                return line.Append('…').ToString();
            }

            if (!char.IsControl(c) && !char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    public static string InWords(int status)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        return $"The application answered {status} {response.ReasonPhrase}".TrimEnd() + ".";
    }

    /// <summary>What a value says in words; JSON where it says nothing else.</summary>
    public static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Take(ItemsMax).Select(Words)),
        JsonValueKind.Object => OfObject(value) ?? value.GetRawText(),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>The same, but nothing of an object in which no sentence is found.</summary>
    public static string Sentence(JsonElement value) => value.ValueKind is JsonValueKind.Object ? OfObject(value) ?? "" : Words(value);

    private (string Text, string? Field) Structured(JsonElement root)
    {
        try
        {
            var message = Find(_message, root);
            var instead = Find(_messageElse, root);
            var text = Sentence(message) is { Length: > 0 } sentence ? sentence : Sentence(instead);
            var fields = FieldWords.Of(Find(_fields, root));
            if (fields.Text.Length > 0)
            {
                return (Both(text.TrimEnd('.'), fields), fields.First);
            }

            text = text.Length > 0 ? text : Common(root, CommonDepthMax);
            return (text.Length > 0 ? text : Words(message) is { Length: > 0 } raw ? raw : Words(instead), null);
        }
        catch (Exception e) when (e is EvaluationException or InvalidOperationException)
        {
            // A text that is no Unicode: the body's beginning says it as well as it can.
            return ("", null);
        }
    }

    private static string Common(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Array when depth > 0 && value.GetArrayLength() > 0 => Common(value[0], depth - 1),
        JsonValueKind.Object when depth > 0 => CommonNames
            .Select(name => value.TryGetProperty(name, out var inner) ? Common(inner, depth - 1) : "")
            .FirstOrDefault(text => text.Length > 0) ?? "",
        _ => "",
    };

    /// <summary>The field comes first: whoever reads an error finds there what to change.</summary>
    private static string Both(string text, FieldWords fields) =>
        text.Length == 0 ? fields.Text
        : fields.First is null ? $"{text}: {fields.Text}"
        : $"{fields.Text} ({text})";

    private static JsonElement Find(JsonPath? path, JsonElement root) =>
        path is not null && path.TryGet(root, out var value) ? value : default;

    private static JsonPath? Parse(string? path) => path is null ? null : JsonPath.Parse(path);

    private static string? OfObject(JsonElement value) => SentenceNames
        .Select(name => value.TryGetProperty(name, out var sentence) && sentence.ValueKind == JsonValueKind.String
            ? sentence.GetString()!.Trim()
            : null)
        .FirstOrDefault(sentence => sentence is not null);
}
