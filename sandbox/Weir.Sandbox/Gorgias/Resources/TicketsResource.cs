namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/tickets</c>. A row of the list lacks the messages and has the excerpt and the custom fields instead.
/// </summary>
internal static class TicketsResource
{
    private const int IdsMax = 100;

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/tickets", List),
        new("POST", "/api/tickets", Create),
        new("GET", "/api/tickets/{id}", Get),
        new("PUT", "/api/tickets/{id}", Update),
    ];

    /// <summary>Writes the ticket in whole, with its messages.</summary>
    private static void WriteWhole(GorgiasRequest request, int id)
    {
        var relationships = request.Query.Many("relationships");
        request.Query.Done();
        var desk = request.Desk;
        TicketView view;
        List<MessageView> messages;
        long now;
        lock (desk.Gate)
        {
            view = TicketView.Of(desk, desk.Tickets.Find(id) ?? throw GorgiasProblem.NotFound());
            messages =
            [
                .. desk.Messages.OfTicket(id).Upwards(null)
                    .Select(place => MessageView.Of(desk, desk.Messages.Find(place.Id)!)),
            ];
            now = desk.Now;
        }

        TicketWriting.WriteWhole(request.Reply.Json, view, messages, now, relationships.Contains("custom_fields"));
    }

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, "created_datetime", "updated_datetime");
        var customerId = request.Query.Int("customer_id");
        var externalId = request.Query.Text("external_id");
        var ids = request.Query.Ints("ticket_ids");
        var isTrashTaken = request.Query.Bool("trashed") ?? true;
        if (ids.Count > IdsMax)
        {
            request.Query.Wrong("ticket_ids", $"Longer than maximum length {IdsMax}.");
        }

        foreach (var unknown in new[] { "view_id", "rule_id" }.Where(name => request.Query.Int(name) is not null))
        {
            request.Query.Wrong(unknown, "There is none with this id.");
        }

        request.Query.Done();
        var desk = request.Desk;
        ListPage<TicketView> page;
        lock (desk.Gate)
        {
            var index = ids.Count > 0 ? desk.Tickets.Among(ids, query.Order)
                : externalId is not null ? desk.Tickets.WithExternalId(externalId, query.Order)
                : customerId is { } customer ? desk.Tickets.OfCustomer(customer, query.Order)
                : desk.Tickets.By(query.Order);
            page = ListPage<TicketView>.Read(index, query, id =>
                desk.Tickets.Find(id) is { } ticket
                && (isTrashTaken || ticket.Trashed is null)
                && (customerId is null || ticket.CustomerId == customerId)
                && (externalId is null || ticket.ExternalId == externalId)
                    ? TicketView.Of(desk, ticket)
                    : null);
        }

        request.WriteList(page, TicketWriting.WriteRow, isCounted: true);
    }

    private static void Get(GorgiasRequest request) => WriteWhole(request, request.PathId);

    private static void Create(GorgiasRequest request) =>
        Change(request, 201, body => new TicketChange(request.Desk).Create(body));

    private static void Update(GorgiasRequest request) => Change(request, 202, body =>
    {
        var before = request.Desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
        return new TicketChange(request.Desk).Update(body, before);
    });

    private static void Change(GorgiasRequest request, int status, Func<BodyReader, Ticket> change)
    {
        request.Query.Done();
        var body = BodyReader.Of(request.Incoming.Body);
        Ticket ticket;
        lock (request.Desk.Gate)
        {
            ticket = change(body);
            request.Desk.Note(request, ticket.Id);
        }

        request.Reply.Status = status;
        WriteWhole(request, ticket.Id);
    }
}
