namespace Weir.Sandbox.Gorgias;

/// <summary>All tickets: those of the seed as they were or as they were changed, and those made since. Guarded by the desk's gate.</summary>
internal sealed class TicketStore
{
    private readonly TicketSeed _seed;
    private readonly CustomerSeed _customers;
    private readonly Dictionary<int, Ticket> _changed = [];
    private readonly List<int> _added = [];
    private readonly ReverseIndex<int> _byCustomer;
    private readonly ReverseIndex<string> _byExternalId;
    private KeysetIndex? _byCreated;
    private KeysetIndex? _byUpdated;

    public TicketStore(TicketSeed seed, CustomerSeed customers)
    {
        (_seed, _customers) = (seed, customers);
        _byCustomer = new(CustomerIds);
        _byExternalId = new(ExternalIds, StringComparer.Ordinal);
    }

    public int Count => _seed.Count + _added.Count;

    public int NextId => _seed.IdOf(Count);

    public KeysetIndex ByCreated => _byCreated ??= Index(outline => outline.Created, ticket => ticket.Created);

    public KeysetIndex ByUpdated => _byUpdated ??= Index(outline => outline.Updated, ticket => ticket.Updated);

    /// <summary>The ids by position: the seed's first, then in the order in which they were made.</summary>
    public int IdAt(int position) => position < _seed.Count ? _seed.IdOf(position) : _added[position - _seed.Count];

    public Ticket? Find(int id)
    {
        if (_changed.TryGetValue(id, out var changed))
        {
            return changed;
        }

        var index = SeedIndexOf(id);
        return index >= 0 ? _seed.Make(index) : null;
    }

    /// <summary>The position of a ticket in the seed; -1 for one that was made since.</summary>
    public int SeedIndexOf(int id)
    {
        var index = _seed.IndexOf(id);
        return index < _seed.Count ? index : -1;
    }

    public KeysetIndex OfCustomer(int customerId, string order) => Among(_byCustomer.Find(customerId), order);

    public KeysetIndex WithExternalId(string externalId, string order) => Among(_byExternalId.Find(externalId), order);

    /// <summary>An order of only these tickets; ids that do not exist are left out.</summary>
    public KeysetIndex Among(IEnumerable<int> ids, string order) => KeysetIndex.Of(
        [.. ids.Distinct().Select(Find).OfType<Ticket>().Select(t => new Place(order == "updated_datetime" ? t.Updated : t.Created, t.Id))]);

    /// <summary>Adds the ticket, or replaces the one with that id.</summary>
    public void Save(Ticket ticket)
    {
        if (Find(ticket.Id) is { } before)
        {
            _byUpdated?.Remove(new Place(before.Updated, before.Id));
            _byCustomer.Remove(before.CustomerId, before.Id);
            if (before.ExternalId is not null)
            {
                _byExternalId.Remove(before.ExternalId, before.Id);
            }
        }
        else
        {
            _added.Add(ticket.Id);
            _byCreated?.Add(new Place(ticket.Created, ticket.Id));
        }

        _changed[ticket.Id] = ticket;
        _byUpdated?.Add(new Place(ticket.Updated, ticket.Id));
        _byCustomer.Add(ticket.CustomerId, ticket.Id);
        if (ticket.ExternalId is not null)
        {
            _byExternalId.Add(ticket.ExternalId, ticket.Id);
        }
    }

    private IEnumerable<(int, int)> CustomerIds()
    {
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            if (!_changed.ContainsKey(id))
            {
                yield return (_customers.IdOf(_seed.Outline(i).Customer), id);
            }
        }

        foreach (var ticket in _changed.Values)
        {
            yield return (ticket.CustomerId, ticket.Id);
        }
    }

    private IEnumerable<(string, int)> ExternalIds()
    {
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            if (!_changed.ContainsKey(id) && _seed.ExternalId(i) is { } externalId)
            {
                yield return (externalId, id);
            }
        }

        foreach (var ticket in _changed.Values)
        {
            if (ticket.ExternalId is { } externalId)
            {
                yield return (externalId, ticket.Id);
            }
        }
    }

    private KeysetIndex Index(Func<TicketOutline, long> ofSeed, Func<Ticket, long> of)
    {
        var places = new List<Place>(Count);
        for (var i = 0; i < _seed.Count; i++)
        {
            var id = _seed.IdOf(i);
            places.Add(new Place(_changed.TryGetValue(id, out var changed) ? of(changed) : ofSeed(_seed.Outline(i)), id));
        }

        places.AddRange(_added.Select(id => new Place(of(_changed[id]), id)));
        return KeysetIndex.Of([.. places]);
    }
}
