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

    private (string Text, string? Field) Structured(JsonElement root)
    {
        try
        {
            var text = _message is not null && _message.TryGet(root, out var message) ? Words(message) : "";
            if (text.Length == 0 && _messageElse is not null && _messageElse.TryGet(root, out var instead))
            {
                text = Words(instead);
            }

            if (_fields is null || !_fields.TryGet(root, out var fields) || Fields(fields) is not { Text.Length: > 0 } named)
            {
                return (text.Length == 0 ? Common(root, CommonDepthMax) : text, null);
            }

            return (text.Length == 0 ? named.Text : $"{text.TrimEnd('.')}: {named.Text}", named.First);
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

    private static (string Text, string? First) Fields(JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return (Words(fields), null);
        }

        string? first = null;
        var text = new StringBuilder();
        var count = 0;
        foreach (var field in fields.EnumerateObject())
        {
            first ??= field.Name;
            if (count++ == ItemsMax)
            {
                text.Append("; …");
                break;
            }

            text.Append(text.Length == 0 ? "" : "; ").Append(field.Name).Append(": ").Append(Words(field.Value));
        }

        return (text.ToString(), first);
    }

    private static JsonPath? Parse(string? path) => path is null ? null : JsonPath.Parse(path);

    private static string Words(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!.Trim();
            case JsonValueKind.Array:
                var items = new List<string>();
                foreach (var item in value.EnumerateArray())
                {
                    if (items.Count == ItemsMax)
                    {
                        break;
                    }

                    items.Add(Words(item));
                }

                return string.Join(' ', items);
            case JsonValueKind.Object:
                foreach (var name in SentenceNames)
                {
                    if (value.TryGetProperty(name, out var sentence) && sentence.ValueKind == JsonValueKind.String)
                    {
                        return sentence.GetString()!.Trim();
                    }
                }

                return value.GetRawText();
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return "";
            default:
                return value.GetRawText();
        }
    }
}
