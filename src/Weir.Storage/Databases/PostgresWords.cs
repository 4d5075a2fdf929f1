using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>PostgreSQL's dialect.</summary>
internal static partial class PostgresWords
{
    private static readonly SearchValues<char> Unusual =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0']);

    public static Dialect Dialect { get; } = new()
    {
        IsRemote = true,
        // Names and keys sort by their bytes, as in SQLite, whatever the database's language is.
        Translate = sql => TextColumn().Replace(sql, "$0 collate \"C\"").Replace("{bytes}", "bytea", StringComparison.Ordinal),
        Position = (column, parameter) => $"strpos({column}, {parameter})",
        AnyOf = (column, parameter) => $"{column} = any({parameter})",
        Text = Text,
        IsUniqueViolation = e => e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
            && violation.ConstraintName?.EndsWith("_pkey", StringComparison.Ordinal) != true,
    };

    /// <summary>
    /// A text that PostgreSQL takes: it has no zero character and no half of a pair, which a stranger's JSON may hold.
    /// They become the picture of a zero and the replacement character.
    /// </summary>
    private static string Text(string text)
    {
        if (!text.AsSpan().ContainsAny(Unusual))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? new Rune('\u2400') : rune);
        }

        return clean.ToString();
    }

    // A column's type: the word behind the column's name. In a comment it does no harm.
    [GeneratedRegex(@"\w text\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TextColumn();
}
