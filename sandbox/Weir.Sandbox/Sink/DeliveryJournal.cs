using System.Buffers.Binary;
using System.Text;

namespace Weir.Sandbox;

/// <summary>
/// Deliveries in order, as bytes in pages: about 20 bytes and the two texts each, so that a million of them can be
/// kept.
/// </summary>
internal sealed class DeliveryJournal
{
    private const int PageBytes = 64 * 1024;
    private const int HeadBytes = 12;
    private const ushort NoKey = ushort.MaxValue;
    private const int TextBytesMax = 8 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _pages = [];
    private readonly List<int> _used = [];
    private long _count;

    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Texts over 8 KB are cut there.</summary>
    public long Add(string id, string? key, DateTimeOffset at)
    {
        Span<byte> idBytes = stackalloc byte[TextBytesMax];
        Span<byte> keyBytes = stackalloc byte[TextBytesMax];
        var idLength = Encode(id, idBytes);
        var keyLength = key is null ? 0 : Encode(key, keyBytes);

        lock (_gate)
        {
            var entry = Claim(HeadBytes + idLength + keyLength);
            BinaryPrimitives.WriteInt64LittleEndian(entry, at.UtcTicks);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)idLength);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[10..], key is null ? NoKey : (ushort)keyLength);
            idBytes[..idLength].CopyTo(entry[HeadBytes..]);
            keyBytes[..keyLength].CopyTo(entry[(HeadBytes + idLength)..]);
            return ++_count;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _pages.Clear();
            _used.Clear();
            _count = 0;
        }
    }

    /// <summary>All deliveries up to now; those that arrive while it is read may be missing.</summary>
    public IEnumerable<SinkDelivery> Read()
    {
        List<(byte[] Bytes, int Used)> pages;
        lock (_gate)
        {
            pages = [.. _pages.Zip(_used)];
        }

        var number = 0L;
        foreach (var (bytes, used) in pages)
        {
            for (var at = 0; at < used;)
            {
                var (delivery, length) = Entry(bytes.AsSpan(at), ++number);
                yield return delivery;
                at += length;
            }
        }
    }

    private static int Encode(string text, Span<byte> bytes)
    {
        // No character needs more than three bytes for each of its UTF-16 units.
        var kept = text.AsSpan(0, Math.Min(text.Length, TextBytesMax / 3));
        return Encoding.UTF8.GetBytes(kept, bytes);
    }

    private static (SinkDelivery Delivery, int Length) Entry(ReadOnlySpan<byte> entry, long number)
    {
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(entry), TimeSpan.Zero);
        var idLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]);
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        var id = Encoding.UTF8.GetString(entry.Slice(HeadBytes, idLength));
        var key = keyLength == NoKey ? null : Encoding.UTF8.GetString(entry.Slice(HeadBytes + idLength, keyLength));
        return (new SinkDelivery(number, id, key, at), HeadBytes + idLength + (keyLength == NoKey ? 0 : keyLength));
    }

    private Span<byte> Claim(int bytes)
    {
        if (_pages.Count == 0 || _used[^1] + bytes > PageBytes)
        {
            _pages.Add(new byte[PageBytes]);
            _used.Add(0);
        }

        var start = _used[^1];
        _used[^1] += bytes;
        return _pages[^1].AsSpan(start, bytes);
    }
}
