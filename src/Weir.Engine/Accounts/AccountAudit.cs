using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// What the audit is told of accounts: never a password, a token or what somebody typed as an address. The stores write these
/// entries together with what was done.
/// </summary>
public sealed class AccountAudit(AuditTrail trail)
{
    private static readonly Actor Nobody = new("nobody", "Nobody", Role.Monitor);

    internal AuditEntry UserCreated(Actor by, User user) =>
        trail.Entry(by, AuditActions.UserCreated, Of(user), [], ("role", user.Role.Word()));

    internal AuditEntry UserChanged(Actor by, StoredUser before, StoredUser after) =>
        trail.Entry(by, AuditActions.UserChanged, Of(after.User), [.. Changed(before, after)]);

    internal AuditEntry UserDeleted(Actor by, User user) => trail.Entry(by, AuditActions.UserDeleted, Of(user), []);

    internal AuditEntry TokenCreated(Actor by, AccessToken token) =>
        trail.Entry(by, AuditActions.TokenCreated, Of(token), [], ("role", token.Role.Word()));

    internal AuditEntry TokenDeleted(Actor by, AccessToken token) =>
        trail.Entry(by, AuditActions.TokenDeleted, Of(token), []);

    internal AuditEntry SignedIn(SignedIn signedIn, SignInPlace place) =>
        trail.Entry(signedIn.User.Actor, AuditActions.SessionOpened, Of(signedIn.Session), [], From(place));

    internal AuditEntry SignedOut(Actor by, SessionId session) =>
        trail.Entry(by, AuditActions.SessionClosed, Of(session), []);

    internal AuditEntry OthersSignedOut(Actor by) =>
        trail.Entry(by, AuditActions.SessionClosed, new AuditTarget("session", null, null), [], ("which", "all others"));

    /// <summary>Notes it at once. Whoever was refused need not be the user whose password was tried.</summary>
    internal Task RefusedAsync(User? user, SignInPlace place) => trail.NoteAsync(
        Nobody, AuditActions.SessionRefused, user is null ? new AuditTarget("user", null, null) : Of(user), From(place));

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
