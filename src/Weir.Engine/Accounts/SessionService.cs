using System.Net;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Signing in and out with a password. A session is a random value in the browser's cookie; each sign-in makes a new one.
/// </summary>
public sealed class SessionService(
    IUserStore users,
    ISessionStore sessions,
    PasswordHashing passwords,
    SignInLimits limits,
    AccountAudit audit,
    IdSource ids,
    TimeProvider time)
{
    private const int UserAgentCharactersMax = 200;

    private readonly LastUse _lastUse = new(time);

    /// <summary>
    /// Signs in with <c>{"email","password"}</c>. Refusals: <c>unauthorized</c>, which never says what was wrong;
    /// <c>rate_limited</c> after too many failures, also with the right password.
    /// </summary>
    public async Task<SignedIn> SignInAsync(JsonElement body, SignInPlace place, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(body);
        var email = reader.RequiredString("email", max: 1000);
        var password = reader.RequiredString("password", max: 1000);
        reader.Finish();
        var user = await users.FindByEmailAsync(email, cancellationToken);
        var match = await CheckAsync(email, user, password, place.Address, cancellationToken);
        if (user?.PasswordHash is not { } hash || match == PasswordMatch.Wrong)
        {
            await audit.RefusedAsync(user?.User, place);
            throw Wrong();
        }

        var anew = match == PasswordMatch.RightButOld ? await passwords.HashAsync(password, cancellationToken) : null;
        return await BeginAsync(user.User, hash, anew, place, cancellationToken) ?? throw Wrong();
    }

    /// <summary>
    /// Begins a session of a user whose password is known to be right; null when the user was changed meanwhile.
    /// </summary>
    /// <param name="user">Who is signed in.</param>
    /// <param name="checkedHash">The stored hash that the password matched.</param>
    /// <param name="newHash">One to store in its place; null keeps it.</param>
    /// <param name="place">From where.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<SignedIn?> BeginAsync(
        User user, string checkedHash, string? newHash, SignInPlace place, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var value = Credential.NewValue();
        var session = new SignInSession
        {
            Id = ids.New<SessionId>(),
            User = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            Address = place.Address?.ToString(),
            UserAgent = place.UserAgent is { Length: > UserAgentCharactersMax } agent ? agent[..UserAgentCharactersMax] : place.UserAgent,
        };
        var begun = new NewSession(session, Credential.HashOf(value), checkedHash, newHash);
        var signedIn = new SignedIn(user, session.Id, value);
        return await sessions.BeginAsync(begun, audit.SignedIn(signedIn, place), cancellationToken) ? signedIn : null;
    }

    /// <summary>Checks a password under the limits; that of a user who may not sign in is wrong.</summary>
    internal async Task<PasswordMatch> CheckAsync(
        string email, StoredUser? user, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var attempt = limits.BeginPassword(email, address);
        try
        {
            var match = await passwords.CheckAsync(user?.PasswordHash, password, cancellationToken);
            if (match == PasswordMatch.Wrong || user?.User.Status != UserStatus.Active)
            {
                return PasswordMatch.Wrong;
            }

            attempt.WasRight();
            return match;
        }
        catch (RefusalException)
        {
            attempt.WasNotTried();
            throw;
        }
    }

    /// <summary>Who is signed in with the cookie's value; null when it is unknown or over, or its user is disabled.</summary>
    public async Task<SignedIn?> FindAsync(string value, CancellationToken cancellationToken)
    {
        if (!Credential.IsPossible(value))
        {
            return null;
        }

        var hash = Credential.HashOf(value);
        var now = time.GetUtcNow();
        if (await sessions.FindByHashAsync(hash, cancellationToken) is not { } found
            || !Credential.AreEqual(found.Hash, hash)
            || found.Session.IsOver(now)
            || found.User.Status != UserStatus.Active)
        {
            return null;
        }

        if (_lastUse.IsDue(found.Session.Id.Value, found.Session.LastSeenAt))
        {
            await sessions.TouchAsync(found.Session.Id, now, cancellationToken);
        }

        return new SignedIn(found.User, found.Session.Id, value);
    }

    /// <summary>Ends the session that asks; nothing to end is no failure.</summary>
    public async Task SignOutAsync(Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is { User: { } user, Session: { } session })
        {
            await sessions.EndAsync(user, session, audit.SignedOut(caller.Actor, session), cancellationToken);
        }
    }

    /// <summary>The caller's own sessions, newest first.</summary>
    public async Task<Slice<SessionView>> ListAsync(
        Caller caller, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (caller.User is not { } user)
        {
            return new Slice<SessionView>([], null);
        }

        var own = await sessions.ListAsync(user, time.GetUtcNow(), limit, cursor, cancellationToken);
        return new Slice<SessionView>([.. own.Data.Select(session => SessionView.Of(session, caller.Session))], own.Next);
    }

    /// <summary>Ends one of the caller's own sessions. Refusal: <c>not_found</c>.</summary>
    public async Task EndAsync(Caller caller, SessionId id, CancellationToken cancellationToken)
    {
        if (caller.User is not { } user
            || !await sessions.EndAsync(user, id, audit.SignedOut(caller.Actor, id), cancellationToken))
        {
            throw RefusalException.NotFound("session", id.Value);
        }
    }

    /// <summary>Ends all of the caller's own sessions but the one that asks.</summary>
    public async Task EndOthersAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.User is { } user)
        {
            await sessions.EndOthersAsync(user, caller.Session, audit.OthersSignedOut(caller.Actor), cancellationToken);
        }
    }

    private static RefusalException Wrong() =>
        new(ErrorCodes.Unauthorized, "The e-mail address or the password is wrong, or this user may not sign in.");
}

/// <summary>From where somebody signs in.</summary>
/// <param name="Address">Null when that is not known.</param>
/// <param name="UserAgent">What the browser calls itself; null when it says nothing.</param>
public sealed record SignInPlace(IPAddress? Address, string? UserAgent);

/// <summary>A user in a session, and the value that its cookie holds.</summary>
public sealed record SignedIn(User User, SessionId Session, string Value)
{
    // The value is a secret: a record's own text would show it.
    public override string ToString() => $"{User.Id} in {Session}";
}

/// <summary>Whoever asks, as far as sessions are concerned.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Session">The session that asks; null for a token.</param>
public sealed record Caller(Actor Actor, SessionId? Session)
{
    /// <summary>Null for a token.</summary>
    public UserId? User => Session is null ? null : new UserId(Actor.Id);
}
