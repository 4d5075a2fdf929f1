using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Weir.Expressions.Paths;

/// <summary>
/// A set of Unicode scalar values, and how .NET's regular expressions, which see UTF-16 units, are told to match
/// exactly one of them. Surrogates are never members.
/// </summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;
    private const int FirstAstral = 0x10000;
    private const int UnitsPerHigh = 0x400;

    private static readonly Lazy<byte[]> Categories = new(ReadCategories);
    private static readonly ConcurrentDictionary<string, CodePoints> Properties = new(StringComparer.Ordinal);

    /// <summary>Sorted, apart from one another, both ends included.</summary>
    private readonly List<(int From, int To)> _ranges;

    private CodePoints(List<(int From, int To)> ranges) => _ranges = ranges;

    public static CodePoints Of(IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new(merged);
    }

    /// <summary>
    /// The scalar values of a general category (<c>Lu</c>) or a group of them (<c>L</c>); null: no such.
    /// </summary>
    public static CodePoints? OfProperty(string name)
    {
        const string Names =
            "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf -- Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn";
        var isKnown = name.Length is 1 or 2
            && Array.Exists(Names.Split(' '), n => n.StartsWith(name, StringComparison.Ordinal) && n != "--");
        if (!isKnown)
        {
            return null;
        }

        return Properties.GetOrAdd(name, static key =>
        {
            // The names stand in the order of UnicodeCategory; -- is Surrogate, which no text has alone.
            var names = Names.Split(' ');
            var wanted = Array.ConvertAll(names, n => n.StartsWith(key, StringComparison.Ordinal));
            return Where(category => wanted[category]);
        });
    }

    public IReadOnlyList<(int From, int To)> Ranges => _ranges;

    public CodePoints Complement()
    {
        var others = new List<(int From, int To)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next)
            {
                others.Add((next, from - 1));
            }

            next = to + 1;
        }

        if (next <= Last)
        {
            others.Add((next, Last));
        }

        return new(others);
    }

    /// <summary>An expression that matches exactly one scalar value of the set.</summary>
    public string ToRegex()
    {
        var basic = new StringBuilder();
        var lowsByHigh = new SortedDictionary<int, StringBuilder>();
        foreach (var (from, to) in _ranges)
        {
            AppendRange(basic, from, Math.Min(to, 0xD7FF));
            AppendRange(basic, Math.Max(from, 0xE000), Math.Min(to, 0xFFFF));
            AppendAstral(lowsByHigh, Math.Max(from, FirstAstral), to);
        }

        var alternatives = new List<string>();
        if (basic.Length > 0)
        {
            alternatives.Add($"[{basic}]");
        }

        foreach (var group in lowsByHigh.GroupBy(pair => pair.Value.ToString(), StringComparer.Ordinal))
        {
            var highs = string.Concat(group.Select(pair => Escape(pair.Key)));
            alternatives.Add($"[{highs}][{group.Key}]");
        }

        return alternatives switch
        {
            [] => @"[^\u0000-\uFFFF]",
            [var only] when lowsByHigh.Count == 0 => only,
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private static void AppendAstral(SortedDictionary<int, StringBuilder> lowsByHigh, int from, int to)
    {
        for (var start = from; start <= to;)
        {
            var block = (start - FirstAstral) / UnitsPerHigh;
            var end = Math.Min(to, FirstAstral + ((block + 1) * UnitsPerHigh) - 1);
            var high = 0xD800 + block;
            if (!lowsByHigh.TryGetValue(high, out var lows))
            {
                lowsByHigh[high] = lows = new StringBuilder();
            }

            AppendRange(lows, Low(start), Low(end));
            start = end + 1;
        }
    }

    private static int Low(int scalar) => 0xDC00 + ((scalar - FirstAstral) % UnitsPerHigh);

    private static void AppendRange(StringBuilder to, int from, int last)
    {
        if (from > last)
        {
            return;
        }

        to.Append(Escape(from));
        if (last > from)
        {
            to.Append('-').Append(Escape(last));
        }
    }

    private static string Escape(int unit) =>
        char.IsAsciiLetterOrDigit((char)unit) ? ((char)unit).ToString() : $"\\u{unit:X4}";

    private static CodePoints Where(Func<int, bool> isWanted)
    {
        var categories = Categories.Value;
        var ranges = new List<(int From, int To)>();
        var start = -1;
        for (var scalar = 0; scalar <= Last + 1; scalar++)
        {
            var isMember = scalar <= Last && isWanted(categories[scalar]);
            if (isMember && start < 0)
            {
                start = scalar;
            }
            else if (!isMember && start >= 0)
            {
                ranges.Add((start, scalar - 1));
                start = -1;
            }
        }

        return new(ranges);
    }

    private static byte[] ReadCategories()
    {
        var categories = new byte[Last + 1];
        for (var scalar = 0; scalar <= Last; scalar++)
        {
            categories[scalar] = (byte)CharUnicodeInfo.GetUnicodeCategory(scalar);
        }

        return categories;
    }
}
