namespace Weir.Sandbox.Gorgias;

/// <summary>Takes a ticket away for good, with its messages. Called while the desk's gate is held.</summary>
internal static class TicketRemoval
{
    public static void Remove(Desk desk, Ticket ticket)
    {
        desk.CountTags(ticket.TagIds, []);
        desk.Tickets.Remove(ticket.Id);
        desk.Messages.RemoveOfTicket(ticket.Id);
        desk.Events.Add("ticket-deleted", "Ticket", ticket.Id);
    }
}
