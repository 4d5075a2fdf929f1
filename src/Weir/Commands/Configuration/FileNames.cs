using System.Collections.Frozen;
using System.Text;

namespace Weir.Commands.Configuration;

/// <summary>Names of files from names of resources: safe on every system, readable, none twice in its folder.</summary>
internal sealed class FileNames(IEnumerable<string> taken)
{
    private const int CharactersMax = 60;

    private static readonly FrozenSet<string> Devices = new[] { "con", "prn", "aux", "nul" }
        .Concat(Enumerable.Range(0, 10).SelectMany(i => new[] { $"com{i}", $"lpt{i}" }))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Without regard to case, as some systems see them.</summary>
    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    /// <summary><c>gorgias-fuchsia.yaml</c>; a number follows where that is taken.</summary>
    /// <param name="name">Of the resource.</param>
    /// <param name="kind">What it is called when the name has no letter or digit of ASCII.</param>
    public string For(string name, string kind)
    {
        var stem = Stem(name);
        stem = stem.Length == 0 ? kind : Devices.Contains(stem) ? $"{kind}-{stem}" : stem;
        var file = $"{stem}.yaml";
        for (var i = 2; !_taken.Add(file); i++)
        {
            file = $"{stem}-{i}.yaml";
        }

        return file;
    }

    private static string Stem(string name)
    {
        var stem = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                stem.Append(char.ToLowerInvariant(c));
            }
            else if (stem.Length > 0 && stem[^1] != '-')
            {
                stem.Append('-');
            }

            if (stem.Length == CharactersMax)
            {
                break;
            }
        }

        return stem.ToString().TrimEnd('-');
    }
}
