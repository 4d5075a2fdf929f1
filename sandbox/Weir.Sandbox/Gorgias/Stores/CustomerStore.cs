namespace Weir.Sandbox.Gorgias;

/// <summary>All customers. Guarded by the desk's gate.</summary>
internal sealed class CustomerStore
{
    private readonly SeededTable<Customer> _table;
    private readonly ReverseIndex<string> _byEmail;

    /// <summary>Further e-mail addresses, of customers that were made or changed: the seed has none.</summary>
    private readonly Dictionary<string, int> _byOtherEmail = new(StringComparer.OrdinalIgnoreCase);

    public CustomerStore(CustomerSeed seed)
    {
        _table = new(seed);
        _byEmail = new(() => _table.Values(seed.Email, customer => customer.Email), StringComparer.OrdinalIgnoreCase);
    }

    public int NextId => _table.NextId;

    public int Positions => _table.Positions;

    public int Count => _table.Count;

    public int IdAt(int position) => _table.IdAt(position);

    public IEnumerable<Customer> All() => _table.All();

    public Customer? Find(int id) => _table.Find(id);

    /// <summary>Whose address it is, the first one or another.</summary>
    public Customer? ByEmail(string email) =>
        _byEmail.Find(email) is [var id, ..] ? Find(id)
        : _byOtherEmail.TryGetValue(email, out var other) && Find(other) is { } customer && EmailsOf(customer).Contains(
            email, StringComparer.OrdinalIgnoreCase)
            ? customer
            : null;

    public KeysetIndex By(string order) => _table.By(order);

    public KeysetIndex WithEmail(string email, string order) => _table.Among(_byEmail.Find(email), order);

    public KeysetIndex WithExternalId(string externalId, string order) => _table.WithExternalId(externalId, order);

    public Customer? Remove(int id)
    {
        var before = _table.Remove(id);
        _byEmail.Move(id, before?.Email, null);
        return before;
    }

    public void Save(Customer customer)
    {
        var before = _table.Save(customer);
        _byEmail.Move(customer.Id, before?.Email, customer.Email);
        foreach (var address in EmailsOf(customer).Where(address => address != customer.Email))
        {
            _byOtherEmail[address] = customer.Id;
        }
    }

    private static IEnumerable<string> EmailsOf(Customer customer) =>
        customer.Channels.Where(channel => channel.Type == "email").Select(channel => channel.Address);
}
