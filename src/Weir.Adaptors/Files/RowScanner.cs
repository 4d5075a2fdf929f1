using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Weir.Adaptors.Files;

/// <summary>
/// Cuts a file into rows where it lies, from an offset on. Memory is bounded by the longest row. Not safe for two threads. // Promise 8
/// </summary>
/// <param name="file">Not disposed.</param>
/// <param name="offset">Where a row begins.</param>
/// <param name="line">So many lines stand before it.</param>
/// <param name="hasQuotes">A line break between quotes is part of the row.</param>
internal sealed class RowScanner(SafeFileHandle file, long offset, long line, bool hasQuotes) : IDisposable
{
    private const int RowBytesMax = 16 * 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    private int _scanned;
    private int _breaks;
    private bool _isQuoted;

    /// <summary>Where the next row begins.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>So many lines stand before the next row.</summary>
    public long Line { get; private set; } = line;

    /// <summary>The line on which the last row begins, from 1.</summary>
    public long RowLine { get; private set; }

    /// <summary>
    /// The next row without its line break, which may be empty; null at the end. Lies in the scanner's memory until the next one
    /// is asked for. Throws <see cref="FileContentException"/>.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        (_scanned, _breaks, _isQuoted) = (0, 0, false);
        RowLine = Line + 1;
        var length = Find();
        while (length < 0 && !_isAtEnd)
        {
            await FillAsync(cancellationToken);
            length = Find();
        }

        if (length < 0)
        {
            length = _end - _start;
            if (length == 0)
            {
                return null;
            }

            if (_isQuoted)
            {
                throw new FileContentException(RowLine, "a quote that opens there is never closed.");
            }

            _breaks++;
        }

        var row = _bytes.AsMemory(_start, length);
        _start += length;
        Offset += length;
        Line += _breaks;
        return Trimmed(row);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> row)
    {
        row = row.Span.EndsWith("\n"u8) ? row[..^1] : row;
        return row.Span.EndsWith("\r"u8) ? row[..^1] : row;
    }

    /// <summary>The length of the row with its line break; -1 where its end is not in memory.</summary>
    private int Find()
    {
        var known = _bytes.AsSpan(_start, _end - _start);
        while (_scanned < known.Length)
        {
            var rest = known[_scanned..];
            var at = hasQuotes ? rest.IndexOfAny((byte)'\n', (byte)'"') : rest.IndexOf((byte)'\n');
            if (at < 0)
            {
                _scanned = known.Length;
                return -1;
            }

            _scanned += at + 1;
            if (rest[at] == (byte)'"')
            {
                _isQuoted = !_isQuoted;
                continue;
            }

            _breaks++;
            if (!_isQuoted)
            {
                return _scanned;
            }
        }

        return -1;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var length = _end - _start;
        if (length == _bytes.Length)
        {
            if (length >= RowBytesMax)
            {
                throw new FileContentException(RowLine, $"the row is longer than {RowBytesMax / 1024 / 1024} MiB.");
            }

            var larger = ArrayPool<byte>.Shared.Rent(length * 2);
            _bytes.AsSpan(_start, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _start, _end) = (larger, 0, length);
        }
        else if (_start > 0)
        {
            _bytes.AsSpan(_start, length).CopyTo(_bytes);
            (_start, _end) = (0, length);
        }

        var read = await RandomAccess.ReadAsync(file, _bytes.AsMemory(_end), Offset + length, cancellationToken);
        _end += read;
        _isAtEnd = read == 0;
    }
}
