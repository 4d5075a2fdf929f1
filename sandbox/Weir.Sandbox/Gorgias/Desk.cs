namespace Weir.Sandbox.Gorgias;

/// <summary>
/// The helpdesk account: everything that is in it. Whoever reads or writes its stores holds <see cref="Gate"/>; the
/// records themselves never change and may be written out without it.
/// </summary>
internal sealed class Desk
{
    public const string Domain = "fuchsia";

    private const int FirstAddedChannelId = 1_300_000_000;

    private readonly TimeProvider _time;
    private readonly List<SandboxWrite> _writes = [];
    private int _channels;
    private int _touched;
    private long _last;

    public Desk(int seed, int ticketCount, string ownerEmail, TimeProvider time)
    {
        _time = time;
        var times = new TicketTimes(seed, ticketCount);
        var customerCount = (ticketCount + TicketSeed.TicketsPerCustomer - 1) / TicketSeed.TicketsPerCustomer;
        var customerSeed = new CustomerSeed(seed, customerCount, times);
        Users = TeamSeed.Users(seed, ownerEmail, Domain);
        Tags = TeamSeed.Tags(seed, ticketCount);
        var ticketSeed = new TicketSeed(seed, ticketCount, customerSeed, Users, Tags, times);
        MessageSeed = new MessageSeed(seed, ticketSeed, customerSeed, Users, Domain);
        Customers = new CustomerStore(customerSeed);
        Tickets = new TicketStore(ticketSeed, customerSeed);
        Messages = new MessageStore(MessageSeed, ticketSeed, Tickets);
    }

    public Lock Gate { get; } = new();

    public CustomerStore Customers { get; }

    public TicketStore Tickets { get; }

    public MessageStore Messages { get; }

    public MessageSeed MessageSeed { get; }

    public List<User> Users { get; }

    public List<Tag> Tags { get; }

    /// <summary>What was written by the API, in order.</summary>
    public IReadOnlyList<SandboxWrite> Writes => _writes;

    /// <summary>The user whose key is used.</summary>
    public User Owner => Users[0];

    /// <summary>UTC microseconds, not before the latest change.</summary>
    public long Now => Math.Max(_last, _time.Now());

    /// <summary>
    /// UTC microseconds, never the same twice: a change is later than the one before it, also when the clock stands
    /// still.
    /// </summary>
    public long NextChange()
    {
        _last = Math.Max(_last + 1, _time.Now());
        return _last;
    }

    public User? UserByEmail(string? email) =>
        Users.Find(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));

    /// <summary>An id for an address of a customer.</summary>
    public int NextChannelId() => FirstAddedChannelId + _channels++;

    /// <summary>The tag of this name, made if there was none. Names differ by case.</summary>
    public Tag TagNamed(string name)
    {
        var tag = Tags.Find(each => each.Name == name);
        if (tag is null)
        {
            tag = new Tag { Id = Tags.Max(each => each.Id) + 1, Name = name, Usage = 0, Created = NextChange() };
            Tags.Add(tag);
        }

        return tag;
    }

    /// <summary>Keeps the tags' usage right when a ticket gets others.</summary>
    public void CountTags(IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        for (var i = 0; i < Tags.Count; i++)
        {
            var difference = (after.Contains(Tags[i].Id) ? 1 : 0) - (before.Contains(Tags[i].Id) ? 1 : 0);
            Tags[i] = difference == 0 ? Tags[i] : Tags[i] with { Usage = Math.Max(0, Tags[i].Usage + difference) };
        }
    }

    /// <summary>Notes a write that was carried out.</summary>
    public void Note(GorgiasRequest request, int id)
    {
        var key = request.Incoming.Request.Headers.TryGetValue("Idempotency-Key", out var keys)
            ? keys.ToString()
            : null;
        _writes.Add(new SandboxWrite(
            _writes.Count + 1, request.Incoming.Method, request.Incoming.Path, id, key, _time.GetUtcNow()));
    }

    /// <summary>
    /// Changes so many tickets as if somebody worked on them, each call other ones, the oldest first.
    /// </summary>
    public void Touch(int count)
    {
        lock (Gate)
        {
            for (var i = 0; i < Math.Min(count, Tickets.Count); i++)
            {
                var ticket = Tickets.Find(Tickets.IdAt(_touched++ % Tickets.Count))!;
                Tickets.Save(ticket with { Updated = NextChange(), IsUnread = !ticket.IsUnread });
            }
        }
    }
}
