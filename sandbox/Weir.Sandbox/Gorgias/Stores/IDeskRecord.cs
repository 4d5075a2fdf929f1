namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What tickets and customers have in common: they are found by id and external id, and sorted by two times.
/// </summary>
internal interface IDeskRecord
{
    int Id { get; }

    string? ExternalId { get; }

    long Created { get; }

    long Updated { get; }
}
