using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>A user as the API shows it: never with anything of the password.</summary>
public sealed record UserView
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>monitor, manager, administrator or owner.</summary>
    public required string Role { get; init; }

    /// <summary>active or disabled.</summary>
    public required string Status { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "version", "createdAt", "updatedAt"];

    public static UserView Of(User user) => new()
    {
        Id = user.Id.Value,
        Email = user.Email,
        Name = user.Name,
        Role = user.Role.Word(),
        Status = user.Status.ToString().ToLowerInvariant(),
        Version = user.Version,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
    };
}

/// <summary>A token as the API shows it.</summary>
public sealed record TokenView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>monitor, manager, administrator or owner.</summary>
    public required string Role { get; init; }

    /// <summary>From then on it is refused; null never.</summary>
    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To about a minute; null when it was never used.</summary>
    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The id of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>1: a token is never changed.</summary>
    public int Version { get; init; } = 1;

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public DateTimeOffset UpdatedAt => CreatedAt;

    /// <summary>The token itself; only in the answer to its creation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>The fields that a client cannot write.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } =
        ["id", "lastUsedAt", "createdBy", "version", "createdAt", "updatedAt", "token"];

    public static TokenView Of(AccessToken token, string? value = null) => new()
    {
        Id = token.Id.Value,
        Name = token.Name,
        Role = token.Role.Word(),
        ExpiresAt = token.ExpiresAt,
        LastUsedAt = token.LastUsedAt,
        CreatedBy = token.CreatedBy,
        CreatedAt = token.CreatedAt,
        Token = value,
    };
}

/// <summary>A browser that is signed in, as its user sees it.</summary>
public sealed record SessionView
{
    public required string Id { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To about a minute.</summary>
    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Where it signed in from.</summary>
    public required string? Address { get; init; }

    /// <summary>What the browser called itself when it signed in.</summary>
    public required string? UserAgent { get; init; }

    /// <summary>True for the one that asks.</summary>
    public required bool Current { get; init; }

    public static SessionView Of(SignInSession session, SessionId? current) => new()
    {
        Id = session.Id.Value,
        CreatedAt = session.CreatedAt,
        LastSeenAt = session.LastSeenAt,
        Address = session.Address,
        UserAgent = session.UserAgent,
        Current = session.Id == current,
    };
}

/// <summary>Who asks.</summary>
public sealed record MeView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>user or token.</summary>
    public required string Kind { get; init; }

    /// <summary>A user's; a token has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>monitor, manager, administrator or owner.</summary>
    public required string Role { get; init; }

    public static MeView Of(User user) => new()
    {
        Id = user.Id.Value,
        Name = user.Name,
        Kind = "user",
        Email = user.Email,
        Role = user.Role.Word(),
    };

    public static MeView Of(Actor token) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Kind = "token",
        Role = token.Role.Word(),
    };
}

/// <summary>Who is signed in with the cookie, and whether there is anybody to sign in as.</summary>
/// <param name="User">Null when nobody is.</param>
/// <param name="SetupNeeded">True until there is an owner.</param>
public sealed record SessionStateView(UserView? User, bool SetupNeeded);

/// <summary>How accounts are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(TokenView))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(SessionStateView))]
public sealed partial class AccountJson : JsonSerializerContext;
