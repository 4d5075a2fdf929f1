namespace Weir.Model;

/// <summary>
/// A token for scripts and other programs. It belongs to the account, not to whoever made it: it lives on when that user is
/// gone. The token itself is not part of it: only its hash is stored.
/// </summary>
public sealed record AccessToken
{
    public required TokenId Id { get; init; }

    /// <summary>Unique without regard to case.</summary>
    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>From then on it is refused; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To about a minute; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The id of who made it.</summary>
    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Actor Actor => new(Id.Value, Name, Role);

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
