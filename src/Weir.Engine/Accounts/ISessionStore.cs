using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Where sessions live, by the hash of their value. Safe for many callers; each method is one transaction: what it does is
/// stored together with its entry of the audit, or not at all. They end with their user, and when the user is disabled or the password changes: that is the user store's.
/// </summary>
public interface ISessionStore
{
    /// <summary>A user's oldest session ends when there would be more than these.</summary>
    const int SessionsOfUserMax = 100;

    /// <summary>
    /// Begins a session when the user is active and still has the password that was checked; removes those that are over.
    /// False when the user has changed meanwhile. Durable when it returns.
    /// </summary>
    Task<bool> BeginAsync(NewSession session, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The session of that hash with its user; null when there is none. It may be over.</summary>
    Task<FoundSession?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>The user's sessions that are not over at <paramref name="now"/>, newest first.</summary>
    Task<Slice<SignInSession>> ListAsync(
        UserId user, DateTimeOffset now, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Notes a request; the last one may be lost in a crash.</summary>
    Task TouchAsync(SessionId id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ends the user's session of that id; false when there is none. Durable when it returns.</summary>
    Task<bool> EndAsync(UserId user, SessionId id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Ends all of the user's sessions but one (null: all). Durable when it returns.</summary>
    Task EndOthersAsync(UserId user, SessionId? kept, AuditEntry audit, CancellationToken cancellationToken);
}

/// <summary>A session that begins.</summary>
/// <param name="Session">What may be shown.</param>
/// <param name="Hash">SHA-256 of its value.</param>
/// <param name="CheckedPasswordHash">The stored hash that the given password matched.</param>
/// <param name="NewPasswordHash">The same password hashed anew, when the stored hash is of an older kind; else null.</param>
public sealed record NewSession(
    SignInSession Session, byte[] Hash, string CheckedPasswordHash, string? NewPasswordHash = null);

/// <summary>A session with its user.</summary>
/// <param name="Session">It may be over.</param>
/// <param name="Hash">SHA-256 of its value.</param>
/// <param name="User">As stored at this moment.</param>
public sealed record FoundSession(SignInSession Session, byte[] Hash, User User);
