using System.Text;

namespace Weir.Model;

/// <summary>
/// Writes texts that people see as the same in one way: <c>é</c> is one character or an <c>e</c> with an accent (canonical
/// equivalence, Unicode Standard Annex 15). The runtime's own normalisation needs ICU, which this program runs without: there
/// it gives every text back as it is.
/// </summary>
public static class CanonicalText
{
    /// <summary>Below it nothing can be written in two ways.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>
    /// The composed form. It is form C but for the characters that form C never composes, which are composed here too: two
    /// texts have the same form when, and only when, they are canonically equivalent.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
        {
            return text;
        }

        var runes = new List<(int Rune, int Class)>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        return Text(Compose(runes));
    }

    private static void Decompose(int rune, List<(int Rune, int Class)> runes)
    {
        if (Hangul.Decompose(rune) is { } syllable)
        {
            runes.AddRange(syllable.Select(part => (part, 0)));
        }
        else if (CanonicalTable.Shared.Parts(rune) is var (first, second))
        {
            Decompose(first, runes);
            if (second is { } mark)
            {
                Decompose(mark, runes);
            }
        }
        else
        {
            runes.Add((rune, CanonicalTable.Shared.Class(rune)));
        }
    }

    /// <summary>Marks that do not touch each other may stand in any order: here they stand by their class.</summary>
    private static void Order(List<(int Rune, int Class)> runes)
    {
        for (var i = 0; i < runes.Count; i++)
        {
            var start = i;
            while (i < runes.Count && runes[i].Class > 0)
            {
                i++;
            }

            if (i - start > 1)
            {
                // A stable sort: marks of the same class keep their order.
                var sorted = runes[start..i].OrderBy(r => r.Class).ToList();
                for (var k = 0; k < sorted.Count; k++)
                {
                    runes[start + k] = sorted[k];
                }
            }
        }
    }

    private static List<int> Compose(List<(int Rune, int Class)> runes)
    {
        var composed = new List<int>(runes.Count);
        var starter = -1;
        var last = -1;
        foreach (var (rune, kind) in runes)
        {
            // Blocked when a mark of the same or a higher class, or another starter, stands between.
            if (starter >= 0 && (last < kind || last == -1) && Pair(composed[starter], rune) is { } one)
            {
                composed[starter] = one;
                continue;
            }

            composed.Add(rune);
            if (kind == 0)
            {
                (starter, last) = (composed.Count - 1, -1);
            }
            else
            {
                last = kind;
            }
        }

        return composed;
    }

    private static int? Pair(int first, int second) =>
        Hangul.Compose(first, second) ?? CanonicalTable.Shared.Whole(first, second);

    private static string Text(List<int> runes)
    {
        var text = new StringBuilder(runes.Count);
        foreach (var rune in runes)
        {
            text.Append(new Rune(rune).ToString());
        }

        return text.ToString();
    }
}
