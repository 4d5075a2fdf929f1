namespace Weir.Sandbox.Gorgias;

/// <summary>
/// All records of a kind: those of the seed as they were or as they were changed, and those made since. Only what was
/// changed or made is kept; an index is built when it is first needed. Guarded by the desk's gate.
/// </summary>
internal sealed class SeededTable<T>
    where T : class, IDeskRecord
{
    private readonly ISeed<T> _seed;
    private readonly Dictionary<int, T> _changed = [];
    private readonly List<int> _added = [];
    private readonly HashSet<int> _removed = [];
    private readonly ReverseIndex<string> _byExternalId;
    private KeysetIndex? _byCreated;
    private KeysetIndex? _byUpdated;

    public SeededTable(ISeed<T> seed)
    {
        _seed = seed;
        _byExternalId = new(() => Values(_seed.ExternalId, record => record.ExternalId), StringComparer.Ordinal);
    }

    /// <summary>Records there are now.</summary>
    public int Count => Positions - _removed.Count;

    /// <summary>How many there ever were: <see cref="IdAt"/> takes positions below.</summary>
    public int Positions => _seed.Count + _added.Count;

    /// <summary>Never the id of a record that was there before.</summary>
    public int NextId => _seed.IdOf(Positions);

    /// <summary>
    /// The ids by position: the seed's first, then in the order in which the records were made; also of those that were
    /// removed.
    /// </summary>
    public int IdAt(int position) => position < _seed.Count ? _seed.IdOf(position) : _added[position - _seed.Count];

    public T? Find(int id)
    {
        if (_changed.TryGetValue(id, out var changed))
        {
            return changed;
        }

        if (_removed.Contains(id))
        {
            return null;
        }

        var index = SeedIndexOf(id);
        return index >= 0 ? _seed.Make(index) : null;
    }

    /// <summary>The position of a record in the seed; -1 for one that was made since, or does not exist.</summary>
    public int SeedIndexOf(int id) => _seed.IndexOf(id) is var index && index < _seed.Count ? index : -1;

    /// <param name="order"><c>created_datetime</c> or <c>updated_datetime</c>.</param>
    public KeysetIndex By(string order) => order == "updated_datetime"
        ? _byUpdated ??= Index(_seed.Updated, order)
        : _byCreated ??= Index(_seed.Created, order);

    /// <summary>Every record there is, in the order in which they were made.</summary>
    public IEnumerable<T> All()
    {
        for (var position = 0; position < Positions; position++)
        {
            if (Find(IdAt(position)) is { } record)
            {
                yield return record;
            }
        }
    }

    /// <summary>An order of only these records; ids that do not exist are left out.</summary>
    public KeysetIndex Among(IEnumerable<int> ids, string order) =>
        KeysetIndex.Of([.. ids.Distinct().Select(Find).OfType<T>().Select(record => PlaceOf(record, order))]);

    public KeysetIndex WithExternalId(string externalId, string order) => Among(_byExternalId.Find(externalId), order);

    /// <summary>Adds the record, or replaces the one with that id; answers what was there before.</summary>
    public T? Save(T record)
    {
        var before = Find(record.Id);
        if (before is null)
        {
            _added.Add(record.Id);
            _byCreated?.Add(new Place(record.Created, record.Id));
        }
        else
        {
            _byUpdated?.Remove(new Place(before.Updated, before.Id));
        }

        _changed[record.Id] = record;
        _byUpdated?.Add(new Place(record.Updated, record.Id));
        _byExternalId.Move(record.Id, before?.ExternalId, record.ExternalId);
        return before;
    }

    /// <summary>Takes a record away for good; answers what it was, null where there was none.</summary>
    public T? Remove(int id)
    {
        if (Find(id) is not { } before)
        {
            return null;
        }

        _removed.Add(id);
        _changed.Remove(id);
        _byCreated?.Remove(new Place(before.Created, id));
        _byUpdated?.Remove(new Place(before.Updated, id));
        _byExternalId.Move(id, before.ExternalId, null);
        return before;
    }

    /// <summary>A value of every record that has one, without making the records of the seed.</summary>
    public IEnumerable<(TValue Value, int Id)> Values<TValue>(Func<int, TValue?> ofSeed, Func<T, TValue?> of)
    {
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            if (!_changed.ContainsKey(id) && !_removed.Contains(id) && ofSeed(i) is { } value)
            {
                yield return (value, id);
            }
        }

        foreach (var record in _changed.Values)
        {
            if (of(record) is { } value)
            {
                yield return (value, record.Id);
            }
        }
    }

    private static Place PlaceOf(T record, string order) =>
        new(order == "updated_datetime" ? record.Updated : record.Created, record.Id);

    private KeysetIndex Index(Func<int, long> ofSeed, string order)
    {
        var times = Values(ofSeed, record => PlaceOf(record, order).Value);
        return KeysetIndex.Of([.. times.Select(found => new Place(found.Value, found.Id))]);
    }
}
