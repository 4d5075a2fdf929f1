using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Weir.Vault;

/// <summary>A master key as people keep it: 32 bytes in base64.</summary>
internal static class KeyText
{
    /// <summary>Base64 of 32 bytes is 44 characters; more than this is something else.</summary>
    public const int BytesMax = 1024;

    /// <summary>Reads a key and clears the text.</summary>
    /// <param name="text">What stands there; blanks and line ends around it do not count.</param>
    /// <param name="where">Names the place when it is no key.</param>
    public static MasterKey Parse(Span<byte> text, string where)
    {
        var trimmed = text.Trim(" \t\r\n"u8);
        var key = GC.AllocateUninitializedArray<byte>(BytesMax, pinned: true);
        try
        {
            return trimmed.Length <= BytesMax
                && Base64.DecodeFromUtf8(trimmed, key, out _, out var length) == OperationStatus.Done
                && length == SealedBox.KeyBytes
                ? new MasterKey(key.AsSpan(0, length))
                : throw new MasterKeyException(
                    $"The master key in {where} cannot be used: it must be {SealedBox.KeyBytes} bytes in base64, as "
                    + "'openssl rand -base64 32' prints them.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>A key as text with a line end, in memory that does not move; the caller clears it.</summary>
    public static byte[] Print(ReadOnlySpan<byte> key)
    {
        var text = GC.AllocateUninitializedArray<byte>(Base64.GetMaxEncodedToUtf8Length(key.Length) + 1, pinned: true);
        Base64.EncodeToUtf8(key, text, out _, out var length);
        text[length] = (byte)'\n';
        return text;
    }
}
