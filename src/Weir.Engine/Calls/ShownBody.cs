using System.Globalization;
using System.Text;

namespace Weir.Engine.Calls;

/// <summary>Bodies as people may see them: text, masked and cut; what is no text is only described.</summary>
public static class ShownBody
{
    /// <summary>What is longer is cut, and its length is told.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>A body without secrets.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Of(body, null, 0, (text, length) => text[..length]);

    /// <param name="body">All of it.</param>
    /// <param name="charset">As the media type names it; null or unknown is UTF-8.</param>
    /// <param name="overhang">How many characters beyond the cut the mask must see.</param>
    /// <param name="mask">Gives so many first characters of a text, masked.</param>
    public static string Of(ReadOnlySpan<byte> body, string? charset, int overhang, Func<string, int, string> mask)
    {
        // A character has at most two bytes where an escape of it is ASCII in two, else one.
        var seen = body[..(int)Math.Min(body.Length, BytesMax + (2L * overhang))];
        var encoding = EncodingOf(charset);
        try
        {
            var text = Text(encoding, seen, isWhole: seen.Length == body.Length);
            if (text.AsSpan().ContainsAnyInRange('\0', '\b') || text.AsSpan().ContainsAnyInRange('\u000E', '\u001F'))
            {
                return Binary(body.Length);
            }

            return body.Length <= BytesMax
                ? mask(text, text.Length)
                : mask(text, Text(encoding, body[..BytesMax], isWhole: false).Length) + Cut(body.Length);
        }
        catch (DecoderFallbackException)
        {
            return Binary(body.Length);
        }
    }

    private static string Binary(int bytes) => string.Create(CultureInfo.InvariantCulture, $"<binary, {bytes:N0} bytes>");

    private static string Cut(int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"… <cut after {BytesMax:N0} of {bytes:N0} bytes>");

    private static Encoding EncodingOf(string? charset)
    {
        try
        {
            return Encoding.GetEncoding(
                charset?.Trim('"') ?? "utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true);
        }
    }

    /// <summary>A character that the end cuts in two is left out, where that is not the body's own end.</summary>
    private static string Text(Encoding encoding, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var decoder = encoding.GetDecoder();
        var characters = new char[encoding.GetMaxCharCount(bytes.Length)];
        return new string(characters, 0, decoder.GetChars(bytes, characters, isWhole));
    }
}
