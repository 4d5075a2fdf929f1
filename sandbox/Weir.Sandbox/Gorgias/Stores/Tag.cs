namespace Weir.Sandbox.Gorgias;

internal sealed record Tag : ISmallRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Lower-case <c>#rrggbb</c>.</summary>
    public string? Color { get; init; }

    /// <summary>How many tickets have it.</summary>
    public required int Usage { get; init; }

    public required long Created { get; init; }
}
