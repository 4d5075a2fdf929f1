namespace Weir.Sandbox.Gorgias;

/// <summary>Somebody of the support team, or a bot.</summary>
internal sealed record User : ISmallRow
{
    public required int Id { get; init; }

    public required string Email { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string Role { get; init; }

    public string? Bio { get; init; }

    public string? Country { get; init; }

    public string? Language { get; init; }

    public string? Timezone { get; init; }

    public required string Meta { get; init; }

    public string? ExternalId { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public long? Deactivated { get; init; }

    public string Name => LastName.Length == 0 ? FirstName : $"{FirstName} {LastName}";
}
