using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Where users and the hashes of their passwords live. Safe for many callers; each method is one transaction, durable when
/// it returns: what it does is stored together with its entry of the audit, or not at all. An e-mail address that another user has is a <c>conflict</c> refusal on <c>email</c>.
/// </summary>
public interface IUserStore
{
    /// <summary>More users than these are a <c>conflict</c> refusal.</summary>
    const int UsersMax = 10_000;

    Task<StoredUser?> FindAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>By e-mail address without regard to case.</summary>
    Task<StoredUser?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>As lists of resources; <see cref="ListQuery.Text"/> is looked for in names and e-mail addresses.</summary>
    Task<Slice<User>> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>True when any user is an owner. One that there is never goes: the last active one stays.</summary>
    Task<bool> HasOwnerAsync(CancellationToken cancellationToken);

    Task InsertAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores an owner when there is none; false when there is. Of many at once exactly one is true.</summary>
    Task<bool> InsertFirstOwnerAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the user when the stored version is the one before, and ends the user's sessions when the password's hash is
    /// another one or the user is no longer active.
    /// </summary>
    Task<UserWrite> ReplaceAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes the user with all sessions when the stored version is <paramref name="version"/>.</summary>
    Task<UserWrite> DeleteAsync(UserId id, int version, AuditEntry audit, CancellationToken cancellationToken);
}

/// <summary>A user as stored.</summary>
/// <param name="User">What may be shown.</param>
/// <param name="PasswordHash">Null for one without a password, who cannot sign in until one is set.</param>
public sealed record StoredUser(User User, string? PasswordHash);

/// <summary>What became of a change.</summary>
public enum UserWrite
{
    Done,

    /// <summary>Nothing was done: the stored version is another one, or the user is gone.</summary>
    Changed,

    /// <summary>Nothing was done: it would have left the account without an active owner.</summary>
    LastOwner,
}
