using System.Collections.Frozen;
using System.Globalization;

namespace Weir.Model;

/// <summary>What <c>canonical.txt</c> says of characters; read when the first text needs it.</summary>
internal sealed class CanonicalTable
{
    private static readonly Lazy<CanonicalTable> Table = new(() => new CanonicalTable());

    private readonly FrozenDictionary<int, (int First, int? Second)> _parts;
    private readonly FrozenDictionary<(int First, int Second), int> _wholes;
    private readonly FrozenDictionary<int, int> _classes;

    private CanonicalTable()
    {
        var parts = new Dictionary<int, (int First, int? Second)>();
        var classes = new Dictionary<int, int>();
        foreach (var word in Words())
        {
            if (word.Split('=') is [var whole, var made])
            {
                var of = made.Split('+');
                parts[Hex(whole)] = (Hex(of[0]), of.Length > 1 ? Hex(of[1]) : null);
            }
            else if (word.Split(':') is [var range, var kind])
            {
                var ends = range.Split('-');
                for (var rune = Hex(ends[0]); rune <= Hex(ends[^1]); rune++)
                {
                    classes[rune] = int.Parse(kind, CultureInfo.InvariantCulture);
                }
            }
        }

        _parts = parts.ToFrozenDictionary();
        _classes = classes.ToFrozenDictionary();
        _wholes = parts.Where(p => p.Value.Second is not null)
            .ToFrozenDictionary(p => (p.Value.First, p.Value.Second!.Value), p => p.Key);
    }

    public static CanonicalTable Shared => Table.Value;

    /// <summary>What a character is made of, one step; null when of nothing else.</summary>
    public (int First, int? Second)? Parts(int rune) => _parts.TryGetValue(rune, out var parts) ? parts : null;

    /// <summary>What two characters make together; null when nothing.</summary>
    public int? Whole(int first, int second) => _wholes.TryGetValue((first, second), out var whole) ? whole : null;

    /// <summary>The combining class; 0 for what stands by itself.</summary>
    public int Class(int rune) => _classes.GetValueOrDefault(rune);

    private static IEnumerable<string> Words()
    {
        using var stream = typeof(CanonicalTable).Assembly.GetManifestResourceStream("Weir.Model.Texts.canonical.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            foreach (var word in line.StartsWith('#') ? [] : line.Split(' '))
            {
                yield return word;
            }
        }
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
