using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>
/// What JSON looks like, without what it says: the members of each object and the kinds of each value, taken together
/// over all elements of lists.
/// </summary>
internal sealed class Shape
{
    private readonly Dictionary<string, SortedSet<string>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    public static Shape Of(params IEnumerable<JsonElement> values)
    {
        var shape = new Shape();
        foreach (var value in values)
        {
            shape.Add("$", value);
        }

        return shape;
    }

    /// <summary>How what is served differs from what was recorded, a sentence each, beginning with the path.</summary>
    public IEnumerable<string> DifferencesFrom(Shape recorded)
    {
        foreach (var path in recorded._kinds.Keys.Where(path => !_kinds.ContainsKey(path)).Where(IsTopmostMissing))
        {
            yield return $"{path} is missing";
        }

        foreach (var (path, kinds) in _kinds)
        {
            if (!recorded._kinds.TryGetValue(path, out var expected))
            {
                // What lies in a list or a map that was empty when it was recorded is not known.
                if (!path.EndsWith("[]", StringComparison.Ordinal)
                    && !path.EndsWith(".*", StringComparison.Ordinal)
                    && recorded._kinds.TryGetValue(Parent(path), out var parent)
                    && parent.Contains("object"))
                {
                    yield return $"{path} is extra";
                }

                continue;
            }

            if (recorded.IsAlwaysThere(path) && !IsAlwaysThere(path))
            {
                yield return $"{path} is not always there";
            }

            var isOpen = expected.SetEquals(["null"]);
            foreach (var kind in kinds.Where(kind => !expected.Contains(kind) && !isOpen))
            {
                yield return $"{path} may be {kind}";
            }

            foreach (var kind in expected.Where(kind => !kinds.Contains(kind)))
            {
                yield return $"{path} is never {kind}";
            }
        }
    }

    private static string Parent(string path) => path[..Math.Max(path.LastIndexOf('.'), 1)];

    // Objects of free shape: what is in them is the account's business.
    private static bool IsFree(string path) =>
        (path.EndsWith(".meta", StringComparison.Ordinal) && path != "$.meta")
        || path.EndsWith("customer.data", StringComparison.Ordinal)
        || path is "$.data[].data" or "$.data"
        || path.EndsWith(".value", StringComparison.Ordinal);

    private static bool IsMap(string path) =>
        path.EndsWith(".custom_fields", StringComparison.Ordinal)
            || path.EndsWith(".reply_options", StringComparison.Ordinal)
        || path == "$.error.data";

    private bool IsTopmostMissing(string path) =>
        _kinds.TryGetValue(Parent(path), out var kinds) && kinds.Contains("object");

    private bool IsAlwaysThere(string path) =>
        path.EndsWith(".*", StringComparison.Ordinal)
        || !_members.TryGetValue(path, out var there) || there == _objects.GetValueOrDefault(Parent(path));

    private void Add(string path, JsonElement value)
    {
        if (!_kinds.TryGetValue(path, out var kinds))
        {
            _kinds[path] = kinds = new(StringComparer.Ordinal);
        }

        kinds.Add(value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        });
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Add($"{path}[]", item);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && !IsFree(path))
        {
            _objects[path] = _objects.GetValueOrDefault(path) + 1;
            foreach (var member in value.EnumerateObject())
            {
                var name = IsMap(path) ? $"{path}.*" : $"{path}.{member.Name}";
                _members[name] = _members.GetValueOrDefault(name) + 1;
                Add(name, member.Value);
            }
        }
    }
}
