using System.Text;

namespace Weir.Adaptors.Files;

/// <summary>
/// Reads rows as <see cref="Csv"/> writes them, after RFC 4180. Nothing between two separators is null, <c>""</c> is an empty text;
/// spaces belong to the value.
/// </summary>
internal static class CsvFields
{
    /// <summary>The values of one row, in order. Throws <see cref="FileContentException"/>.</summary>
    /// <param name="row">Valid UTF-8, without its line break.</param>
    /// <param name="separator">An ASCII character.</param>
    /// <param name="line">Where it stands, for what is wrong with it.</param>
    /// <param name="into">Emptied first.</param>
    public static void Read(ReadOnlySpan<byte> row, byte separator, long line, List<string?> into)
    {
        into.Clear();
        for (var at = 0; ; at++)
        {
            var end = at < row.Length && row[at] == (byte)'"' ? EndOfQuoted(row, at + 1) : at + EndOf(row[at..], separator);
            into.Add(ValueOf(row[at..end], line));
            at = end;
            if (at == row.Length)
            {
                return;
            }

            if (row[at] != separator)
            {
                throw new FileContentException(line, $"something stands behind the closing quote of value {into.Count}.");
            }
        }
    }

    private static int EndOf(ReadOnlySpan<byte> rest, byte separator) => rest.IndexOf(separator) is var at and >= 0 ? at : rest.Length;

    /// <summary>Behind the closing quote. The row ends outside of quotes, so there is one.</summary>
    private static int EndOfQuoted(ReadOnlySpan<byte> row, int at)
    {
        while (true)
        {
            at += row[at..].IndexOf((byte)'"') + 1;
            if (at == row.Length || row[at] != (byte)'"')
            {
                return at;
            }

            at++;
        }
    }

    private static string? ValueOf(ReadOnlySpan<byte> written, long line)
    {
        if (written.IsEmpty)
        {
            return null;
        }

        if (written[0] == (byte)'"')
        {
            return Encoding.UTF8.GetString(written[1..^1]).Replace("\"\"", "\"", StringComparison.Ordinal);
        }

        return written.Contains((byte)'"')
            ? throw new FileContentException(line, "a quote stands inside of a value that does not begin with one.")
            : Encoding.UTF8.GetString(written);
    }
}
