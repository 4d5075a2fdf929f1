namespace Weir.Sandbox.Gorgias;

/// <summary>A call that is to be made.</summary>
/// <param name="IntegrationId">Who calls.</param>
/// <param name="Trigger">Why.</param>
/// <param name="TicketId">About which ticket.</param>
/// <param name="MessageId">And which of its messages, where it is about one.</param>
/// <param name="Context">Of the event: one action calls once for a trigger, however often it changed the ticket.</param>
internal sealed record CallOrder(int IntegrationId, string Trigger, int TicketId, int? MessageId, string Context);
