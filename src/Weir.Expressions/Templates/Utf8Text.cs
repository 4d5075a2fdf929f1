using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Weir.Expressions.Templates;

/// <summary>
/// The UTF-8 text that is being written. It grows up to <see cref="TemplateLimits.OutputBytesMax"/>, and its end can be
/// escaped where it stands.
/// </summary>
/// <param name="code">The code of the errors it throws: <c>template</c> or <c>mapping</c>.</param>
internal sealed class Utf8Text(string code)
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly SearchValues<byte> JsonSpecial = SearchValues.Create([.. Enumerable.Range(0, 32)
        .Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[512];

    public int Length { get; private set; }

    public EvaluationException Fail(string message) => new(code, message);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> From(int mark) => _bytes.AsSpan(mark, Length - mark);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > TemplateLimits.BufferKeptBytesMax)
        {
            _bytes = new byte[512];
        }
    }

    public void Truncate(int mark) => Length = mark;

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Length += utf8.Length;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // At most three bytes a code unit; asked for in parts, so that a long text does not reserve three times itself.
            var part = text[..Math.Min(text.Length, 4096)];
            var status = Utf8.FromUtf16(
                part, Reserve(part.Length * 3), out var read, out var written,
                replaceInvalidSequences: false, isFinalBlock: part.Length == text.Length);
            Length += written;
            text = text[read..];
            if (status == OperationStatus.InvalidData || read == 0)
            {
                throw Fail("A text was cut inside a character, so it cannot be written.");
            }
        }
    }

    public void Append(long value)
    {
        value.TryFormat(Reserve(20), out var written);
        Length += written;
    }

    /// <summary>What stands after the mark as a text.</summary>
    public string Text(int mark) => Encoding.UTF8.GetString(From(mark));

    /// <summary>Percent-encodes what stands after the mark, all but RFC 3986's unreserved characters.</summary>
    public void EscapeUri(int mark)
    {
        var first = From(mark).IndexOfAnyExcept(Unreserved);
        if (first < 0)
        {
            return;
        }

        var length = Length - mark - first;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        From(mark + first).CopyTo(rented);
        Length = mark + first;
        foreach (var value in rented.AsSpan(0, length))
        {
            if (Unreserved.Contains(value))
            {
                Append(value);
            }
            else
            {
                AppendHex((byte)'%', value);
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Escapes what stands after the mark for the inside of a JSON string.</summary>
    public void EscapeJson(int mark)
    {
        var first = From(mark).IndexOfAny(JsonSpecial);
        if (first < 0)
        {
            return;
        }

        var length = Length - mark - first;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        From(mark + first).CopyTo(rented);
        Length = mark + first;
        AppendEscaped(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private void AppendEscaped(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var next = rest.IndexOfAny(JsonSpecial);
            Append(next < 0 ? rest : rest[..next]);
            if (next < 0)
            {
                return;
            }

            switch (rest[next])
            {
                case (byte)'"': Append("\\\""u8); break;
                case (byte)'\\': Append("\\\\"u8); break;
                case (byte)'\n': Append("\\n"u8); break;
                case (byte)'\r': Append("\\r"u8); break;
                case (byte)'\t': Append("\\t"u8); break;
                case var control:
                    Append("\\u0"u8);
                    AppendHex((byte)'0', control);
                    break;
            }

            rest = rest[(next + 1)..];
        }
    }

    private void AppendHex(byte lead, byte value)
    {
        var target = Reserve(3);
        target[0] = lead;
        target[1] = (byte)"0123456789ABCDEF"[value >> 4];
        target[2] = (byte)"0123456789ABCDEF"[value & 15];
        Length += 3;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            if (Length + count > TemplateLimits.OutputBytesMax)
            {
                throw Fail($"The {code} gives more than {TemplateLimits.OutputBytesMax} bytes.");
            }

            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
