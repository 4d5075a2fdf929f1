using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>What users do with themselves: see who they are, change their name and their password.</summary>
public sealed class ProfileService(
    IUserStore store,
    SessionService sessions,
    PasswordHashing passwords,
    AccountAudit audit,
    TimeProvider time)
{
    private const string CurrentPassword = "currentPassword";

    public async Task<Profile> ReadAsync(Caller caller, CancellationToken cancellationToken) => caller.User is { } id
        ? Profile.Of((await UserChange.GetAsync(store, id, cancellationToken)).User)
        : new Profile(MeView.Of(caller.Actor), null);

    /// <summary>
    /// Changes <c>name</c>; and <c>password</c>, with <c>currentPassword</c>. A new password ends all of the user's sessions
    /// and begins a new one for whoever asks. Refusals: <c>forbidden</c> for a token, <c>validation</c> when the current
    /// password is wrong, <c>rate_limited</c> when it was wrong too often.
    /// </summary>
    public async Task<Profile> ChangeAsync(
        Caller caller, JsonElement patch, int? expectedVersion, SignInPlace place, CancellationToken cancellationToken)
    {
        if (caller.User is not { } id)
        {
            Read(patch, MeView.Of(caller.Actor));
            throw new RefusalException(ErrorCodes.Forbidden, "A token has no name and no password of its own to change.");
        }

        var stored = await UserChange.GetAsync(store, id, cancellationToken);
        var change = Read(patch, MeView.Of(stored.User));
        if (change.CurrentPassword is { } current)
        {
            await CheckAsync(stored, current, place, cancellationToken);
        }

        var hash = change.Password is { } given ? await passwords.HashAsync(given, cancellationToken) : null;
        var user = await UserChange.SaveAsync(
            store,
            id,
            expectedVersion,
            present => new StoredUser(
                present.User with { Name = change.Name ?? present.User.Name },
                hash is null ? present.PasswordHash : Replaced(present, stored, hash)),
            (before, after) => audit.UserChanged(caller.Actor, before, after),
            time,
            cancellationToken);
        var signedIn = hash is null ? null : await sessions.BeginAsync(user, hash, null, place, cancellationToken);
        return Profile.Of(user, signedIn);
    }

    /// <summary>Whoever has set another password meanwhile was not asked for the one that was checked here.</summary>
    private static string Replaced(StoredUser present, StoredUser asChecked, string hash) =>
        present.PasswordHash == asChecked.PasswordHash ? hash : throw WrongPassword();

    private static Change Read(JsonElement patch, MeView me)
    {
        var reader = new DocumentReader(patch);
        var present = JsonSerializer.SerializeToElement(me, AccountJson.Default.MeView);
        reader.ReadOnly(present, "id", "kind", "email", "role");
        var name = reader.Has("name") ? reader.Name() : null;
        var current = reader.OptionalString(CurrentPassword, max: 1000);
        var password = reader.OptionalString("password");
        if (password is not null && PasswordRules.Problem(password, me.Email ?? "", name ?? me.Name) is { } problem)
        {
            reader.Refuse("password", problem);
        }

        if (password is not null && current is null && !reader.IsRefused(CurrentPassword))
        {
            reader.Refuse(CurrentPassword, "A new password needs the current one.", ErrorCodes.Required);
        }

        reader.Finish();
        return new Change(name, current, password);
    }

    private static RefusalException WrongPassword() =>
        RefusalException.Invalid(CurrentPassword, "This is not the current password.");

    private async Task CheckAsync(
        StoredUser user, string current, SignInPlace place, CancellationToken cancellationToken)
    {
        if (await sessions.CheckAsync(user.User.Email, user, current, place.Address, cancellationToken) == PasswordMatch.Wrong)
        {
            throw WrongPassword();
        }
    }

    // Not a record: its text would show the passwords.
    private sealed class Change(string? name, string? currentPassword, string? password)
    {
        public string? Name => name;

        public string? CurrentPassword => currentPassword;

        public string? Password => password;
    }
}

/// <summary>Who asks.</summary>
/// <param name="View">As it is shown.</param>
/// <param name="Version">A user's; null for a token.</param>
/// <param name="SignedIn">The new session after a new password; else null.</param>
public sealed record Profile(MeView View, int? Version, SignedIn? SignedIn = null)
{
    internal static Profile Of(User user, SignedIn? signedIn = null) => new(MeView.Of(user), user.Version, signedIn);
}
