namespace Weir.Sandbox;

/// <summary>What would have gone to a customer if this were the real one.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="MessageId">The message that was sent; 0 for a satisfaction survey, whose channel says so.</param>
/// <param name="TicketId">Its ticket.</param>
/// <param name="Channel">E.g. <c>email</c>, <c>chat</c>.</param>
/// <param name="IsEmail">Whether it is an e-mail.</param>
/// <param name="To">The customer's address; null where there is none.</param>
/// <param name="Failure">Why it could not be sent; null where it was.</param>
public sealed record SandboxSending(
    int Number, int MessageId, int TicketId, string Channel, bool IsEmail, string? To, string? Failure);
