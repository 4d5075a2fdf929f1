using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>What the audit is told of accounts: never a password, a token or what somebody typed as an address.</summary>
public sealed class AccountAudit(AuditTrail trail)
{
    private static readonly Actor Nobody = new("nobody", "Nobody", Role.Monitor);

    internal Task UserCreatedAsync(Actor by, User user) =>
        trail.NoteAsync(by, AuditActions.UserCreated, Of(user), ("role", user.Role.Word()));

    /// <summary>Nothing is noted where nothing was changed.</summary>
    internal Task UserChangedAsync(Actor by, StoredUser before, StoredUser after) => before == after
        ? Task.CompletedTask
        : trail.NoteAsync(by, AuditActions.UserChanged, Of(after.User), [.. Changed(before, after)]);

    internal Task UserDeletedAsync(Actor by, User user) => trail.NoteAsync(by, AuditActions.UserDeleted, Of(user));

    internal Task TokenCreatedAsync(Actor by, AccessToken token) =>
        trail.NoteAsync(by, AuditActions.TokenCreated, Of(token), ("role", token.Role.Word()));

    internal Task TokenDeletedAsync(Actor by, AccessToken token) => trail.NoteAsync(by, AuditActions.TokenDeleted, Of(token));

    internal Task SignedInAsync(SignedIn signedIn, SignInPlace place) => trail.NoteAsync(
        signedIn.User.Actor, AuditActions.SessionOpened, Of(signedIn.Session), From(place));

    /// <summary>Whoever was refused need not be the user whose password was tried.</summary>
    internal Task RefusedAsync(User? user, SignInPlace place) => trail.NoteAsync(
        Nobody, AuditActions.SessionRefused, user is null ? new AuditTarget("user", null, null) : Of(user), From(place));

    internal Task SignedOutAsync(Actor by, SessionId session) =>
        trail.NoteAsync(by, AuditActions.SessionClosed, Of(session));

    internal Task OthersSignedOutAsync(Actor by) => trail.NoteAsync(
        by, AuditActions.SessionClosed, new AuditTarget("session", null, null), ("which", "all others"));

    private static AuditTarget Of(User user) => new("user", user.Id.Value, user.Name, user.Version);

    private static AuditTarget Of(AccessToken token) => new("token", token.Id.Value, token.Name);

    private static AuditTarget Of(SessionId session) => new("session", session.Value, null);

    private static (string Name, string Value) From(SignInPlace place) => ("address", place.Address?.ToString() ?? "unknown");

    private static IEnumerable<string> Changed(StoredUser before, StoredUser after)
    {
        (string Field, bool IsChanged)[] fields =
        [
            ("email", before.User.Email != after.User.Email),
            ("name", before.User.Name != after.User.Name),
            ("role", before.User.Role != after.User.Role),
            ("status", before.User.Status != after.User.Status),
            ("password", before.PasswordHash != after.PasswordHash),
        ];
        return fields.Where(f => f.IsChanged).Select(f => f.Field);
    }
}
