using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Writes messages into tickets. Everything here is called while the desk's gate is held.</summary>
internal sealed class MessageChange(Desk desk)
{
    private const int TextMax = 255;
    private const int SubjectMax = 998;

    private static readonly long SendingTakes = GorgiasTime.Second + (GorgiasTime.Second / 2);

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
            Sent = sent ?? (isFromAgent && !isNote ? now + SendingTakes : created),
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
