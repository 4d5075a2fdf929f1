using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// Texts and names of a record. JSON can spell what is no Unicode (<c>"\ud800"</c> alone), and the framework says so
/// only when such a text is looked at: then it is that record's error.
/// </summary>
internal static class JsonText
{
    public static string Get(JsonElement text, string code)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw NotUnicode(code);
        }
    }

    public static bool AreEqual(JsonElement text, string other, string code)
    {
        try
        {
            return text.ValueEquals(other);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw NotUnicode(code);
        }
    }

    /// <summary>A text of an expression as a JSON value, so that it is compared like any other.</summary>
    public static JsonElement ToElement(string text)
    {
        var json = new ArrayBufferWriter<byte>();
        // Few escapes, because texts without any are compared byte by byte.
        using (var writer = new Utf8JsonWriter(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStringValue(text);
        }

        return JsonElement.Parse(json.WrittenSpan);
    }

    public static string Name(JsonProperty member, string code)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw NotUnicode(code);
        }
    }

    /// <summary>
    /// The member of an object; of a name that occurs twice the last one. False for anything but objects.
    /// </summary>
    public static bool TryGetMember(JsonElement element, ReadOnlySpan<byte> name, string code, out JsonElement value)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            value = default;
            return false;
        }

        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw NotUnicode(code);
        }
    }

    public static EvaluationException NotUnicode(string code) =>
        new(code, "A text of the record, or a part cut out of one, is not valid Unicode.");
}
