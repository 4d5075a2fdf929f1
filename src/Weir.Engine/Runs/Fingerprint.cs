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

    // Made for each record: beginning a hash costs as much as a small record's.
    [ThreadStatic]
    private static IncrementalHash? _sha;

    public static Fingerprint Of(string traceKey, JsonElement record) =>
        Of(traceKey, JsonMarshal.GetRawUtf8Value(record));

    public static Fingerprint Of(string traceKey, ReadOnlySpan<byte> content)
    {
        Span<byte> key = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(traceKey, key, out var length))
        {
            key = Encoding.UTF8.GetBytes(traceKey);
            length = key.Length;
        }

        // Where the content ends is hashed too: else a byte could be taken for one of the key.
        Span<byte> end = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(end, content.Length);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var sha = _sha ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(content);
        sha.AppendData(key[..length]);
        sha.AppendData(end);
        sha.GetHashAndReset(hash);
        return Read(hash);
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
