namespace Weir.Sandbox.Gorgias;

/// <summary>All tickets. Guarded by the desk's gate.</summary>
internal sealed class TicketStore
{
    private readonly SeededTable<Ticket> _table;
    private readonly ReverseIndex<int> _byCustomer;
    private (string Order, bool Descending, KeysetIndex Index)? _latest;

    public TicketStore(TicketSeed seed, CustomerSeed customers)
    {
        _table = new(seed);
        _byCustomer = new(() => _table.Values(
            index => customers.IdOf(seed.Outline(index).Customer),
            ticket => ticket.CustomerId));
    }

    public int Count => _table.Count;

    public int Positions => _table.Positions;

    public int NextId => _table.NextId;

    public int IdAt(int position) => _table.IdAt(position);

    public int SeedIndexOf(int id) => _table.SeedIndexOf(id);

    public Ticket? Find(int id) => _table.Find(id);

    public IEnumerable<Ticket> All() => _table.All();

    public IReadOnlyList<int> IdsOfCustomer(int customerId) => _byCustomer.Find(customerId);

    public KeysetIndex By(string order) => _table.By(order);

    /// <summary>
    /// An order that is not kept up to date: it is made for the one who asks, and stands until a ticket changes, so the
    /// pages of one walk share it.
    /// </summary>
    public KeysetIndex By(string order, bool descending, Func<Ticket, long> value)
    {
        if (_latest is not { } latest || latest.Order != order || latest.Descending != descending)
        {
            latest = (order, descending, KeysetIndex.Of([.. All().Select(ticket => new Place(value(ticket), ticket.Id))]));
            _latest = latest;
        }

        return latest.Index;
    }

    public KeysetIndex Among(IEnumerable<int> ids, string order) => _table.Among(ids, order);

    public KeysetIndex WithExternalId(string externalId, string order) => _table.WithExternalId(externalId, order);

    public KeysetIndex OfCustomer(int customerId, string order) => _table.Among(_byCustomer.Find(customerId), order);

    public Ticket? Remove(int id)
    {
        _latest = null;
        var before = _table.Remove(id);
        if (before is not null)
        {
            _byCustomer.Remove(before.CustomerId, id);
        }

        return before;
    }

    public void Save(Ticket ticket)
    {
        _latest = null;
        if (_table.Save(ticket) is { } before)
        {
            _byCustomer.Remove(before.CustomerId, before.Id);
        }

        _byCustomer.Add(ticket.CustomerId, ticket.Id);
    }
}
