using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Makes and changes tickets. Everything here is called while the desk's gate is held.</summary>
internal sealed class TicketChange(Desk desk)
{
    private const int MessagesMax = 500;
    private const int TextMax = 255;
    private const int SubjectMax = 998;

    private readonly CustomerChange _customers = new(desk);
    private readonly MessageChange _messages = new(desk);

    public Ticket Create(BodyReader body)
    {
        const string failure = "Failed to create ticket";
        var now = desk.NextChange();
        body.Require("messages");
        _ = body.Needed("via");
        var list = body.Objects("messages") ?? [];
        if (body.Has("messages") && list.Count is < 1 or > MessagesMax)
        {
            body.Wrong("messages", $"Length must be between 1 and {MessagesMax}.");
        }

        var created = body.Time("created_datetime") ?? now;
        List<Draft> drafts = [.. list.Select(message => _messages.Read(message, created))];
        var customer = body.Object("customer") is { } reference ? _customers.Resolve(reference, "customer")
            : drafts.Select(draft => draft.Writer ?? draft.Addressee).FirstOrDefault(each => each is not null);
        if (customer is null)
        {
            body.Require("customer");
        }

        var first = drafts.FirstOrDefault()?.Message;
        var fresh = new Ticket
        {
            Id = desk.Tickets.NextId,
            Status = "open",
            Priority = "normal",
            Channel = first?.Channel ?? "api",
            Via = first?.Via ?? "api",
            FromAgent = first?.FromAgent ?? false,
            CustomerId = 0,
            Excerpt = "",
            MessagesCount = 0,
            IsUnread = true,
            Created = created,
            Opened = created,
            Updated = now,
        };
        var ticket = Apply(body, fresh, now, out var tags);
        body.Done(failure);

        return Open(ticket with { CustomerId = customer!().Id, TagIds = tags() }, drafts);
    }

    public Ticket Update(BodyReader body, Ticket ticket)
    {
        var now = desk.NextChange();
        var customer = body.Object("customer") is { } reference ? _customers.Resolve(reference, "customer") : null;
        var changed = Apply(body, ticket, now, out var tags);
        body.Done("Failed to update ticket");

        var customerId = customer?.Invoke().Id ?? ticket.CustomerId;
        return Save(desk, ticket, changed with { CustomerId = customerId, TagIds = tags() });
    }

    /// <summary>Keeps what became of a ticket, with its events; the change is now.</summary>
    public static Ticket Save(Desk desk, Ticket before, Ticket after)
    {
        var saved = after with { Updated = desk.NextChange() };
        desk.Tickets.Save(saved);
        TicketEvents.Changed(desk, before, saved);
        if (saved.Snoozed != before.Snoozed)
        {
            Sleep(desk, saved);
        }

        return saved;
    }

    /// <summary>Lets a snoozed ticket come back at its time.</summary>
    private static void Sleep(Desk desk, Ticket ticket)
    {
        if (ticket.Snoozed is { } wakes)
        {
            desk.Agenda.Add(wakes, () => Wake(desk, ticket.Id, wakes));
        }
    }

    /// <summary>A snoozed ticket comes back by itself, unless somebody changed when.</summary>
    private static void Wake(Desk desk, int id, long time)
    {
        if (desk.Tickets.Find(id) is { } ticket && ticket.Snoozed == time)
        {
            desk.Tickets.Save(ticket with { Snoozed = null, Updated = desk.NextChange() });
            desk.Events.Add("ticket-self-unsnoozed", "Ticket", id);
            desk.Events.Add("ticket-updated", "Ticket", id);
        }
    }

    /// <summary>Stores a new ticket with its messages, and writes its events.</summary>
    private Ticket Open(Ticket ticket, IReadOnlyList<Draft> drafts)
    {
        desk.Tickets.Save(ticket);
        desk.Events.Add("ticket-created", "Ticket", ticket.Id);
        var posted = drafts.Aggregate(ticket, (before, draft) => _messages.Post(draft, before).Ticket);

        // What the body said about the ticket holds, whatever its messages would have made of it.
        var after = posted with
        {
            Status = ticket.Status,
            Closed = ticket.Closed,
            LastMessage = ticket.LastMessage ?? posted.LastMessage,
            LastReceived = ticket.LastReceived ?? posted.LastReceived,
            IsUnread = ticket.IsUnread,
            Updated = desk.NextChange(),
        };
        desk.Tickets.Save(after);
        Sleep(desk, after);

        // The order of the live ones: changed by its messages, assigned, changed once more by that.
        desk.Events.Add("ticket-updated", "Ticket", after.Id);
        if (after.AssigneeUserId is not null || after.AssigneeTeamId is not null)
        {
            TicketEvents.Assigned(desk, null, after);
            desk.Events.Add("ticket-updated", "Ticket", after.Id);
        }

        return after;
    }

    private Ticket Apply(BodyReader body, Ticket ticket, long now, out Func<IReadOnlyList<int>> tags)
    {
        var status = body.Choice("status", ticket.Status, "open", "closed");
        var closed = status == ticket.Status ? ticket.Closed : status == "closed" ? now : null;
        tags = Tags(body, ticket);
        return ticket with
        {
            Status = status,
            Closed = body.Time("closed_datetime", closed),
            Priority = body.Choice("priority", ticket.Priority, "critical", "high", "normal", "low"),
            Channel = body.Text("channel", ticket.Channel) ?? ticket.Channel,
            Via = body.Text("via", ticket.Via) ?? ticket.Via,
            FromAgent = body.Bool("from_agent", ticket.FromAgent),
            ExternalId = body.Text("external_id", ticket.ExternalId, TextMax),
            Language = body.Text("language", ticket.Language),
            Subject = body.Text("subject", ticket.Subject, SubjectMax),
            Meta = body.Json("meta", ticket.Meta, JsonValueKind.Object),
            IsUnread = body.Bool("is_unread", ticket.IsUnread),
            Spam = body.Bool("spam", ticket.Spam),
            Opened = body.Time("opened_datetime", ticket.Opened),
            LastMessage = body.Time("last_message_datetime", ticket.LastMessage),
            LastReceived = body.Time("last_received_message_datetime", ticket.LastReceived),
            Snoozed = body.Time("snooze_datetime", ticket.Snoozed),
            Trashed = body.Time("trashed_datetime", ticket.Trashed),
            AssigneeUserId = Assignee(
                body, "assignee_user", ticket.AssigneeUserId, id => desk.Users.Find(id) is not null),
            AssigneeTeamId = Assignee(
                body, "assignee_team", ticket.AssigneeTeamId, id => desk.Setup.Teams.Find(id) is not null),
            CustomFields = FieldChange.Read(body, desk, CustomField.OfTickets, ticket.CustomFields),
        };
    }

    /// <summary>
    /// <c>{"id":5}</c> assigns, and for users their address too; <c>null</c> and <c>{"id":null}</c> take it away.
    /// </summary>
    private int? Assignee(BodyReader body, string name, int? otherwise, Func<int, bool> exists)
    {
        if (!body.Has(name))
        {
            return otherwise;
        }

        if (body.Object(name) is not { } reference)
        {
            return null;
        }

        var email = name == "assignee_user" ? reference.Text("email") : null;
        if (!reference.Has("id") && email is null)
        {
            reference.Wrong(name, "An id is needed.");
        }

        var id = reference.Int("id") ?? (email is null ? null : desk.UserByEmail(email)?.Id ?? 0);
        if (id is { } wanted && !exists(wanted))
        {
            reference.Wrong(name, $"There is none with id {wanted}.");
        }

        return id;
    }

    /// <summary>
    /// The list replaces the one that was there; an unknown name makes a tag, but only once the body is known to be
    /// good.
    /// </summary>
    private Func<IReadOnlyList<int>> Tags(BodyReader body, Ticket ticket)
    {
        if (body.Objects("tags") is not { } list)
        {
            return () => ticket.TagIds;
        }

        var wanted = new List<(int? Id, string? Name)>();
        foreach (var tag in list)
        {
            var (id, name) = (tag.Int("id"), tag.Text("name", lengthMax: TextMax + 1));
            _ = tag.Json("decoration");
            if (id is null && string.IsNullOrEmpty(name))
            {
                tag.Wrong("tags", "Either id or name is needed.");
            }
            else if (id is { } wantedId && desk.Tags.Find(wantedId) is null)
            {
                tag.Wrong("tags", $"There is no tag {wantedId}.");
            }

            wanted.Add((id, name));
        }

        return () =>
        {
            int[] ids = [.. wanted.Select(tag => tag.Id ?? desk.TagNamed(tag.Name!).Id).Distinct()];
            desk.CountTags(ticket.TagIds, ids);
            return ids;
        };
    }
}
