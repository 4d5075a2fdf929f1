using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Writes messages into tickets. Everything here is called while the desk's gate is held.</summary>
internal sealed class MessageChange(Desk desk)
{
    private const int TextMax = 255;
    private const int SubjectMax = 998;

    private readonly CustomerChange _customers = new(desk);

    /// <summary>Reads and checks a message; the draft is stored by <see cref="Post"/>.</summary>
    public Draft Read(BodyReader body, long now)
    {
        body.Require("channel");
        body.Require("from_agent");
        body.Require("via");
        var channel = body.Text("channel") ?? "";
        var isFromAgent = body.Bool("from_agent", false);
        var isNote = channel == "internal-note";
        var text = body.Text("body_text");
        var html = body.Text("body_html");
        var sent = body.Time("sent_datetime");
        var created = body.Time("created_datetime") ?? sent ?? now;

        // Whom a note mentions is not shown in it again.
        _ = body.Json("mention_ids", kind: JsonValueKind.Array);
        var message = new Message
        {
            Id = 0,
            TicketId = 0,
            ExternalId = body.Text("external_id", lengthMax: TextMax),
            MessageId = body.Text("message_id"),
            Public = body.Bool("public", !isNote),
            Channel = channel,
            Via = body.Text("via") ?? "",
            Source = body.Json("source", kind: JsonValueKind.Object)
                ?? $$"""{"type":"{{JsonEncodedText.Encode(channel)}}"}""",
            FromAgent = isFromAgent,
            SenderId = 0,
            Subject = body.Text("subject", lengthMax: SubjectMax),
            BodyText = text ?? html ?? "",
            BodyHtml = html ?? text ?? "",
            StrippedText = body.Text("stripped_text"),
            Attachments = body.Json("attachments", kind: JsonValueKind.Array),
            Meta = body.Json("meta", kind: JsonValueKind.Object),
            IntegrationId = body.Int("integration_id"),
            Imported = false,
            Created = created,
            Sent = sent ?? (isFromAgent && !isNote ? null : created),
        };
        return new Draft(
            message,
            isFromAgent ? Colleague(body, "sender") ?? desk.Owner : null,
            isFromAgent ? null : Person(body, "sender"),
            isFromAgent ? Person(body, "receiver") : null,
            isFromAgent ? null : Colleague(body, "receiver"));
    }

    /// <summary>Stores the message, and answers its ticket as it is then.</summary>
    public (Message Message, Ticket Ticket) Post(Draft draft, Ticket ticket)
    {
        var isNote = draft.Message.Channel == "internal-note";
        var message = draft.Message with
        {
            Id = desk.Messages.NextId,
            TicketId = ticket.Id,
            SenderId = draft.Agent?.Id ?? draft.Writer?.Invoke().Id ?? ticket.CustomerId,
            ReceiverId = isNote ? null
                : draft.Message.FromAgent ? draft.Addressee?.Invoke().Id ?? ticket.CustomerId
                : draft.Colleague?.Id,
        };
        desk.Messages.Save(message);
        desk.Events.Add("ticket-message-created", "TicketMessage", message.Id);
        if (MessageSending.IsNeeded(message))
        {
            MessageSending.Begin(desk, message);
        }

        var isFromCustomer = !message.FromAgent;
        var after = ticket with
        {
            MessagesCount = ticket.MessagesCount + 1,
            Excerpt = Ticket.ExcerptOf(message.BodyText),
            LastMessage = Math.Max(ticket.LastMessage ?? long.MinValue, message.Created),
            LastReceived = isFromCustomer
                ? Math.Max(ticket.LastReceived ?? long.MinValue, message.Created)
                : ticket.LastReceived,
            IsUnread = ticket.IsUnread || isFromCustomer,
            Status = isFromCustomer ? "open" : ticket.Status,
            Closed = isFromCustomer ? null : ticket.Closed,
            Updated = desk.NextChange(),
        };
        desk.Tickets.Save(after);
        return (message, after);
    }

    /// <summary>Changes what was sent; what went out already is out.</summary>
    public Message Update(BodyReader body, Message before)
    {
        var draft = Read(body, before.Created);
        body.Done("Failed to update ticket message");
        var after = before with
        {
            ExternalId = body.Text("external_id", before.ExternalId),
            MessageId = body.Text("message_id", before.MessageId),
            Public = draft.Message.Public,
            Channel = draft.Message.Channel,
            Via = draft.Message.Via,
            Source = body.Has("source") ? draft.Message.Source : before.Source,
            FromAgent = draft.Message.FromAgent,
            Subject = body.Text("subject", before.Subject),
            BodyText = body.Has("body_text") ? draft.Message.BodyText : before.BodyText,
            BodyHtml = body.Has("body_html") ? draft.Message.BodyHtml : before.BodyHtml,
            StrippedText = body.Text("stripped_text", before.StrippedText),
            Attachments = body.Json("attachments", before.Attachments),
            Meta = body.Json("meta", before.Meta),
            Sent = body.Time("sent_datetime", before.Sent),
            SenderId = draft.Agent?.Id == desk.Owner.Id && !body.Has("sender") ? before.SenderId
                : draft.Agent?.Id ?? draft.Writer?.Invoke().Id ?? before.SenderId,
        };
        desk.Messages.Save(after);
        desk.Events.Add("ticket-message-updated", "TicketMessage", after.Id);
        return after;
    }

    private Func<Customer>? Person(BodyReader body, string field) =>
        body.Object(field) is { } reference ? _customers.Resolve(reference, field) : null;

    private User? Colleague(BodyReader body, string field)
    {
        if (body.Object(field) is not { } reference)
        {
            return null;
        }

        var (id, email) = (reference.Int("id"), reference.Text("email"));
        var user = id is null ? desk.UserByEmail(email) : desk.Users.Find(id);
        if (user is null)
        {
            reference.Wrong(field, "There is no such user.");
        }

        return user;
    }
}

/// <summary>
/// A message that was read and not stored. Customers that have to be made first are made when it is stored.
/// </summary>
internal sealed record Draft(
    Message Message, User? Agent, Func<Customer>? Writer, Func<Customer>? Addressee, User? Colleague);
