namespace Weir.Sandbox.Gorgias;

/// <summary>What a customer said about a ticket, or will be asked. Times are UTC microseconds.</summary>
internal sealed record Survey : IDeskRecord
{
    public required int Id { get; init; }

    public required int TicketId { get; init; }

    public required int CustomerId { get; init; }

    /// <summary>1 to 5; null before the customer answered.</summary>
    public int? Score { get; init; }

    public string? BodyText { get; init; }

    public string? Meta { get; init; }

    public required long Created { get; init; }

    public long? Scored { get; init; }

    public long? Sent { get; init; }

    public long? ShouldSend { get; init; }

    /// <summary>The real ones have no time of change.</summary>
    public long Updated => Created;

    public string? ExternalId => null;
}
