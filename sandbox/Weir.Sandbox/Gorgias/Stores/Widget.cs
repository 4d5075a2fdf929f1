namespace Weir.Sandbox.Gorgias;

/// <summary>A box beside a ticket or a customer. <see cref="Template"/> is JSON text.</summary>
internal sealed record Widget : ISmallRow
{
    public required int Id { get; init; }

    public required string Type { get; init; }

    public required string Context { get; init; }

    public int Order { get; init; }

    public int? IntegrationId { get; init; }

    public string? AppId { get; init; }

    public required string Template { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public long? Deactivated { get; init; }
}
