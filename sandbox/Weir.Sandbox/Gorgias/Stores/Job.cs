namespace Weir.Sandbox.Gorgias;

/// <summary>Work on many records at once that is done in the background. What is JSON inside is kept as JSON text.</summary>
internal sealed record Job : ISmallRow
{
    public required int Id { get; init; }

    public required string Type { get; init; }

    public required string Status { get; init; }

    public string Params { get; init; } = "{}";

    public string Info { get; init; } = "{}";

    public string? Meta { get; init; }

    public required int UserId { get; init; }

    public required long Created { get; init; }

    public long? Scheduled { get; init; }

    public long? Started { get; init; }

    public long? Ended { get; init; }

    public long? Failed { get; init; }

    public long? CancelRequested { get; init; }

    public long? Cancelled { get; init; }
}
