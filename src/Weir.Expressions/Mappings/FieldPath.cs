using System.Globalization;

namespace Weir.Expressions.Mappings;

/// <summary>Where the mapping stands in its output, as <c>customer.lines[0].['unit price']</c>.</summary>
internal sealed class FieldPath
{
    // Every part of a mapping is at most one step of the path, and a list inside @each is one more.
    private readonly (string? Name, int Index)[] _steps = new (string?, int)[(2 * MappingLimits.NestingMax) + 2];

    private int Depth { get; set; }

    public void Enter(string name) => _steps[Depth++] = (name, 0);

    public void Enter(int index) => _steps[Depth++] = (null, index);

    public void Leave() => Depth--;

    public void Clear() => Depth = 0;

    public override string ToString()
    {
        var text = "";
        foreach (var (name, index) in _steps.AsSpan(0, Depth))
        {
            text = name is null ? Join(text, index) : Join(text, name);
        }

        return text;
    }

    public static string Join(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    public static string Join(string path, string name)
    {
        var written = IsPlain(name) ? name : $"['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";
        return path.Length == 0 ? written : IsPlain(name) ? $"{path}.{written}" : path + written;
    }

    private static bool IsPlain(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && !"_-@$".Contains(c))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
