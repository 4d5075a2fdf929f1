namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Sends what the desk writes, a little later, as the real one does: nothing leaves this machine, it is only counted.
/// An address that begins with <c>bounce</c> cannot be reached. Called while the desk's gate is held.
/// </summary>
internal static class MessageSending
{
    private const long Takes = GorgiasTime.Second + (GorgiasTime.Second / 2);

    private static readonly string[] ByMail = ["email", "contact_form", "help-center"];

    /// <summary>
    /// Whether it goes to a customer: not a note, not what a customer wrote, not what was sent, failed or deleted long ago.
    /// </summary>
    public static bool IsNeeded(Message message) =>
        message is { FromAgent: true, Public: true, Sent: null, Failed: null, Deleted: null }
        && message.Channel != "internal-note";

    public static void Begin(Desk desk, Message message)
    {
        var due = desk.Now + Takes;
        desk.Agenda.Add(due, () => End(desk, message.Id, due));
    }

    /// <summary>Why no e-mail reaches this address; null where one does.</summary>
    public static string? WhyNot(string? address) =>
        address is null ? "The customer has no e-mail address."
        : address.StartsWith("bounce", StringComparison.OrdinalIgnoreCase) ? "550 5.1.1 The address does not exist."
        : null;

    private static void End(Desk desk, int id, long time)
    {
        if (desk.Messages.Find(id) is not { } message || !IsNeeded(message)
            || desk.Tickets.Find(message.TicketId) is not { } ticket)
        {
            // It was taken away, or made a note or an import, before it went out.
            return;
        }

        var to = desk.CustomerOf(message.ReceiverId ?? ticket.CustomerId)?.Email;
        var isMail = ByMail.Contains(message.Channel, StringComparer.Ordinal);
        var failure = isMail ? WhyNot(to) : null;
        desk.Sendings.Add(new SandboxSending(desk.Sendings.Count + 1, message.Id, ticket.Id, message.Channel, isMail, to, failure));
        if (failure is null)
        {
            desk.Messages.Save(message with { Sent = time });
            desk.Tickets.Save(ticket with { IsLastNotDelivered = false });
            return;
        }

        desk.Messages.Save(message with { Failed = time, LastError = failure });
        desk.Tickets.Save(ticket with { IsLastNotDelivered = true, Updated = desk.NextChange() });
        desk.Events.Add("ticket-message-failed", "TicketMessage", message.Id);
        desk.Events.Add("ticket-updated", "Ticket", ticket.Id);
    }
}
