namespace Weir.Sandbox.Gorgias;

/// <summary>A prepared answer. <see cref="Actions"/> is JSON text.</summary>
internal sealed record Macro : ISmallRow
{
    public required int Id { get; init; }

    public string? ExternalId { get; init; }

    public required string Name { get; init; }

    public string? Intent { get; init; }

    public string? Language { get; init; }

    public int Usage { get; init; }

    public string Actions { get; init; } = "[]";

    public required long Created { get; init; }

    public long? Updated { get; init; }

    public long? Archived { get; init; }
}
