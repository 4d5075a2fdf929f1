namespace Weir.Sandbox.Gorgias;

/// <summary>A saved search. What is JSON inside is kept as JSON text.</summary>
internal sealed record View : ISmallRow
{
    public const string OfTickets = "ticket-list";
    public const string OfCustomers = "customer-list";

    public required int Id { get; init; }

    public string Category { get; init; } = "user";

    public required string Name { get; init; }

    public required string Slug { get; init; }

    public string Type { get; init; } = OfTickets;

    public string Visibility { get; init; } = "public";

    public string Fields { get; init; } = "[]";

    /// <summary>An expression; empty for everything.</summary>
    public string Filters { get; init; } = "";

    public string OrderBy { get; init; } = "updated_datetime";

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    public string OrderDir { get; init; } = "desc";

    public string? Search { get; init; }

    public string? Decoration { get; init; }

    public int? SectionId { get; init; }

    public IReadOnlyList<int> SharedWithTeams { get; init; } = [];

    public IReadOnlyList<int> SharedWithUsers { get; init; } = [];

    public required long Created { get; init; }

    public long? Deactivated { get; init; }
}
