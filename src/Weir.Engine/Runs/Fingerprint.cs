using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weir.Engine.Runs;

/// <summary>
/// Trace key and content of a record as read, in 128 bits. The same trace key with other content is another record.
/// </summary>
/// <param name="High">The first 64 bits.</param>
/// <param name="Low">The last 64 bits.</param>
internal readonly record struct Fingerprint(ulong High, ulong Low)
{
    public const int Bytes = 16;

    public static Fingerprint Of(string traceKey, JsonElement record) =>
        Of(traceKey, JsonMarshal.GetRawUtf8Value(record));

    public static Fingerprint Of(string traceKey, ReadOnlySpan<byte> content)
    {
        Span<byte> hashes = stackalloc byte[64];
        SHA256.HashData(content, hashes);
        Span<byte> key = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(traceKey, key, out var length))
        {
            key = Encoding.UTF8.GetBytes(traceKey);
            length = key.Length;
        }

        SHA256.HashData(key[..length], hashes[32..]);
        SHA256.HashData(hashes, hashes);
        return Read(hashes);
    }

    /// <summary>
    /// The two apart, 64 bits each: the high half says which record, the low half what it was.
    /// </summary>
    public static Fingerprint OfPair(string traceKey, JsonElement record)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(traceKey), hash);
        var key = BinaryPrimitives.ReadUInt64BigEndian(hash);
        SHA256.HashData(JsonMarshal.GetRawUtf8Value(record), hash);
        return new Fingerprint(key, BinaryPrimitives.ReadUInt64BigEndian(hash));
    }

    public static Fingerprint Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static Fingerprint Parse(string text) => Read(Convert.FromHexString(text));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
