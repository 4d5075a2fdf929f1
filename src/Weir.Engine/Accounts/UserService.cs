using System.Text.Json;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>What administrators do with users. Nobody gives or touches a role above his own.</summary>
public sealed class UserService(
    IUserStore store, PasswordHashing passwords, AccountAudit audit, IdSource ids, TimeProvider time)
{
    private const string What = "user";

    /// <summary>Makes a user; without a password it cannot sign in yet. Refusals: <c>forbidden</c>, <c>conflict</c>.</summary>
    public async Task<UserView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var (user, password) = UserDocument.Read(body, ids.New<UserId>(), time.GetUtcNow());
        Authority.MayGive(by, user.Role);
        var hash = password is null ? null : await passwords.HashAsync(password, cancellationToken);
        await store.InsertAsync(new StoredUser(user, hash), audit.UserCreated(by, user), cancellationToken);
        return UserView.Of(user);
    }

    public async Task<UserView> ReadAsync(UserId id, CancellationToken cancellationToken) =>
        UserView.Of((await UserChange.GetAsync(store, id, cancellationToken)).User);

    public async Task<Slice<UserView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var users = await store.ListAsync(query, cancellationToken);
        return new Slice<UserView>([.. users.Data.Select(UserView.Of)], users.Next);
    }

    /// <summary>
    /// Changes a user. Another password, and <c>disabled</c>, end the user's sessions. Refusals: <c>not_found</c>,
    /// <c>forbidden</c> (also for one's own password), <c>precondition_failed</c>, <c>conflict</c> for a taken address and for the last active owner.
    /// </summary>
    public async Task<UserView> ChangeAsync(
        UserId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var present = await UserChange.GetAsync(store, id, cancellationToken);
        ResourceEditor.Expect(expectedVersion, present.User.Version);
        Authority.MayTouch(by, present.User.Role, What);
        var (_, password) = UserDocument.Read(present.User, patch);
        if (password.IsSaid && by.Id == id.Value)
        {
            throw OwnPassword();
        }

        var hash = password.New is { } given ? await passwords.HashAsync(given, cancellationToken) : null;
        return UserView.Of(await UserChange.SaveAsync(
            store,
            id,
            expectedVersion,
            latest => Changed(latest, patch, hash, by),
            (before, after) => audit.UserChanged(by, before, after),
            time,
            cancellationToken));
    }

    /// <summary>Deletes a user with all sessions; the tokens that the user made stay. Refusals as for a change.</summary>
    public Task DeleteAsync(UserId id, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        UserChange.DeleteAsync(
            store,
            id,
            expectedVersion,
            present => Authority.MayTouch(by, present.Role, What),
            present => audit.UserDeleted(by, present),
            cancellationToken);

    // A browser that was left open must not be enough to take its user over.
    private static RefusalException OwnPassword()
    {
        const string message = "Your own password is changed under /v1/me, with the current one.";
        return new RefusalException(ErrorCodes.Forbidden, message, new Problem("password", ErrorCodes.Forbidden, message));
    }

    private static StoredUser Changed(StoredUser present, JsonElement patch, string? newHash, Actor by)
    {
        Authority.MayTouch(by, present.User.Role, What);
        var (user, password) = UserDocument.Read(present.User, patch);
        Authority.MayGive(by, user.Role);
        return new StoredUser(user, password.IsSaid ? newHash : present.PasswordHash);
    }
}
