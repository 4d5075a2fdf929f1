namespace Weir.Sandbox.Gorgias;

/// <summary>The views of the account: those that mean something, and one for each tag and agent up to the number wanted.</summary>
internal static class ViewSeed
{
    public const int All = 1_177_163;

    private const int FirstId = 1_177_163;
    private const int IdStep = 3;

    private const string TicketColumns = """["tags","details","subject","customer","last_message"]""";

    public static IEnumerable<View> Of(long opened, int rows, IReadOnlyList<User> staff, IReadOnlyList<Tag> tags)
    {
        View[] named =
        [
            Tickets("All", ""),
            Tickets("Open", "eq(ticket.status, 'open')"),
            Tickets("Closed", "eq(ticket.status, 'closed')") with { OrderBy = "closed_datetime" },
            Tickets("My tickets", "eq(ticket.assignee_user.id, '{{current_user.id}}') && eq(ticket.status, 'open')"),
            Tickets("Trash", "isNotEmpty(ticket.trashed_datetime)") with { OrderBy = "created_datetime" },
            Tickets("Spam", "eq(ticket.spam, true)"),
            Tickets("Snoozed", "isNotEmpty(ticket.snooze_datetime)") with { OrderBy = "snooze_datetime", OrderDir = "asc" },
            Tickets("Oldest first", "") with { OrderBy = "created_datetime", OrderDir = "asc" },
            Tickets("All customers", "") with
            {
                Type = View.OfCustomers, Fields = """["name","email","created","updated"]""",
            },
        ];
        var more = Enumerable.Range(0, Math.Max(rows - named.Length, 0)).Select(number => number % 2 == 0
            ? Tickets($"Tag {number / 2}", $"containsAny(ticket.tags.name, ['{Plain(tags[number / 2 % tags.Count].Name)}'])")
            : Tickets($"Agent {number / 2}", $"eq(ticket.assignee_user.id, {staff[number / 2 % staff.Count].Id})") with
            {
                Category = "user",
                Visibility = "shared",
                SharedWithUsers = [staff[number / 2 % staff.Count].Id],
            });
        return named.Concat(more).Select((view, position) => view with
        {
            Id = FirstId + (position * IdStep),
            Slug = view.Name.ToLowerInvariant().Replace(' ', '-'),
            Created = opened + (position * GorgiasTime.Hour) + 201_366,
        });
    }

    private static string Plain(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static View Tickets(string name, string filters) => new()
    {
        Id = 0,
        Category = "system",
        Name = name,
        Slug = "",
        Fields = TicketColumns,
        Filters = filters,
        Created = 0,
    };
}
