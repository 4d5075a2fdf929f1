namespace Weir.Sandbox.Gorgias;

/// <summary>All customers: those of the seed as they were or as they were changed, and those made since. Guarded by the desk's gate.</summary>
internal sealed class CustomerStore
{
    private readonly CustomerSeed _seed;
    private readonly Dictionary<int, Customer> _changed = [];
    private readonly List<int> _added = [];
    private readonly ReverseIndex<string> _byEmail;
    private readonly ReverseIndex<string> _byExternalId;
    private KeysetIndex? _byCreated;
    private KeysetIndex? _byUpdated;

    public CustomerStore(CustomerSeed seed)
    {
        _seed = seed;
        _byEmail = new(() => Values(_seed.Email, customer => customer.Email), StringComparer.OrdinalIgnoreCase);
        _byExternalId = new(() => Values(_seed.ExternalId, customer => customer.ExternalId), StringComparer.Ordinal);
    }

    public int Count => _seed.Count + _added.Count;

    public int NextId => _seed.IdOf(Count);

    public KeysetIndex ByCreated => _byCreated ??= Index(_seed.Created, customer => customer.Created);

    public KeysetIndex ByUpdated => _byUpdated ??= Index(_seed.Updated, customer => customer.Updated);

    public Customer? Find(int id)
    {
        if (_changed.TryGetValue(id, out var changed))
        {
            return changed;
        }

        var index = _seed.IndexOf(id);
        return index >= 0 && index < _seed.Count ? _seed.Make(index) : null;
    }

    public Customer? ByEmail(string email) => _byEmail.Find(email) is [var id, ..] ? Find(id) : null;

    public IReadOnlyList<int> ByExternalId(string externalId) => _byExternalId.Find(externalId);

    /// <summary>An order of only these customers.</summary>
    public KeysetIndex Among(IEnumerable<int> ids, string order) => KeysetIndex.Of(
        [.. ids.Select(Find).OfType<Customer>().Select(c => new Place(order == "updated_datetime" ? c.Updated : c.Created, c.Id))]);

    /// <summary>Adds the customer, or replaces the one with that id.</summary>
    public void Save(Customer customer)
    {
        if (Find(customer.Id) is { } before)
        {
            _byUpdated?.Remove(new Place(before.Updated, before.Id));
            Forget(_byEmail, before.Email, before.Id);
            Forget(_byExternalId, before.ExternalId, before.Id);
        }
        else
        {
            _added.Add(customer.Id);
            _byCreated?.Add(new Place(customer.Created, customer.Id));
        }

        _changed[customer.Id] = customer;
        _byUpdated?.Add(new Place(customer.Updated, customer.Id));
        Note(_byEmail, customer.Email, customer.Id);
        Note(_byExternalId, customer.ExternalId, customer.Id);
    }

    private static void Forget(ReverseIndex<string> index, string? value, int id)
    {
        if (value is not null)
        {
            index.Remove(value, id);
        }
    }

    private static void Note(ReverseIndex<string> index, string? value, int id)
    {
        if (value is not null)
        {
            index.Add(value, id);
        }
    }

    private IEnumerable<(string, int)> Values(Func<int, string?> ofSeed, Func<Customer, string?> of)
    {
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            if (!_changed.ContainsKey(id) && ofSeed(i) is { } value)
            {
                yield return (value, id);
            }
        }

        foreach (var customer in _changed.Values)
        {
            if (of(customer) is { } value)
            {
                yield return (value, customer.Id);
            }
        }
    }

    private KeysetIndex Index(Func<int, long> ofSeed, Func<Customer, long> of)
    {
        var places = new List<Place>(Count);
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            places.Add(new Place(_changed.TryGetValue(id, out var changed) ? of(changed) : ofSeed(i), id));
        }

        places.AddRange(_added.Select(id => new Place(of(_changed[id]), id)));
        return KeysetIndex.Of([.. places]);
    }
}
