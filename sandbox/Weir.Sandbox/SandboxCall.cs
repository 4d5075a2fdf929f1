namespace Weir.Sandbox;

/// <summary>One call of an HTTP integration, with the attempts that it took.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="IntegrationId">Whose call it was.</param>
/// <param name="Trigger">E.g. <c>ticket-created</c>.</param>
/// <param name="TicketId">What it was about.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Status">The last status; null where there was no answer.</param>
public sealed record SandboxCall(int Number, int IntegrationId, string Trigger, int TicketId, int Attempts, int? Status);
