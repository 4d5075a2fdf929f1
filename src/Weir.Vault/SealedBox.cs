using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Secrets;

namespace Weir.Vault;

/// <summary>
/// AES-256-GCM over bytes that are bound to labels: version (1 byte), nonce (12), tag (16), ciphertext. A changed bit, other
/// labels or another key are refused. The nonce is random, which is safe for 2^32 boxes under one key.
/// </summary>
internal static class SealedBox
{
    public const int KeyBytes = 32;

    /// <summary>By how much a box is longer than what is in it.</summary>
    public const int Overhead = 1 + NonceBytes + TagBytes;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Fills <paramref name="box"/>, which is <see cref="Overhead"/> longer than <paramref name="plain"/>.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, Span<byte> box, params ReadOnlySpan<string> labels)
    {
        box[0] = Version;
        var nonce = box.Slice(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, box[Overhead..], box.Slice(1 + NonceBytes, TagBytes), Label(labels));
    }

    /// <summary>Gives what is in it, or throws <see cref="SecretUnreadableException"/>.</summary>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, params ReadOnlySpan<string> labels)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new SecretUnreadableException("The ciphertext is cut off or of an unknown version.");
        }

        var plain = new byte[box.Length - Overhead];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                box.Slice(1, NonceBytes), box[Overhead..], box.Slice(1 + NonceBytes, TagBytes), plain, Label(labels));
            return plain;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SecretUnreadableException("The ciphertext was changed, or was made for something else.", e);
        }
    }

    // Each label with its length before it, so that no two lists of labels are the same bytes; the version is the first.
    private static byte[] Label(ReadOnlySpan<string> labels)
    {
        var size = 1;
        foreach (var label in labels)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(label);
        }

        var bytes = new byte[size];
        bytes[0] = Version;
        var rest = bytes.AsSpan(1);
        foreach (var label in labels)
        {
            var written = Encoding.UTF8.GetBytes(label, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }

        return bytes;
    }
}
