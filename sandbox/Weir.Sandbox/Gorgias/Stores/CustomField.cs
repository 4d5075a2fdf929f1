namespace Weir.Sandbox.Gorgias;

/// <summary>The definition of a field of tickets or of customers.</summary>
internal sealed record CustomField : ISmallRow
{
    public const string OfTickets = "Ticket";
    public const string OfCustomers = "Customer";

    public required int Id { get; init; }

    public string? ExternalId { get; init; }

    public required string ObjectType { get; init; }

    public required string Label { get; init; }

    public string? Description { get; init; }

    public int Priority { get; init; }

    public bool Required { get; init; }

    public string RequirementType { get; init; } = "visible";

    public string? ManagedType { get; init; }

    /// <summary>JSON text: the type of its values and how they are put in.</summary>
    public required string Definition { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public long? Deactivated { get; init; }
}
