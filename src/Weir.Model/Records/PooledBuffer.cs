using System.Buffers;

namespace Weir.Model;

/// <summary>
/// A growing UTF-8 buffer on rented memory. Growing past <paramref name="bytesMax"/> throws
/// <see cref="BufferFullException"/>: every body has a written bound. Not safe for two threads. // Promise 8
/// </summary>
/// <param name="bytesMax">The most bytes it may hold.</param>
/// <param name="capacity">The bytes rented at first.</param>
public sealed class PooledBuffer(int bytesMax, int capacity = 1024) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(capacity, bytesMax));

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
        if (Length > bytesMax)
        {
            throw new BufferFullException(bytesMax);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Advance(bytes.Length);
    }

    /// <summary>Forgets what was written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - Length >= size)
        {
            return;
        }

        if (Length > bytesMax)
        {
            throw new BufferFullException(bytesMax);
        }

        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)Length + size, Length * 2L)));
        _bytes.AsSpan(0, Length).CopyTo(grown);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = grown;
    }
}

/// <summary>More was written into a buffer than its bound allows.</summary>
/// <param name="bytesMax">The bound.</param>
public sealed class BufferFullException(int bytesMax) : Exception($"More than {bytesMax} bytes.")
{
    public int BytesMax => bytesMax;
}
