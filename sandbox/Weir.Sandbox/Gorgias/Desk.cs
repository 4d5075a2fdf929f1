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
    private readonly Dictionary<int, int> _mergedTags = [];
    private readonly Dictionary<int, int> _mergedCustomers = [];
    private readonly int _ownerId;
    private int _channels;
    private long _last;

    public Desk(GorgiasSandboxOptions options)
    {
        var (seed, ticketCount) = (options.Seed, options.Tickets);
        _time = options.Time;
        var times = new TicketTimes(seed, ticketCount);
        var customerCount = (ticketCount + TicketSeed.TicketsPerCustomer - 1) / TicketSeed.TicketsPerCustomer;
        var customerSeed = new CustomerSeed(seed, customerCount, times);
        var users = TeamSeed.Users(seed, options.Username, Domain);
        var tags = TeamSeed.Tags(seed, ticketCount);
        _ownerId = users[0].Id;
        Setup = new DeskSetup(seed, options.Rows, users, tags);
        var ticketSeed = new TicketSeed(seed, ticketCount, customerSeed, users, tags, times);
        var messageSeed = new MessageSeed(seed, ticketSeed, customerSeed, users, Domain);
        Customers = new CustomerStore(customerSeed);
        Tickets = new TicketStore(ticketSeed, customerSeed);
        Messages = new MessageStore(messageSeed, ticketSeed, Tickets);
        Surveys = new SurveyStore(new SurveySeed(seed, ticketSeed, customerSeed), Tickets);
        Voice = new VoiceStore(seed, ticketSeed, customerSeed);
        Events = new EventStore(
            new EventSeed(seed, ticketSeed, customerSeed, messageSeed, users[1].Id), seed, _ownerId, NextChange);
    }

    public Lock Gate { get; } = new();

    public CustomerStore Customers { get; }

    public TicketStore Tickets { get; }

    public MessageStore Messages { get; }

    public SurveyStore Surveys { get; }

    public VoiceStore Voice { get; }

    public EventStore Events { get; }

    public DeskSetup Setup { get; }

    public Agenda Agenda { get; } = new();

    /// <summary>What went to customers, or would have.</summary>
    public List<SandboxSending> Sendings { get; } = [];

    public SmallTable<User> Users => Setup.Users;

    public SmallTable<Tag> Tags => Setup.Tags;

    /// <summary>What was written by the API, in order.</summary>
    public IReadOnlyList<SandboxWrite> Writes => _writes;

    /// <summary>The user whose key is used.</summary>
    public User Owner => Users.Get(_ownerId);

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

    /// <summary>Does what was to be done by now.</summary>
    public void Settle()
    {
        lock (Gate)
        {
            while (Agenda.Next(_time.Now()) is { } act)
            {
                Events.Begin();
                act();
            }
        }
    }

    public User? UserByEmail(string? email) =>
        Users.All.FirstOrDefault(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));

    /// <summary>An id for an address of a customer.</summary>
    public int NextChannelId() => FirstAddedChannelId + _channels++;

    /// <summary>The tag of this name, made if there was none. Names differ by case.</summary>
    public Tag TagNamed(string name)
    {
        if (Tags.All.FirstOrDefault(each => each.Name == name) is { } known)
        {
            return known;
        }

        var made = Tags.Save(new Tag { Id = Tags.NextId, Name = name, Usage = 0, Created = NextChange() });
        Events.Add("tag-created", "Tag", made.Id);
        return made;
    }

    /// <summary>
    /// The tags of a ticket: what was merged since is the tag it was merged into, and what was deleted is not there.
    /// </summary>
    public IReadOnlyList<Tag> TagsOf(Ticket ticket) => ticket.TagIds.Count == 0
        ? []
        : [.. ticket.TagIds.Select(id => Tags.Find(TagId(id))).OfType<Tag>().DistinctBy(tag => tag.Id)];

    /// <summary>Every ticket that had one of the sources has the target from now on.</summary>
    public Tag MergeTags(Tag target, IReadOnlyList<Tag> sources)
    {
        foreach (var source in sources)
        {
            _mergedTags[source.Id] = target.Id;
            Tags.Remove(source.Id);
            Events.Add("tag-deleted", "Tag", source.Id);
            Events.Add("tag-merged", "Tag", target.Id, $$"""{"source_tag_id":{{source.Id}}}""");
        }

        // Tickets that had several of them are counted once for each: exact numbers would cost a look at every ticket.
        return Tags.Save(target with { Usage = target.Usage + sources.Sum(source => source.Usage) });
    }

    /// <summary>Who was meant when something was written: whoever was merged since is who they were merged into.</summary>
    public Customer? CustomerOf(int id) => Customers.Find(Latest(_mergedCustomers, id));

    /// <summary>From now on the source of a merge is its target.</summary>
    public void NoteMerged(Customer source, Customer target) => _mergedCustomers[source.Id] = target.Id;

    private int TagId(int id) => Latest(_mergedTags, id);

    private static int Latest(Dictionary<int, int> merged, int id)
    {
        while (merged.TryGetValue(id, out var target))
        {
            id = target;
        }

        return id;
    }

    /// <summary>Keeps the tags' usage right when a ticket gets others.</summary>
    public void CountTags(IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        Count(after.Except(before), 1);
        Count(before.Except(after), -1);

        void Count(IEnumerable<int> ids, int difference)
        {
            foreach (var tag in ids.Select(id => Tags.Find(TagId(id))).OfType<Tag>())
            {
                Tags.Save(tag with { Usage = Math.Max(0, tag.Usage + difference) });
            }
        }
    }

    /// <summary>Notes a write that was carried out.</summary>
    public void Note(GorgiasRequest request, long id)
    {
        var key = request.Incoming.Request.Headers.TryGetValue("Idempotency-Key", out var keys)
            ? keys.ToString()
            : null;
        _writes.Add(new SandboxWrite(
            _writes.Count + 1, request.Incoming.Method, request.Incoming.Path, id, key, _time.GetUtcNow()));
    }
}
