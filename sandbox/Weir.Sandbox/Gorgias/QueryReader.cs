using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Reads a query: each parameter is asked for by name, and <see cref="Done"/> refuses the request when one was wrong or
/// nobody asked for it.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<string>> _wrong = new(StringComparer.Ordinal);

    public string? Text(string name)
    {
        var values = Many(name);
        if (values.Count > 1)
        {
            Wrong(name, "Given more than once.");
        }

        return values.Count == 0 ? null : values[0];
    }

    /// <summary>A parameter that may be repeated.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        _asked.Add(name);
        return query.TryGetValue(name, out var values) ? [.. values.Select(value => value ?? "")] : [];
    }

    public int? Int(string name) => Text(name) is { } text ? ParseInt(name, text) : null;

    public IReadOnlyList<int> Ints(string name) => [.. Many(name).Select(text => ParseInt(name, text))];

    public bool? Bool(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "true" or "True" or "1":
                return true;
            case "false" or "False" or "0":
                return false;
            default:
                Wrong(name, "Not a valid boolean.");
                return null;
        }
    }

    public void Wrong(string name, string message)
    {
        if (!_wrong.TryGetValue(name, out var messages))
        {
            _wrong[name] = messages = [];
        }

        messages.Add(message);
    }

    public void Done()
    {
        foreach (var name in query.Keys)
        {
            if (!_asked.Contains(name))
            {
                Wrong(name, "Unknown field.");
            }
        }

        if (_wrong.Count > 0)
        {
            throw GorgiasProblem.OfQuery(_wrong);
        }
    }

    private int ParseInt(string name, string text)
    {
        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number))
        {
            return number;
        }

        Wrong(name, "Not a valid integer.");
        return 0;
    }
}
