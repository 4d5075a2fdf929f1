using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>Makes JSON of the rows of a file.</summary>
internal abstract class RowJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON Lines.</summary>
    public static RowJson Lines { get; } = new OfLines();

    /// <summary>CSV under its head.</summary>
    public static RowJson Under(ReadOnlySpan<byte> head, byte separator, long line) => new OfCsv(head, separator, line);

    /// <summary>Throws <see cref="FileContentException"/> for a row that is none.</summary>
    public void Write(ReadOnlySpan<byte> row, long line, PooledBuffer into)
    {
        if (!Utf8.IsValid(row))
        {
            throw NoUtf8(line);
        }

        Append(row, line, into);
    }

    private static FileContentException NoUtf8(long line) => new(line, "it holds what is no UTF-8: save the file as UTF-8.");

    protected abstract void Append(ReadOnlySpan<byte> row, long line, PooledBuffer into);

    private sealed class OfLines : RowJson
    {
        private static readonly JsonReaderOptions Options = new() { MaxDepth = 60 };

        protected override void Append(ReadOnlySpan<byte> row, long line, PooledBuffer into)
        {
            try
            {
                var reader = new Utf8JsonReader(row, Options);
                while (reader.Read())
                {
                }
            }
            catch (JsonException e)
            {
                throw new FileContentException(line, $"it is not JSON from its character {e.BytePositionInLine + 1} on.");
            }

            into.Append(row);
        }
    }

    private sealed class OfCsv : RowJson
    {
        private readonly byte _separator;
        private readonly JsonEncodedText[] _columns;
        private readonly List<string?> _values = [];

        public OfCsv(ReadOnlySpan<byte> head, byte separator, long line)
        {
            if (!Utf8.IsValid(head))
            {
                throw NoUtf8(line);
            }

            _separator = separator;
            CsvFields.Read(head, separator, line, _values);
            for (var i = 0; i < _values.Count; i++)
            {
                if (string.IsNullOrWhiteSpace(_values[i]))
                {
                    throw new FileContentException(line, $"column {i + 1} has no name. The first line names the columns.");
                }

                if (_values.IndexOf(_values[i]) < i)
                {
                    throw new FileContentException(line, $"the column '{_values[i]}' stands twice.");
                }
            }

            _columns = [.. _values.Select(v => JsonEncodedText.Encode(v!, Relaxed.Encoder))];
        }

        protected override void Append(ReadOnlySpan<byte> row, long line, PooledBuffer into)
        {
            CsvFields.Read(row, _separator, line, _values);
            if (_values.Count != _columns.Length)
            {
                throw new FileContentException(line, $"it has {Counted(_values.Count, "value")}, and the first line names {Counted(_columns.Length, "column")}.");
            }

            using var json = new Utf8JsonWriter(into, Relaxed);
            json.WriteStartObject();
            for (var i = 0; i < _columns.Length; i++)
            {
                json.WriteString(_columns[i], _values[i]);
            }

            json.WriteEndObject();
        }

        private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
    }
}
