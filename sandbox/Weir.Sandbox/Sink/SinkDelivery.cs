namespace Weir.Sandbox;

/// <summary>One record that a sink accepted (answered with 200).</summary>
/// <param name="Number">1 for the first one, in the order of acceptance; the records of a batch have numbers of their
/// own.</param>
/// <param name="Id">The id field of the body as text; empty where there was none.</param>
/// <param name="IdempotencyKey">The header of the request, null where there was none.</param>
/// <param name="At">When it was accepted.</param>
public sealed record SinkDelivery(long Number, string Id, string? IdempotencyKey, DateTimeOffset At);
