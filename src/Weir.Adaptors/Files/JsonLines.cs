using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>One JSON value a line. Values stay byte for byte as they are; only white space between them goes.</summary>
internal sealed class JsonLines : RowFormat
{
    private static readonly SearchValues<byte> Breaks = SearchValues.Create("\" \t\r\n"u8);

    public override void Write(JsonElement record, PooledBuffer into)
    {
        Compact(JsonMarshal.GetRawUtf8Value(record), into);
        into.Append("\n"u8);
    }

    /// <summary>Copies JSON without the white space outside of its texts.</summary>
    public static void Compact(ReadOnlySpan<byte> json, PooledBuffer into)
    {
        while (json.IndexOfAny(Breaks) is var i and >= 0)
        {
            var end = json[i] == (byte)'"' ? i + 1 + EndOfText(json[(i + 1)..]) : i;
            into.Append(json[..end]);
            json = json[(end == i ? i + 1 : end)..];
        }

        into.Append(json);
    }

    /// <summary>The length of a text's rest, its closing quote included.</summary>
    private static int EndOfText(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        while (rest[at..].IndexOfAny((byte)'"', (byte)'\\') is var i and >= 0)
        {
            at += i;
            if (rest[at] == (byte)'"')
            {
                return at + 1;
            }

            at += 2;
        }

        return rest.Length;
    }
}
