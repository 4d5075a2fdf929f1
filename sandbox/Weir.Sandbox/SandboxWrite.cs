namespace Weir.Sandbox;

/// <summary>One write that the sandbox carried out, whether or not the client got its answer.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="Method">POST or PUT.</param>
/// <param name="Path">E.g. <c>/api/tickets/82000005</c>.</param>
/// <param name="Id">The record that was made or changed.</param>
/// <param name="IdempotencyKey">The header of the request, null where there was none; the real API does not look at
/// it.</param>
/// <param name="At">When.</param>
public sealed record SandboxWrite(
    long Number, string Method, string Path, long Id, string? IdempotencyKey, DateTimeOffset At);
