using System.Globalization;

namespace Weir.Sandbox.Gorgias;

/// <summary>What a view's filter can ask of a ticket, and what its items can be sorted by.</summary>
internal static class TicketPaths
{
    private const string FieldStart = "ticket.custom_fields[";
    private const string FieldEnd = "].value";

    private static readonly Dictionary<string, Func<Desk, Ticket, object?>> Known = new(StringComparer.Ordinal)
    {
        ["ticket.id"] = (_, ticket) => ticket.Id,
        ["ticket.external_id"] = (_, ticket) => ticket.ExternalId,
        ["ticket.status"] = (_, ticket) => ticket.Status,
        ["ticket.priority"] = (_, ticket) => ticket.Priority,
        ["ticket.channel"] = (_, ticket) => ticket.Channel,
        ["ticket.via"] = (_, ticket) => ticket.Via,
        ["ticket.from_agent"] = (_, ticket) => ticket.FromAgent,
        ["ticket.is_unread"] = (_, ticket) => ticket.IsUnread,
        ["ticket.spam"] = (_, ticket) => ticket.Spam,
        ["ticket.language"] = (_, ticket) => ticket.Language,
        ["ticket.subject"] = (_, ticket) => ticket.Subject,
        ["ticket.messages_count"] = (_, ticket) => ticket.MessagesCount,
        ["ticket.customer.id"] = (_, ticket) => ticket.CustomerId,
        ["ticket.customer.email"] = (desk, ticket) => desk.Customers.Find(ticket.CustomerId)?.Email,
        ["ticket.customer.name"] = (desk, ticket) => desk.Customers.Find(ticket.CustomerId)?.Name,
        ["ticket.assignee_user.id"] = (_, ticket) => ticket.AssigneeUserId,
        ["ticket.assignee_team.id"] = (_, ticket) => ticket.AssigneeTeamId,
        ["ticket.tags.id"] = (desk, ticket) => desk.TagsOf(ticket).Select(tag => (object)tag.Id).ToList(),
        ["ticket.tags.name"] = (desk, ticket) =>
            desk.TagsOf(ticket).Select(tag => (object)tag.Name).ToList(),
        ["ticket.created_datetime"] = (_, ticket) => ticket.Created,
        ["ticket.updated_datetime"] = (_, ticket) => ticket.Updated,
        ["ticket.opened_datetime"] = (_, ticket) => ticket.Opened,
        ["ticket.closed_datetime"] = (_, ticket) => ticket.Closed,
        ["ticket.snooze_datetime"] = (_, ticket) => ticket.Snoozed,
        ["ticket.trashed_datetime"] = (_, ticket) => ticket.Trashed,
        ["ticket.last_message_datetime"] = (_, ticket) => ticket.LastMessage,
        ["ticket.last_received_message_datetime"] = (_, ticket) => ticket.LastReceived,
    };

    /// <summary>What items can be sorted by.</summary>
    public static readonly string[] Orders =
    [
        "updated_datetime", "created_datetime", "last_message_datetime", "last_received_message_datetime",
        "closed_datetime", "snooze_datetime", "priority",
    ];

    public static bool IsKnown(string path) => Known.ContainsKey(path) || FieldOf(path) is not null;

    public static object? ValueOf(Desk desk, Ticket ticket, string path) =>
        Known.TryGetValue(path, out var read) ? read(desk, ticket)
        : FieldOf(path) is { } field
            && ticket.CustomFields.Where(each => each.FieldId == field).Select(each => each.Value).FirstOrDefault() is { } json
            ? json.Trim('"')
            : null;

    /// <summary>A number to sort by; null for a ticket that has no such time.</summary>
    public static long? SortValue(Ticket ticket, string order) => order switch
    {
        "created_datetime" => ticket.Created,
        "last_message_datetime" => ticket.LastMessage,
        "last_received_message_datetime" => ticket.LastReceived,
        "closed_datetime" => ticket.Closed,
        "snooze_datetime" => ticket.Snoozed,
        "priority" => ticket.Priority switch { "critical" => 3, "high" => 2, "normal" => 1, _ => 0 },
        _ => ticket.Updated,
    };

    private static int? FieldOf(string path) =>
        path.StartsWith(FieldStart, StringComparison.Ordinal) && path.EndsWith(FieldEnd, StringComparison.Ordinal)
        && path.Length > FieldStart.Length + FieldEnd.Length
        && int.TryParse(path[FieldStart.Length..^FieldEnd.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
