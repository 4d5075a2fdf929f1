using System.Text.Json;
using System.Text.Unicode;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Parses an answer's body where it lies.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>
    /// A document over <paramref name="body"/>, which must outlive it; null when it is not one JSON value in UTF-8, at
    /// most 64 values deep.
    /// </summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        // The parser looks at a text's bytes only when they are asked for, which would be in the middle of a flow.
        if (!Utf8.IsValid(body.Span))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
