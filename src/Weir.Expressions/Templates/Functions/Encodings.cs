using System.Security.Cryptography;
using System.Text;

namespace Weir.Expressions.Templates.Functions;

/// <summary>Helpers that write a value in another alphabet, or take its fingerprint.</summary>
internal static class Encodings
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<Function> All { get; } =
    [
        new("json", 1, 1, static (call, r) => call.Argument(r, 0).AsJson()),
        new("encodeURI", 1, 1, static (call, r) => Value.Encoded(EncodeUri(call.Text(r, 0)))),
        new("decodeURI", 1, 1, DecodeUri),
        new("base64Encode", 1, 1, static (call, r) =>
            call.Made(Convert.ToBase64String(Bytes(call, call.Text(r, 0))))),
        new("base64Decode", 1, 1, Base64Decode),
        new("hash", 2, 3, Hash) { Prepare = PrepareHash },
    ];

    private static string EncodeUri(string text) => Uri.EscapeDataString(text);

    private static Value DecodeUri(Call call, Rendering rendering)
    {
        var text = call.Text(rendering, 0);
        var bytes = new byte[Strict.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var end = text.IndexOf('%', i);
                end = end < 0 ? text.Length : end;
                length += Strict.GetBytes(text, i, end - i, bytes, length);
                i = end - 1;
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                throw call.Fail("a % is not followed by two hexadecimal digits");
            }
        }

        return Decoded(call, bytes.AsSpan(0, length));
    }

    private static Value Base64Decode(Call call, Rendering rendering)
    {
        var text = call.Text(rendering, 0);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Decoded(call, bytes.AsSpan(0, length))
            : throw call.Fail("the text is not Base64");
    }

    private static Value Decoded(Call call, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Value.Of(Strict.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            throw call.Fail("what the text encodes is not UTF-8");
        }
    }

    private static byte[] Bytes(Call call, string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw call.Fail("a text was cut inside a character");
        }
    }

    /// <summary><c>hash algorithm [encoding] text</c>; both names are literals. The encoding is hex unless said.</summary>
    private static object? PrepareHash(Call call)
    {
        var encoding = call.Count == 3 ? call.Literal(1) : "hex";
        if (call.Literal(0) is not ("md5" or "sha1" or "sha256" or "sha384" or "sha512"))
        {
            throw new RefusedException("the algorithm is \"md5\", \"sha1\", \"sha256\", \"sha384\" or \"sha512\"");
        }

        return encoding is "hex" or "base64"
            ? null
            : throw new RefusedException("the encoding is \"hex\" or \"base64\"");
    }

    private static Value Hash(Call call, Rendering rendering)
    {
        var name = new HashAlgorithmName(call.Literal(0)!.ToUpperInvariant());
        var hash = CryptographicOperations.HashData(name, Bytes(call, call.Text(rendering, call.Count - 1)));
        return Value.Of(call.Count == 3 && call.Literal(1) == "base64"
            ? Convert.ToBase64String(hash)
            : Convert.ToHexStringLower(hash));
    }
}
