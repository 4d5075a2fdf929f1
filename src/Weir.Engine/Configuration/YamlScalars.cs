using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Weir.Engine.Configuration;

/// <summary>How a text may stand in YAML.</summary>
internal static class YamlScalars
{
    /// <summary>A longer key is no simple one: every reader of YAML gives up at 1,024.</summary>
    public const int KeyCharactersMax = 500;

    private const int PlainCharactersMax = 1_000;

    /// <summary>What YAML 1.1 or 1.2 takes for something else than text, in any case.</summary>
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$");

    /// <summary>True when it may stand as a key without quotes.</summary>
    public static bool IsPlainKey(string text) =>
        text.Length is > 0 and <= KeyCharactersMax
        && (char.IsAsciiLetter(text[0]) || text[0] is '_' or '$')
        && !text.AsSpan().ContainsAnyExcept(KeyCharacters)
        && !Reserved.Contains(text);

    /// <summary>
    /// True when it may stand without quotes: it begins with a letter, <c>$</c> or <c>/</c>, so it is no number and no date.
    /// </summary>
    public static bool IsPlain(string text) =>
        text.Length is > 0 and <= PlainCharactersMax
        && (char.IsLetter(text[0]) || text[0] is '$' or '/')
        && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && text.All(c => c is >= ' ' and <= '~' || (c > '\u00a0' && char.IsLetterOrDigit(c)))
        && !Reserved.Contains(text);

    /// <summary>
    /// How a block begins that holds this text as it stands: <c>|</c> with one line break at its end, <c>|-</c> without,
    /// <c>|+</c> with more. Null when it is one line, or holds what a block cannot show.
    /// </summary>
    public static string? BlockHeader(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text.All(c => c == '\n'))
        {
            return null;
        }

        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && (line[0] == '\t' || string.IsNullOrWhiteSpace(line) || line.Any(IsHidden)))
            {
                return null;
            }
        }

        var depth = text[0] is ' ' or '\n' ? "2" : "";
        var end = !text.EndsWith('\n') ? "-" : text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : "";
        return $"|{depth}{end}";
    }

    /// <summary>In double quotes, on one line.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsHidden(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>What is not seen, or what some reader takes for the end of a line or of the file.</summary>
    private static bool IsHidden(char c) =>
        (c < ' ' && c != '\t') || c is (>= '\u007f' and <= '\u00a0') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';
}
