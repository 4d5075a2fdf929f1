namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What had happened before anybody called the API: each ticket was made, got its messages and was changed last; each
/// customer was made. Computed when it is asked for.
/// </summary>
internal sealed class EventSeed(int seed, TicketSeed tickets, CustomerSeed customers, MessageSeed messages, int botId)
{
    /// <summary>Ids from here on belong to events of the API.</summary>
    public const long FirstAddedId = 2_700_000_000;

    private const long FirstTicketEvent = 2_190_000_000;
    private const long FirstCustomerEvent = 2_600_000_000;
    private const int StepsMax = 16;

    /// <summary>The last change stands behind all messages.</summary>
    private const int Updated = StepsMax - 1;

    public static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal)
    {
        "ticket-created", "ticket-message-created", "ticket-updated", "customer-created",
    };

    public IEnumerable<Place> Places()
    {
        for (var ticket = 0; ticket < tickets.Count; ticket++)
        {
            foreach (var place in OfTicket(ticket))
            {
                yield return place;
            }
        }

        for (var customer = 0; customer < customers.Count; customer++)
        {
            yield return OfCustomer(customer);
        }
    }

    /// <summary>The events of an object of the seed; none where it is not of the seed.</summary>
    public IEnumerable<Place> Of(string objectType, int objectId)
    {
        switch (objectType)
        {
            case "Ticket" when tickets.IndexOf(objectId) is >= 0 and var ticket && ticket < tickets.Count:
                return OfTicket(ticket).Where(place => StepOf(place.Id) is 0 or Updated);
            case "TicketMessage" when messages.Locate(objectId, out var of, out var position):
                return [new Place(messages.Created(of, position) + 11_000, IdOf(of, position + 1))];
            case "Customer" when customers.IndexOf(objectId) is >= 0 and var customer && customer < customers.Count:
                return [OfCustomer(customer)];
            default:
                return [];
        }
    }

    public DeskEvent? Find(long id)
    {
        if (id >= FirstCustomerEvent)
        {
            var customer = id - FirstCustomerEvent;
            return customer < customers.Count ? MakeOfCustomer((int)customer) : null;
        }

        var ticket = (id - FirstTicketEvent) / StepsMax;
        if (id < FirstTicketEvent || ticket >= tickets.Count)
        {
            return null;
        }

        var outline = tickets.Outline((int)ticket);
        var step = StepOf(id);
        return step <= outline.Messages || step == Updated ? MakeOfTicket(id, (int)ticket, step, outline) : null;
    }

    private static int StepOf(long id) => (int)((id - FirstTicketEvent) % StepsMax);

    private static long IdOf(int ticket, int step) => FirstTicketEvent + ((long)ticket * StepsMax) + step;

    private IEnumerable<Place> OfTicket(int ticket)
    {
        var outline = tickets.Outline(ticket);
        yield return new Place(outline.Created, IdOf(ticket, 0));
        for (var position = 0; position < outline.Messages; position++)
        {
            yield return new Place(outline.TimeOf(position) + 11_000, IdOf(ticket, position + 1));
        }

        yield return new Place(outline.Updated + 47, IdOf(ticket, Updated));
    }

    private Place OfCustomer(int customer) => new(customers.Created(customer), FirstCustomerEvent + customer);

    private DeskEvent MakeOfTicket(long id, int ticket, int step, TicketOutline outline)
    {
        var (created, type) = step switch
        {
            0 => (outline.Created, "ticket-created"),
            Updated => (outline.Updated + 47, "ticket-updated"),
            _ => (outline.TimeOf(step - 1) + 11_000, "ticket-message-created"),
        };

        // The ticket and its first message were one action.
        var context = ContextOf(step == 1 ? IdOf(ticket, 0) : id);
        var isMessage = step is not (0 or Updated);
        return new DeskEvent(
            id,
            context,
            created,
            null,
            isMessage ? messages.IdOf(ticket, step - 1) : tickets.IdOf(ticket),
            isMessage ? "TicketMessage" : "Ticket",
            type,
            outline.FromAgent || step == Updated ? botId : null);
    }

    private DeskEvent MakeOfCustomer(int customer)
    {
        var id = FirstCustomerEvent + customer;
        return new DeskEvent(
            id,
            ContextOf(id),
            customers.Created(customer),
            null,
            customers.IdOf(customer),
            "Customer",
            "customer-created",
            null);
    }

    private string ContextOf(long id) => new Dice(seed, DiceKind.Event, unchecked((int)id)).Uuid();
}
