namespace Weir.Sandbox.Gorgias;

/// <summary>Some of the users. <see cref="Decoration"/> is JSON text.</summary>
internal sealed record Team : ISmallRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string Decoration { get; init; } = "{}";

    public IReadOnlyList<int> MemberIds { get; init; } = [];

    public required long Created { get; init; }
}
