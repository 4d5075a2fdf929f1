namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/messages</c>, all of them or those of a ticket.</summary>
internal static class MessagesResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/messages", "a list, of all tickets or of ticket_id", request => List(request, request.Query.Int("ticket_id"))),
        new("GET", "/api/tickets/{id}/messages", "a list", request => List(request, request.PathId, isInTicket: true)),
        new("GET", "/api/tickets/{id}/messages/{message_id}", "", Get),
        new("PUT", "/api/tickets/{id}/messages/{message_id}", "channel, from_agent and via are required; what went out is out", Update),
        new("DELETE", "/api/tickets/{id}/messages/{message_id}", "", Delete),
        new("POST", "/api/tickets/{id}/messages", "what the desk writes is sent a little later", Create),
    ];

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            var view = MessageView.Of(request.Desk, Find(request));
            MessageWriting.Write(request.Reply.Json, view, isInTicket: false);
        }
    }

    /// <summary>The message that the path names, if it is one of the ticket's.</summary>
    private static Message Find(GorgiasRequest request) =>
        request.Desk.Messages.Find(request.InnerId) is { } message && message.TicketId == request.PathId
            ? message
            : throw GorgiasProblem.NotFound();

    private static void Create(GorgiasRequest request)
    {
        if (request.Query.Text("action") is not (null or "force" or "retry" or "cancel"))
        {
            request.Query.Wrong("action", "Not a valid choice.");
        }

        request.Query.Done();
        var body = request.ReadBody();
        var view = request.Change(
            desk =>
            {
                var ticket = desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
                var messages = new MessageChange(desk);
                var draft = messages.Read(body, desk.NextChange());
                body.Done("Failed to create ticket message");
                var (message, after) = messages.Post(draft, ticket);
                TicketEvents.Changed(desk, ticket, after);
                return MessageView.Of(desk, message);
            },
            made => made.Message.Id);
        request.Reply.Status = 201;
        MessageWriting.Write(request.Reply.Json, view, isInTicket: false);
    }

    private static void Update(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var view = request.Change(
            desk => MessageView.Of(desk, new MessageChange(desk).Update(body, Find(request))),
            changed => changed.Message.Id);
        request.Reply.Status = 202;
        MessageWriting.Write(request.Reply.Json, view, isInTicket: false);
    }

    private static void Delete(GorgiasRequest request)
    {
        request.Query.Done();
        request.Change(request.InnerId, desk =>
        {
            var message = Find(request);
            desk.Messages.Remove(message);
            desk.Events.Add("ticket-message-deleted", "TicketMessage", message.Id);
            var ticket = desk.Tickets.Find(message.TicketId)!;
            TicketChange.Save(desk, ticket, ticket with { MessagesCount = ticket.MessagesCount - 1 });
        });
        request.Reply.Status = 204;
    }

    private static void List(GorgiasRequest request, int? ticketId, bool isInTicket = false)
    {
        var query = ListQuery.Read(request.Query, "created_datetime");
        request.Query.Done();
        var desk = request.Desk;
        ListPage<MessageView> page;
        lock (desk.Gate)
        {
            if (isInTicket && desk.Tickets.Find(request.PathId) is null)
            {
                throw GorgiasProblem.NotFound();
            }

            var index = ticketId is { } ticket ? desk.Messages.OfTicket(ticket) : desk.Messages.ByCreated;
            page = ListPage<MessageView>.Read(index, query, id => MessageView.Of(desk, desk.Messages.Find((int)id)!));
        }

        request.WriteList(page, (json, message) => MessageWriting.Write(json, message, isInTicket: false));
    }
}
