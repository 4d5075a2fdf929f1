namespace Weir.Sandbox.Gorgias;

/// <summary>What a change of a ticket is called: its events, the general one last. Called while the desk's gate is held.</summary>
internal static class TicketEvents
{
    public static void Changed(Desk desk, Ticket before, Ticket after)
    {
        Turned(desk, after, before.Status != "closed", after.Status != "closed", "ticket-reopened", "ticket-closed");
        Assigned(desk, before, after);
        Turned(desk, after, before.Spam, after.Spam, "ticket-marked-spam", "ticket-unmarked-spam");
        Turned(desk, after, before.Trashed is not null, after.Trashed is not null, "ticket-trashed", "ticket-untrashed");
        if (after.Snoozed is not null && after.Snoozed != before.Snoozed)
        {
            desk.Events.Add("ticket-snoozed", "Ticket", after.Id);
        }

        if (before.Subject != after.Subject)
        {
            desk.Events.Add("ticket-subject-updated", "Ticket", after.Id);
        }

        if (before.CustomerId != after.CustomerId)
        {
            desk.Events.Add("ticket-customer-updated", "Ticket", after.Id);
        }

        Tagged(desk, after, "ticket-tags-added", after.TagIds.Except(before.TagIds));
        Tagged(desk, after, "ticket-tags-removed", before.TagIds.Except(after.TagIds));
        desk.Events.Add("ticket-updated", "Ticket", after.Id);
    }

    public static void Assigned(Desk desk, Ticket? before, Ticket after)
    {
        if (before?.AssigneeUserId != after.AssigneeUserId)
        {
            Given(desk, after, after.AssigneeUserId, "ticket-assigned", "ticket-unassigned", "assignee_user_id");
        }

        if (before?.AssigneeTeamId != after.AssigneeTeamId)
        {
            Given(desk, after, after.AssigneeTeamId, "ticket-team-assigned", "ticket-team-unassigned", "assignee_team_id");
        }
    }

    private static void Given(Desk desk, Ticket ticket, int? to, string given, string taken, string member) =>
        desk.Events.Add(to is null ? taken : given, "Ticket", ticket.Id, to is null ? null : $$"""{"{{member}}":{{to}}}""");

    private static void Turned(Desk desk, Ticket ticket, bool before, bool after, string on, string off)
    {
        if (before != after)
        {
            desk.Events.Add(after ? on : off, "Ticket", ticket.Id);
        }
    }

    private static void Tagged(Desk desk, Ticket ticket, string type, IEnumerable<int> ids)
    {
        var text = string.Join(',', ids);
        if (text.Length > 0)
        {
            desk.Events.Add(type, "Ticket", ticket.Id, $$"""{"tags":[{{text}}]}""");
        }
    }
}
