using System.Globalization;
using System.Text;

namespace Weir.Adaptors.Http.Masking;

/// <summary>Finds one character in a text, as it is or as addresses, forms, JSON and HTML escape it.</summary>
internal static class EncodedRune
{
    /// <summary>The most characters of one UTF-16 unit: <c>\\\\u0041</c>, twice escaped.</summary>
    public const int CharsMax = 12;

    /// <summary>The most places that are kept: every one more is another way to read the same escapes.</summary>
    public const int EndsMax = 32;

    private static readonly (string Entity, char Means)[] Entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];

    /// <summary>What a text that means <paramref name="rune"/> may begin with.</summary>
    public static char[] Starts(Rune rune) => [rune.ToString()[0], '%', '\\', '&', rune.Value == ' ' ? '+' : '%'];

    /// <summary>Adds each place where <paramref name="rune"/> ends when it begins at <paramref name="at"/>.</summary>
    public static void Ends(Rune rune, ReadOnlySpan<char> text, int at, Span<int> ends, ref int count)
    {
        var rest = text[at..];
        if (rest.IsEmpty)
        {
            return;
        }

        Span<char> plain = stackalloc char[2];
        plain = plain[..rune.EncodeToUtf16(plain)];
        if (rest.StartsWith(plain))
        {
            Add(at + plain.Length, ends, ref count);
        }

        switch (rest[0])
        {
            case '+' when rune.Value == ' ':
                Add(at + 1, ends, ref count);
                break;
            case '%':
                Percent(rune, rest, at, ends, ref count);
                break;
            case '\\':
                Backslash(rune, plain, rest, at, ends, ref count);
                break;
            case '&':
                Entity(rune, rest, at, ends, ref count);
                break;
        }
    }

    /// <summary>True when what stands before <paramref name="at"/> is an escape, so its last letter belongs to no word.</summary>
    public static bool IsEscapeEnd(ReadOnlySpan<char> text, int at) =>
        (at >= 3 && text[at - 3] == '%' && IsHex(text[(at - 2)..at]))
        || (at >= 6 && text[at - 6] == '\\' && text[at - 5] == 'u' && IsHex(text[(at - 4)..at]))
        || (at >= 2 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't' or 'b' or 'f');

    private static void Add(int end, Span<int> ends, ref int count)
    {
        if (count < ends.Length && !ends[..count].Contains(end))
        {
            ends[count++] = end;
        }
    }

    /// <summary>
    /// Each byte of its UTF-8 (or its one of Latin-1) as <c>%XX</c>, whose percent sign may itself be escaped as <c>%25</c>.
    /// </summary>
    private static void Percent(Rune rune, ReadOnlySpan<char> rest, int at, Span<int> ends, ref int count)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Percent(utf8[..rune.EncodeToUtf8(utf8)], rest, at, ends, ref count);
        if (rune.Value is > 0x7F and <= 0xFF)
        {
            Percent([(byte)rune.Value], rest, at, ends, ref count);
        }
    }

    private static void Percent(ReadOnlySpan<byte> units, ReadOnlySpan<char> rest, int at, Span<int> ends, ref int count)
    {
        for (var escapes = 0; escapes < 3; escapes++)
        {
            var length = 0;
            foreach (var unit in units)
            {
                length = length < 0 ? length : PercentLength(unit, rest, length, escapes);
            }

            if (length > 0)
            {
                Add(at + length, ends, ref count);
            }
        }
    }

    private static int PercentLength(byte unit, ReadOnlySpan<char> rest, int at, int escapes)
    {
        if (at >= rest.Length || rest[at] != '%')
        {
            return -1;
        }

        at++;
        for (; escapes > 0; escapes--, at += 2)
        {
            if (!rest[at..].StartsWith("25"))
            {
                return -1;
            }
        }

        return rest.Length >= at + 2 && ValueOf(rest.Slice(at, 2)) == unit ? at + 2 : -1;
    }

    /// <summary>After one or more backslashes, as many as the times it was escaped: the short or the numbered escape.</summary>
    private static void Backslash(
        Rune rune, ReadOnlySpan<char> plain, ReadOnlySpan<char> rest, int at, Span<int> ends, ref int count)
    {
        var run = rest.IndexOfAnyExcept('\\');
        run = run < 0 ? rest.Length : run;
        if (rune.Value == '\\')
        {
            for (var twice = 2; twice <= run && twice <= 8; twice *= 2)
            {
                Add(at + twice, ends, ref count);
            }
        }

        var length = run;
        foreach (var unit in plain)
        {
            length = length < 0 ? length : NumberedLength(unit, rest, length);
        }

        if (length > 0)
        {
            Add(at + length, ends, ref count);
        }

        if (run == rest.Length)
        {
            return;
        }

        var isShort = rest[run] switch
        {
            'b' => rune.Value == '\b',
            'f' => rune.Value == '\f',
            'n' => rune.Value == '\n',
            'r' => rune.Value == '\r',
            't' => rune.Value == '\t',
            _ => !Rune.IsLetterOrDigit(rune) && rest[run..].StartsWith(plain),
        };
        if (isShort)
        {
            Add(at + run + (rest[run..].StartsWith(plain) ? plain.Length : 1), ends, ref count);
        }
    }

    /// <summary><c>u0041</c> or <c>x41</c>, with backslashes before it from the second on.</summary>
    private static int NumberedLength(char unit, ReadOnlySpan<char> rest, int at)
    {
        while (at < rest.Length && rest[at] == '\\')
        {
            at++;
        }

        var digits = at < rest.Length ? rest[at] switch { 'u' => 4, 'x' => 2, _ => 0 } : 0;
        return digits > 0 && rest.Length > at + digits && ValueOf(rest.Slice(at + 1, digits)) == unit ? at + 1 + digits : -1;
    }

    private static void Entity(Rune rune, ReadOnlySpan<char> rest, int at, Span<int> ends, ref int count)
    {
        foreach (var (entity, means) in Entities)
        {
            if (rune.Value == means && rest.StartsWith(entity, StringComparison.OrdinalIgnoreCase))
            {
                Add(at + entity.Length, ends, ref count);
            }
        }

        var end = rest[..Math.Min(rest.Length, 12)].IndexOf(';');
        if (end < 3 || rest[1] != '#')
        {
            return;
        }

        var isHex = rest[2] is 'x' or 'X';
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (int.TryParse(rest[(isHex ? 3 : 2)..end], style, CultureInfo.InvariantCulture, out var value) && value == rune.Value)
        {
            Add(at + end + 1, ends, ref count);
        }
    }

    private static bool IsHex(ReadOnlySpan<char> digits) => ValueOf(digits) >= 0;

    private static int ValueOf(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
