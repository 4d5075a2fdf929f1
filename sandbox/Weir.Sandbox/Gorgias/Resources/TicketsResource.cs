using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/tickets</c>. A row of the list lacks the messages and has the excerpt and the custom fields instead.
/// </summary>
internal static class TicketsResource
{
    private const int IdsMax = 100;

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/tickets", "a list; customer_id, external_id, view_id, rule_id, ticket_ids, trashed", List),
        new("POST", "/api/tickets", "with 1 to 500 messages", Create),
        new("GET", "/api/tickets/{id}", "in whole, with its messages", Get),
        new("PUT", "/api/tickets/{id}", "only what was sent; tags and custom_fields replace", Update),
        new("DELETE", "/api/tickets/{id}", "for good; trashed_datetime in a PUT puts it in the trash", Delete),
    ];

    /// <summary>Writes the ticket in whole, with its messages.</summary>
    /// <exception cref="GorgiasProblem">404: there is no such ticket.</exception>
    public static void WriteWhole(Utf8JsonWriter json, Desk desk, int id, bool hasFields)
    {
        TicketView view;
        List<MessageView> messages;
        lock (desk.Gate)
        {
            view = TicketView.Of(desk, desk.Tickets.Find(id) ?? throw GorgiasProblem.NotFound(), isWhole: true);
            messages =
            [
                .. desk.Messages.OfTicket(id).Upwards(null)
                    .Select(place => MessageView.Of(desk, desk.Messages.Find((int)place.Id)!)),
            ];
        }

        TicketWriting.WriteWhole(json, view, messages, hasFields);
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

        var filter = ViewFilter.OfQuery(request, View.OfTickets);
        if (request.Query.Int("rule_id") is { } ruleId && request.Read(desk => desk.Setup.Rules.Find(ruleId)) is null)
        {
            request.Query.Wrong("rule_id", "There is none with this id.");
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
                desk.Tickets.Find((int)id) is { } ticket
                && (isTrashTaken || ticket.Trashed is null)
                && (customerId is null || ticket.CustomerId == customerId)
                && (externalId is null || ticket.ExternalId == externalId)
                && (filter is null || filter.Takes(path => TicketPaths.ValueOf(desk, ticket, path)))
                    ? TicketView.Of(desk, ticket)
                    : null);
        }

        request.WriteList(page, (json, ticket) => TicketWriting.WriteRow(json, ticket), isCounted: true);
    }

    private static void Delete(GorgiasRequest request)
    {
        request.Query.Done();
        request.Change(request.PathId, desk => TicketRemoval.Remove(
            desk, desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound()));
        request.Reply.Status = 204;
    }

    private static void Get(GorgiasRequest request)
    {
        var relationships = request.Query.Many("relationships");
        request.Query.Done();
        WriteWhole(request.Reply.Json, request.Desk, request.PathId, relationships.Contains("custom_fields"));
    }

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
        var body = request.ReadBody();
        var ticket = request.Change(_ => change(body), changed => changed.Id);
        request.Reply.Status = status;
        WriteWhole(request.Reply.Json, request.Desk, ticket.Id, hasFields: false);
    }
}
