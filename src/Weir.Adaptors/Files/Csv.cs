using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>
/// CSV after RFC 4180 in UTF-8 without a mark, a head line first, lines ended by LF. Numbers stand exactly as they came,
/// objects and lists as JSON, null as nothing and an empty text as <c>""</c>. Values are never changed: one that a
/// spreadsheet would take for a formula stands as it is. // Promise 6
/// Written here and not by a library because rows are formatted one by one on many threads: a library's writer is one
/// stream with one state and a buffer of its own.
/// </summary>
internal sealed class Csv : RowFormat
{
    private static readonly SearchValues<byte> Quoted = SearchValues.Create(",\"\r\n"u8);

    private readonly string[] _columns;
    private readonly byte[][] _names;

    public Csv(IReadOnlyList<string> columns)
    {
        _columns = [.. columns];
        _names = Array.ConvertAll(_columns, Encoding.UTF8.GetBytes);
    }

    public override IReadOnlyList<string> Columns => _columns;

    /// <summary>The columns of a record that decides them.</summary>
    public static Csv Of(JsonElement record)
    {
        var columns = new List<string>();
        foreach (var property in Checked(record).EnumerateObject())
        {
            if (!columns.Contains(property.Name))
            {
                columns.Add(property.Name);
            }
        }

        return columns.Count > 0 ? new Csv(columns) : throw new EvaluationException(
            ErrorCodes.Mapping, "The first record has no fields, so the file's columns are not known: name them in the import.");
    }

    public override void WriteHead(PooledBuffer into)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            Separate(i, into);
            WriteText(_names[i], into);
        }

        into.Append("\n"u8);
    }

    public override void Write(JsonElement record, PooledBuffer into)
    {
        var values = ArrayPool<JsonElement>.Shared.Rent(_names.Length);
        var start = into.Length;
        try
        {
            Array.Clear(values, 0, _names.Length);
            Place(Checked(record), values);
            for (var i = 0; i < _names.Length; i++)
            {
                Separate(i, into);
                WriteValue(i, values[i], into);
            }

            into.Append("\n"u8);
        }
        catch
        {
            into.Truncate(start);
            throw;
        }
        finally
        {
            ArrayPool<JsonElement>.Shared.Return(values, clearArray: true);
        }
    }

    private static JsonElement Checked(JsonElement record) => record.ValueKind == JsonValueKind.Object ? record
        : throw new EvaluationException(ErrorCodes.Mapping, "A row of CSV is made of an object with fields; this record is none.");

    private static void Separate(int index, PooledBuffer into)
    {
        if (index > 0)
        {
            into.Append(","u8);
        }
    }

    /// <summary>Puts each value under its column. Fields mostly come in the columns' order, so the next one is tried first.</summary>
    private void Place(JsonElement record, JsonElement[] values)
    {
        var next = 0;
        foreach (var property in record.EnumerateObject())
        {
            var at = next < _names.Length && property.NameEquals(_names[next]) ? next : Find(property);
            values[at] = property.Value;
            next = at + 1;
        }
    }

    private int Find(JsonProperty property)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (property.NameEquals(_names[i]))
            {
                return i;
            }
        }

        throw new EvaluationException(
            ErrorCodes.Mapping, $"The file has no column '{property.Name}': its columns are {Listed()}.", property.Name);
    }

    private string Listed()
    {
        const int ShownMax = 20;
        var shown = string.Join(", ", _columns.AsSpan(0, Math.Min(_columns.Length, ShownMax))!);
        return _columns.Length > ShownMax ? shown + " …" : shown;
    }

    private void WriteValue(int index, JsonElement value, PooledBuffer into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                // A line that is empty altogether would be no row to most readers.
                into.Append(_names.Length == 1 ? "\"\""u8 : default);
                break;
            case JsonValueKind.String:
                WriteString(index, value, into);
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                using (var json = new PooledBuffer(int.MaxValue))
                {
                    JsonLines.Compact(JsonMarshal.GetRawUtf8Value(value), json);
                    WriteText(json.Span, into);
                }

                break;
            default:
                into.Append(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private void WriteString(int index, JsonElement value, PooledBuffer into)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (!raw.Contains((byte)'\\'))
        {
            WriteText(raw, into);
            return;
        }

        try
        {
            WriteText(Encoding.UTF8.GetBytes(value.GetString()!), into);
        }
        catch (InvalidOperationException)
        {
            throw new EvaluationException(
                ErrorCodes.Mapping, $"The text of '{_columns[index]}' holds half of a character.", _columns[index]);
        }
    }

    private static void WriteText(ReadOnlySpan<byte> text, PooledBuffer into)
    {
        var isPlain = text.Length > 0 && text[0] is not ((byte)' ' or (byte)'\t') && text[^1] is not ((byte)' ' or (byte)'\t')
            && !text.ContainsAny(Quoted);
        if (isPlain)
        {
            into.Append(text);
            return;
        }

        into.Append("\""u8);
        while (text.IndexOf((byte)'"') is var quote and >= 0)
        {
            into.Append(text[..(quote + 1)]);
            into.Append("\""u8);
            text = text[(quote + 1)..];
        }

        into.Append(text);
        into.Append("\""u8);
    }
}
