namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/messages</c>, all of them or those of a ticket.</summary>
internal static class MessagesResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/messages", "a list, of all tickets or of ticket_id", request => List(request, request.Query.Int("ticket_id"))),
        new("GET", "/api/tickets/{id}/messages", "a list", request => List(request, request.PathId, isInTicket: true)),
        new("GET", "/api/tickets/{id}/messages/{message_id}", "", Get),
        new("POST", "/api/tickets/{id}/messages", "what the desk writes is sent a little later", Create),
    ];

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            var view = MessageView.Of(request.Desk, Find(request));
            MessageWriting.Write(request.Reply.Json, view, request.Desk.Now, isInTicket: false);
        }
    }

    /// <summary>The message that the path names, if it is one of the ticket's.</summary>
    private static Message Find(GorgiasRequest request) =>
        request.Desk.Messages.Find(request.InnerId) is { } message && message.TicketId == request.PathId
            ? message
            : throw GorgiasProblem.NotFound();

    private static void Create(GorgiasRequest request)
    {
        request.Query.Done();
        var body = BodyReader.Of(request.Incoming.Body);
        var desk = request.Desk;
        MessageView view;
        lock (desk.Gate)
        {
            var ticket = desk.Tickets.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            var messages = new MessageChange(desk);
            var draft = messages.Read(body, desk.NextChange());
            body.Done("Failed to create ticket message");
            view = MessageView.Of(desk, messages.Post(draft, ticket).Message);
            desk.Note(request, view.Message.Id);
        }

        request.Reply.Status = 201;
        MessageWriting.Write(request.Reply.Json, view, desk.Now, isInTicket: false);
    }

    private static void List(GorgiasRequest request, int? ticketId, bool isInTicket = false)
    {
        var query = ListQuery.Read(request.Query, "created_datetime");
        request.Query.Done();
        var desk = request.Desk;
        ListPage<MessageView> page;
        long now;
        lock (desk.Gate)
        {
            if (isInTicket && desk.Tickets.Find(request.PathId) is null)
            {
                throw GorgiasProblem.NotFound();
            }

            var index = ticketId is { } ticket ? desk.Messages.OfTicket(ticket) : desk.Messages.ByCreated;
            page = ListPage<MessageView>.Read(index, query, id => MessageView.Of(desk, desk.Messages.Find((int)id)!));
            now = desk.Now;
        }

        request.WriteList(page, (json, message) => MessageWriting.Write(json, message, now, isInTicket: false));
    }
}
