namespace Weir.Sandbox.Gorgias;

/// <summary>Something that happened to a record.</summary>
/// <param name="Id">Larger than 32 bits hold.</param>
/// <param name="Context">What belongs together has the same one: a UUID.</param>
/// <param name="Created">UTC microseconds.</param>
/// <param name="Data">JSON text, or null.</param>
/// <param name="ObjectId">Of the record.</param>
/// <param name="ObjectType">E.g. <c>Ticket</c>, <c>TicketMessage</c>.</param>
/// <param name="Type">E.g. <c>ticket-updated</c>.</param>
/// <param name="UserId">Who did it; null where nobody of the team did.</param>
internal sealed record DeskEvent(
    long Id, string Context, long Created, string? Data, int ObjectId, string ObjectType, string Type, int? UserId);
