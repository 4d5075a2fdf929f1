namespace Weir.Sandbox.Gorgias;

/// <summary>Finds the route of a path: by its segments, of which at most one is an id.</summary>
internal sealed class RouteTable
{
    private const string Id = "{id}";

    private readonly Dictionary<string, Dictionary<string, GorgiasRoute>> _patterns = new(StringComparer.Ordinal);

    public RouteTable(IEnumerable<GorgiasRoute> routes)
    {
        foreach (var route in routes)
        {
            if (!_patterns.TryGetValue(route.Pattern, out var methods))
            {
                _patterns[route.Pattern] = methods = new(StringComparer.Ordinal);
            }

            methods.Add(route.Method, route);
        }
    }

    /// <param name="path">Without a slash at the end.</param>
    /// <param name="id">The text in place of <c>{id}</c>, null where there is none.</param>
    public string? PatternOf(string path, out string? id)
    {
        id = null;
        if (_patterns.ContainsKey(path))
        {
            return path;
        }

        var start = "/api/".Length;
        while (start < path.Length)
        {
            var end = path.IndexOf('/', start) is var slash and >= 0 ? slash : path.Length;
            var pattern = string.Concat(path.AsSpan(0, start), Id, path.AsSpan(end));
            if (end > start && _patterns.ContainsKey(pattern))
            {
                id = path[start..end];
                return pattern;
            }

            start = end + 1;
        }

        return null;
    }

    public GorgiasRoute? Find(string pattern, string method) => _patterns[pattern].GetValueOrDefault(method);
}
