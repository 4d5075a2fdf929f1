namespace Weir.Model;

/// <summary>
/// A browser that is signed in. It ends 30 days after the sign-in, or 24 hours after its last request. Only a hash of the
/// value in its cookie is stored.
/// </summary>
public sealed record SignInSession
{
    public static readonly TimeSpan LifeMax = TimeSpan.FromDays(30);
    public static readonly TimeSpan IdleMax = TimeSpan.FromHours(24);

    public required SessionId Id { get; init; }

    public required UserId User { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To about a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Where it signed in from; null when that is not known.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser called itself when it signed in; null when it said nothing.</summary>
    public string? UserAgent { get; init; }

    public bool IsOver(DateTimeOffset now) => now - CreatedAt >= LifeMax || now - LastSeenAt >= IdleMax;
}
