namespace Weir.Sandbox.Gorgias;

/// <summary>
/// The tickets that were there before anybody called the API. Each one is computed when it is asked for, so a million
/// of them need no memory and no time at start.
/// </summary>
internal sealed class TicketSeed(
    int seed, int count, CustomerSeed customers, IReadOnlyList<User> users, IReadOnlyList<Tag> tags, TicketTimes times)
    : ISeed<Ticket>
{
    public const int TicketsPerCustomer = 3;
    public const int MessagesMax = 8;

    private const int FirstId = 82_000_001;
    private const int IdStride = 7;

    private readonly IdSpace _ids = new(seed, DiceKind.TicketId, FirstId, IdStride);

    public int Count => count;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    public long Created(int index) => times.Created(index);

    public long Updated(int index) => Outline(index).Updated;

    public string? ExternalId(int index) =>
        new Dice(seed, DiceKind.TicketText, ~index).OneIn(10) ? $"ord-{index + 50_000}" : null;

    /// <summary>The numbers of a ticket, without its texts.</summary>
    public TicketOutline Outline(int index)
    {
        var dice = new Dice(seed, DiceKind.TicketOutline, index);
        var created = times.Created(index);
        var messages = dice.OneIn(3) ? 1 : dice.Between(1, MessagesMax - 2);
        var step = (dice.Between(1, 700) * GorgiasTime.Minute) + dice.Below((int)GorgiasTime.Minute);
        var last = created + ((messages - 1) * step);
        var bulk = dice.Below(20);
        var later = last + (dice.Between(0, 4000) * GorgiasTime.Minute / 2) + dice.Below((int)GorgiasTime.Second);
        var updated = bulk switch
        {
            // A macro ran over many tickets: more of the same instant than a page holds.
            0 or 1 => TicketTimes.End + GorgiasTime.Hour + 482_113,
            2 => TicketTimes.End + (2 * GorgiasTime.Hour),
            _ => later,
        };
        return new TicketOutline(
            created, step, messages, updated, dice.Below((index / TicketsPerCustomer) + 1), dice.Percent(6));
    }

    public Ticket Make(int index)
    {
        var outline = Outline(index);
        var dice = new Dice(seed, DiceKind.TicketText, index);
        var id = IdOf(index);
        var language = dice.Pick(Shop.Languages);
        var (channel, via) = dice.Pick(Shop.Channels);
        var isClosed = dice.Percent(62);
        var isUserAssigned = dice.Percent(60);
        var lastMessage = outline.TimeOf(outline.Messages - 1);
        var isQuiet = dice.OneIn(15);
        var words = Words(index, outline.Customer);
        return new Ticket
        {
            Id = id,
            ExternalId = ExternalId(index),
            Language = language,
            Status = isClosed ? "closed" : "open",
            Priority = dice.Below(20) switch { 0 => "critical", 1 or 2 => "high", 3 or 4 => "low", _ => "normal" },
            Channel = channel,
            Via = via,
            FromAgent = outline.FromAgent,
            CustomerId = customers.IdOf(outline.Customer),
            AssigneeUserId = isUserAssigned ? users[dice.Between(2, users.Count - 1)].Id : null,
            AssigneeTeamId = dice.Percent(30) ? dice.Pick(TeamSeed.Teams).Id : null,
            Subject = channel is ("chat" or "phone" or "sms") && dice.Percent(70)
                ? null
                : words.Fill(dice.Pick(Talk.In(language).Subjects)),
            Excerpt = Ticket.ExcerptOf(TextOf(index, outline.Messages - 1, language, words)),
            Summary = dice.OneIn(12)
                ? new Summary(words.Fill("{2} asks about {0}; nothing is promised."), lastMessage + GorgiasTime.Minute)
                : null,
            Meta = dice.OneIn(10) ? """{"source":"storefront","utm":{"campaign":"autumn, part 2"}}""" : null,
            TagIds = TeamSeed.PickTags(ref dice).ConvertAll(tag => tags[tag].Id),
            CustomFields = TeamSeed.PickTicketFields(ref dice),
            MessagesCount = outline.Messages,
            IsUnread = !isClosed && dice.Percent(40),
            Spam = dice.Percent(2),
            Created = outline.Created,
            Opened = dice.Percent(70) ? outline.Created + (dice.Below(60) * GorgiasTime.Minute) : null,
            LastReceived = isQuiet ? null : outline.TimeOf(LastFromCustomer(index, outline)),
            LastMessage = isQuiet ? null : lastMessage,
            Updated = outline.Updated,
            Closed = isClosed ? lastMessage + dice.Below((int)GorgiasTime.Minute) : null,
            Snoozed = !isClosed && dice.OneIn(12) ? TicketTimes.End + (dice.Between(1, 20) * GorgiasTime.Day) : null,
            Trashed = dice.OneIn(60) ? lastMessage + GorgiasTime.Hour : null,
        };
    }

    /// <summary>What a message of the ticket says; the beginning of the last one is the ticket's excerpt.</summary>
    public string TextOf(int index, int position, string? language, Words words)
    {
        var dice = new Dice(seed, DiceKind.Message, (index * MessagesMax) + position);
        var talk = Talk.In(language);
        return words.Fill(dice.Pick(WriterOf(index, position) switch
        {
            Writer.Customer => talk.Questions,
            Writer.Agent => talk.Answers,
            _ => Talk.Notes,
        }));
    }

    public Writer WriterOf(int index, int position)
    {
        if (position == 0)
        {
            return Outline(index).FromAgent ? Writer.Agent : Writer.Customer;
        }

        var dice = new Dice(seed, DiceKind.Message, -1 - ((index * MessagesMax) + position));
        return dice.Below(100) switch { < 8 => Writer.Note, < 58 => Writer.Agent, _ => Writer.Customer };
    }

    public Words Words(int index, int customer)
    {
        var dice = new Dice(seed, DiceKind.TicketText, int.MaxValue - index);
        return new Words(
            $"#{dice.Between(10_000, 99_999)}", dice.Pick(Shop.Products), customers.Make(customer).FirstName);
    }

    private int LastFromCustomer(int index, TicketOutline outline)
    {
        for (var position = outline.Messages - 1; position > 0; position--)
        {
            if (WriterOf(index, position) == Writer.Customer)
            {
                return position;
            }
        }

        return 0;
    }
}

/// <param name="Created">UTC microseconds, as all times here.</param>
/// <param name="Step">Between two messages.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Updated">The last change.</param>
/// <param name="Customer">The customer's position.</param>
/// <param name="FromAgent">Whether the desk wrote first.</param>
internal readonly record struct TicketOutline(
    long Created, long Step, int Messages, long Updated, int Customer, bool FromAgent)
{
    public long TimeOf(int position) => Created + (position * Step);
}

internal enum Writer
{
    Customer,
    Agent,
    Note,
}

internal readonly record struct Words(string Order, string Product, string FirstName)
{
    public string Fill(string text) =>
        text.Replace("{0}", Order, StringComparison.Ordinal)
            .Replace("{1}", Product, StringComparison.Ordinal)
            .Replace("{2}", FirstName, StringComparison.Ordinal);
}
