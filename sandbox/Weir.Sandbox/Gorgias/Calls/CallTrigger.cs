namespace Weir.Sandbox.Gorgias;

/// <summary>Which events call an HTTP integration: only those of tickets and their messages.</summary>
internal static class CallTrigger
{
    /// <summary>The trigger of an event; null where none is.</summary>
    public static string? Of(string eventType) => eventType switch
    {
        "ticket-created" or "ticket-updated" or "ticket-message-created" or "ticket-message-failed"
            or "ticket-self-unsnoozed" => eventType,
        "ticket-assigned" or "ticket-unassigned" or "ticket-team-assigned" or "ticket-team-unassigned" =>
            "ticket-assignment-updated",
        "ticket-closed" or "ticket-reopened" => "ticket-status-updated",
        _ => null,
    };
}
