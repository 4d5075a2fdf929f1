using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Model;

/// <summary>
/// Makes ids: 48 bits of time in milliseconds and 80 random bits, 26 characters in Crockford's base 32, lower case.
/// Ids of one source rise strictly, also within a millisecond and when the clock is set back. Safe for many threads.
/// </summary>
/// <param name="time">Where the milliseconds come from.</param>
/// <param name="fill">Fills a buffer with random bytes; a test gives a seeded one.</param>
public sealed class IdSource(TimeProvider time, Action<byte[]>? fill = null)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly Action<byte[]> _fill = fill ?? (bytes => RandomNumberGenerator.Fill(bytes));
    private readonly Lock _gate = new();
    private UInt128 _last;

    public TId New<TId>()
        where TId : struct, IId<TId> => TId.From($"{TId.Prefix}_{NewValue()}");

    /// <summary>The sortable value without a prefix.</summary>
    public string NewValue() => Encode(Next());

    private UInt128 Next()
    {
        var random = new byte[16];
        _fill(random);
        var tail = BinaryPrimitives.ReadUInt128LittleEndian(random) & (((UInt128)1 << 80) - 1);
        var value = ((UInt128)(ulong)time.GetUtcNow().ToUnixTimeMilliseconds() << 80) | tail;
        lock (_gate)
        {
            _last = value > _last ? value : _last + 1;
            return _last;
        }
    }

    private static string Encode(UInt128 value) => string.Create(26, value, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(rest & 31)];
            rest >>= 5;
        }
    });
}
