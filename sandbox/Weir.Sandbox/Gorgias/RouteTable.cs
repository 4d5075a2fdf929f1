namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Finds the route of a path, segment by segment: a word that stands in a pattern goes before a <c>{placeholder}</c>.
/// </summary>
internal sealed class RouteTable
{
    private readonly Node _root = new();

    public RouteTable(IEnumerable<GorgiasRoute> routes)
    {
        foreach (var route in routes)
        {
            var node = _root;
            foreach (var segment in Segments(route.Pattern))
            {
                node = segment[0] == '{' ? node.Any ??= new() : node.Word(segment);
            }

            node.Pattern = route.Pattern;
            node.Methods.Add(route.Method, route);
        }
    }

    /// <param name="path">Without a slash at the end.</param>
    /// <param name="method">The HTTP method.</param>
    /// <returns>
    /// The route, null where there is none for the method; the pattern, null where there is no such path at all; and
    /// what stands in place of the placeholders, in order.
    /// </returns>
    public (GorgiasRoute? Route, string? Pattern, IReadOnlyList<string> Values) Find(string path, string method)
    {
        var values = new List<string>();
        var node = Find(_root, Segments(path), values);
        return (node?.Methods.GetValueOrDefault(method), node?.Pattern, values);
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static Node? Find(Node node, ReadOnlySpan<string> segments, List<string> values)
    {
        if (segments.IsEmpty)
        {
            return node.Pattern is null ? null : node;
        }

        if (node.Words.TryGetValue(segments[0], out var word) && Find(word, segments[1..], values) is { } exact)
        {
            return exact;
        }

        if (node.Any is null)
        {
            return null;
        }

        values.Add(segments[0]);
        var found = Find(node.Any, segments[1..], values);
        if (found is null)
        {
            values.RemoveAt(values.Count - 1);
        }

        return found;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Words { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, GorgiasRoute> Methods { get; } = new(StringComparer.Ordinal);

        public Node? Any { get; set; }

        public string? Pattern { get; set; }

        public Node Word(string word) => Words.TryGetValue(word, out var node) ? node : Words[word] = new();
    }
}
