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

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The body's object, free of any pooled memory. Refusals: <c>malformed</c> with line and position,
    /// <c>too_large</c>, <c>duplicate_field</c> with the path, <c>validation</c> when it is no object.
    /// </summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        var body = ParseValue(utf8);
        return body.ValueKind == JsonValueKind.Object
            ? body
            : throw RefusalException.Invalid("", "The body must be one JSON object.");
    }

    /// <summary>As the other overload, for text.</summary>
    public static JsonElement Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads at most <see cref="BytesMax"/> bytes and parses them.</summary>
    public static async Task<JsonElement> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var buffer = await BufferAsync(stream, cancellationToken);
        return Parse(buffer.Memory);
    }

    /// <summary>The stream's bytes; a <c>too_large</c> refusal when there are more than <see cref="BytesMax"/>.</summary>
    public static async Task<PooledBuffer> BufferAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new PooledBuffer(BytesMax + 1, 4096);
        try
        {
            while (true)
            {
                var free = buffer.GetMemory(4096);
                var room = BytesMax + 1 - buffer.Length;
                var read = await stream.ReadAsync(free[..Math.Min(free.Length, room)], cancellationToken);
                if (read == 0)
                {
                    return buffer;
                }

                buffer.Advance(read);
                if (buffer.Length > BytesMax)
                {
                    throw TooLarge();
                }
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>The refusal of a body beyond the bound.</summary>
    public static RefusalException TooLarge() =>
        new(ErrorCodes.TooLarge, $"The body is larger than {BytesMax} bytes.");

    private static JsonElement ParseValue(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > BytesMax)
        {
            throw TooLarge();
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
            BodyKeys.Check(utf8.Span);
            using var document = JsonDocument.Parse(utf8, Options);
            return document.RootElement.Clone();
        }
        catch (JsonException refused)
        {
            throw Malformed($"line {refused.LineNumber + 1}, position {refused.BytePositionInLine + 1}");
        }
    }

    private static RefusalException Malformed(string why) => new(ErrorCodes.Malformed, $"The body is not JSON: {why}.");
}
