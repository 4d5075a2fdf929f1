namespace Weir.Model;

/// <summary>A person who may sign in. The password is not part of it: only its hash is stored, and nobody reads it.</summary>
public sealed record User
{
    public required UserId Id { get; init; }

    /// <summary>As it was written; unique without regard to case.</summary>
    public required string Email { get; init; }

    /// <summary>What the person is called; several may have the same name.</summary>
    public required string Name { get; init; }

    public required Role Role { get; init; }

    public required UserStatus Status { get; init; }

    /// <summary>Counts the saves, from 1.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>One who keeps the account alive: the last of them stays.</summary>
    public bool IsActiveOwner => Role == Role.Owner && Status == UserStatus.Active;

    public Actor Actor => new(Id.Value, Name, Role);
}

public enum UserStatus
{
    Active,

    /// <summary>May not sign in; what is signed in was ended.</summary>
    Disabled,
}
