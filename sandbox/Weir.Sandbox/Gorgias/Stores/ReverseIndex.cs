namespace Weir.Sandbox.Gorgias;

/// <summary>
/// From a value to the ids that have it. It is built when it is first asked, from what is there at that time, and kept
/// right from then on. Not safe for concurrent use.
/// </summary>
internal sealed class ReverseIndex<T>(Func<IEnumerable<(T Value, int Id)>> read, IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    private Dictionary<T, List<int>>? _ids;

    public IReadOnlyList<int> Find(T value)
    {
        if (_ids is null)
        {
            _ids = new(comparer);
            foreach (var (each, id) in read())
            {
                Add(each, id);
            }
        }

        return _ids.TryGetValue(value, out var ids) ? ids : [];
    }

    public void Add(T value, int id)
    {
        if (_ids is not null && !_ids.TryAdd(value, [id]))
        {
            _ids[value].Add(id);
        }
    }

    public void Remove(T value, int id)
    {
        if (_ids is not null && _ids.TryGetValue(value, out var ids))
        {
            ids.Remove(id);
        }
    }
}

internal static class ReverseIndexOfTexts
{
    /// <summary>The record has another text now; null stands for none.</summary>
    public static void Move(this ReverseIndex<string> index, int id, string? before, string? after)
    {
        if (before is not null)
        {
            index.Remove(before, id);
        }

        if (after is not null)
        {
            index.Add(after, id);
        }
    }
}
