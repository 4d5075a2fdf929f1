using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>
/// Reads what a client sent, strictly: UTF-8 JSON, no key twice at any depth, bounded in size and depth. Nothing that a
/// client says is dropped silently. // Promises 6, 8, 9
/// </summary>
public static class Body
{
    public const int BytesMax = 1024 * 1024;
    public const int DepthMax = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The body's object, free of any pooled memory. Refusals: <c>malformed</c> with line and position,
    /// <c>too_large</c>, <c>duplicate_field</c> with the path, <c>validation</c> when it is no object.
    /// </summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, BodyBounds.Resource);

    /// <summary>As the other overload, within bounds of its own.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, BodyBounds bounds)
    {
        var body = ParseValue(utf8, bounds);
        return body.ValueKind == JsonValueKind.Object
            ? body
            : throw RefusalException.Invalid("", "The body must be one JSON object.");
    }

    /// <summary>As the other overload, for text.</summary>
    public static JsonElement Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads at most as many bytes as the bounds allow and parses them.</summary>
    public static async Task<JsonElement> ReadAsync(Stream stream, BodyBounds bounds, CancellationToken cancellationToken)
    {
        using var buffer = await BufferAsync(stream, bounds, cancellationToken);
        return Parse(buffer.Memory, bounds);
    }

    /// <summary>The stream's bytes; a <c>too_large</c> refusal when there are more than the bounds allow.</summary>
    public static async Task<PooledBuffer> BufferAsync(Stream stream, BodyBounds bounds, CancellationToken cancellationToken)
    {
        var buffer = new PooledBuffer(bounds.BytesMax + 1, 4096);
        try
        {
            while (true)
            {
                var free = buffer.GetMemory(4096);
                var room = bounds.BytesMax + 1 - buffer.Length;
                var read = await stream.ReadAsync(free[..Math.Min(free.Length, room)], cancellationToken);
                if (read == 0)
                {
                    return buffer;
                }

                buffer.Advance(read);
                if (buffer.Length > bounds.BytesMax)
                {
                    throw bounds.TooLarge();
                }
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static JsonElement ParseValue(ReadOnlyMemory<byte> utf8, BodyBounds bounds)
    {
        if (utf8.Length > bounds.BytesMax)
        {
            throw bounds.TooLarge();
        }

        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw Malformed("it is not UTF-8");
        }

        try
        {
            BodyKeys.Check(utf8.Span, bounds.DepthMax);
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = bounds.DepthMax });
            return document.RootElement.Clone();
        }
        catch (JsonException refused)
        {
            throw Malformed($"line {refused.LineNumber + 1}, position {refused.BytePositionInLine + 1}");
        }
    }

    private static RefusalException Malformed(string why) => new(ErrorCodes.Malformed, $"The body is not JSON: {why}.");
}
