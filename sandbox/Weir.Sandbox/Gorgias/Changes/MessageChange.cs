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
        var channel = body.Needed("channel");
        body.Require("from_agent");
        var isFromAgent = body.Bool("from_agent", false);
        var isNote = channel == "internal-note";
        var text = body.Text("body_text");
        var html = body.Text("body_html");
        var sent = body.Time("sent_datetime");
        var failed = body.Time("failed_datetime");
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
            Via = body.Needed("via"),
            Source = body.Json("source", kind: JsonValueKind.Object)
                ?? $$"""{"type":"{{JsonEncodedText.Encode(channel)}}"}""",
            FromAgent = isFromAgent,
            SenderId = 0,
            Subject = body.Text("subject", lengthMax: SubjectMax),
            BodyText = text ?? html ?? "",
            BodyHtml = html ?? text ?? "",
            StrippedText = body.Text("stripped_text"),
            StrippedHtml = body.Text("stripped_html"),
            StrippedSignature = body.Text("stripped_signature"),
            Attachments = body.Json("attachments", kind: JsonValueKind.Array),
            Headers = body.Json("headers", kind: JsonValueKind.Object),
            Macros = body.Json("macros", kind: JsonValueKind.Array),
            Actions = body.Json("actions", kind: JsonValueKind.Array),
            Meta = body.Json("meta", kind: JsonValueKind.Object),
            IntegrationId = body.Int("integration_id"),
            Imported = false,
            Created = created,
            Sent = sent ?? (failed is not null || (isFromAgent && !isNote) ? null : created),
            Failed = failed,
            LastError = body.Object("last_sending_error")?.Text("error"),
            Opened = body.Time("opened_datetime"),
            Deleted = body.Time("deleted_datetime"),
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
        MacroActions.Count(desk, message);
        if (MessageSending.IsNeeded(message))
        {
            MessageSending.Begin(desk, message);
        }

        var isFromCustomer = !message.FromAgent;
        var isLatest = ticket.MessagesCount == 0 || message.Created >= (ticket.LastMessage ?? long.MinValue);
        var after = ticket with
        {
            MessagesCount = ticket.MessagesCount + 1,
            Excerpt = isLatest ? Ticket.ExcerptOf(message.BodyText) : ticket.Excerpt,
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

    /// <summary>Changes what was sent and nothing else; what went out already is out.</summary>
    public Message Update(BodyReader body, Message before)
    {
        var draft = Read(body, before.Created);
        body.Done("Failed to update ticket message");
        var read = draft.Message;
        var isNote = read.Channel == "internal-note";
        var (sender, receiver) = People(body, draft, before);
        var after = before with
        {
            ExternalId = Kept("external_id", read.ExternalId, before.ExternalId),
            MessageId = Kept("message_id", read.MessageId, before.MessageId),
            Public = isNote ? read.Public : Kept("public", read.Public, before.Public),
            Channel = read.Channel,
            Via = read.Via,
            Source = Kept("source", read.Source, before.Source),
            FromAgent = read.FromAgent,
            SenderId = sender,
            ReceiverId = isNote ? null : receiver,
            Subject = Kept("subject", read.Subject, before.Subject),
            BodyText = Kept("body_text", read.BodyText, before.BodyText),
            BodyHtml = Kept("body_html", read.BodyHtml, before.BodyHtml),
            StrippedText = Kept("stripped_text", read.StrippedText, before.StrippedText),
            StrippedHtml = Kept("stripped_html", read.StrippedHtml, before.StrippedHtml),
            StrippedSignature = Kept("stripped_signature", read.StrippedSignature, before.StrippedSignature),
            Attachments = Kept("attachments", read.Attachments, before.Attachments),
            Headers = Kept("headers", read.Headers, before.Headers),
            Macros = Kept("macros", read.Macros, before.Macros),
            Actions = Kept("actions", read.Actions, before.Actions),
            Meta = Kept("meta", read.Meta, before.Meta),
            IntegrationId = Kept("integration_id", read.IntegrationId, before.IntegrationId),
            Sent = body.Time("sent_datetime", before.Sent),
            Failed = Kept("failed_datetime", read.Failed, before.Failed),
            LastError = Kept("last_sending_error", read.LastError, before.LastError),
            Opened = Kept("opened_datetime", read.Opened, before.Opened),
            Deleted = Kept("deleted_datetime", read.Deleted, before.Deleted),
        };
        desk.Messages.Save(after);
        desk.Events.Add("ticket-message-updated", "TicketMessage", after.Id);
        return after;

        T Kept<T>(string name, T sent, T old) => body.Has(name) ? sent : old;
    }

    /// <summary>
    /// Who writes to whom after a change: those who are named, else those who did, else those of a message that goes the
    /// other way from now on.
    /// </summary>
    private (int Sender, int? Receiver) People(BodyReader body, Draft draft, Message before)
    {
        var isFromAgent = draft.Message.FromAgent;
        var isTurned = isFromAgent != before.FromAgent;
        var customer = desk.Tickets.Find(before.TicketId)!.CustomerId;
        var sender = body.Has("sender") || isTurned
            ? draft.Agent?.Id ?? draft.Writer?.Invoke().Id ?? customer
            : before.SenderId;
        var receiver = body.Has("receiver") || isTurned
            ? isFromAgent ? draft.Addressee?.Invoke().Id ?? customer : draft.Colleague?.Id
            : before.ReceiverId;
        return (sender, receiver);
    }

    private Func<Customer>? Person(BodyReader body, string field) =>
        body.Object(field) is { } reference ? _customers.Resolve(reference, field) : null;

    private User? Colleague(BodyReader body, string field)
    {
        if (body.Object(field) is not { } reference)
        {
            return null;
        }

        // One of the desk is only named here: whatever else is said of them changes nobody.
        reference.Ignore(
            "name", "firstname", "lastname", "external_id", "channels", "language", "timezone", "meta", "note", "bio");
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
