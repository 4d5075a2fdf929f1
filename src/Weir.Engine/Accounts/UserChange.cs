using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>Changes a stored user on top of the present version, as resources are changed.</summary>
internal static class UserChange
{
    /// <summary>How often a change without an expected version is tried on a newer one before it gives up.</summary>
    private const int AttemptsMax = 100;

    /// <summary>The user, or a <c>not_found</c> refusal.</summary>
    public static async Task<StoredUser> GetAsync(IUserStore store, UserId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) ?? throw RefusalException.NotFound("user", id.Value);

    /// <summary>
    /// Saves what <paramref name="change"/> makes of the present user, again on a newer one when somebody saves in between.
    /// What changes nothing is no new version. Refusals: <c>not_found</c>, <c>precondition_failed</c>, <c>conflict</c>.
    /// </summary>
    public static async Task<User> SaveAsync(
        IUserStore store,
        UserId id,
        int? expectedVersion,
        Func<StoredUser, StoredUser> change,
        Func<StoredUser, StoredUser, AuditEntry> audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var present = await GetAsync(store, id, cancellationToken);
            ResourceEditor.Expect(expectedVersion, present.User.Version);
            var changed = change(present);
            if (changed == present)
            {
                return present.User;
            }

            var user = changed.User with { Version = present.User.Version + 1, UpdatedAt = time.GetUtcNow() };
            var after = changed with { User = user };
            switch (await store.ReplaceAsync(after, audit(present, after), cancellationToken))
            {
                case UserWrite.Done:
                    return after.User;
                case UserWrite.LastOwner:
                    throw LastOwner();
            }
        }

        throw ChangedMeanwhile();
    }

    /// <summary>
    /// Deletes the user whom <paramref name="check"/> does not refuse. Refusals: <c>not_found</c>,
    /// <c>precondition_failed</c>, <c>conflict</c>.
    /// </summary>
    public static async Task DeleteAsync(
        IUserStore store,
        UserId id,
        int? expectedVersion,
        Action<User> check,
        Func<User, AuditEntry> audit,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var present = (await GetAsync(store, id, cancellationToken)).User;
            ResourceEditor.Expect(expectedVersion, present.Version);
            check(present);
            switch (await store.DeleteAsync(id, present.Version, audit(present), cancellationToken))
            {
                case UserWrite.Done:
                    return;
                case UserWrite.LastOwner:
                    throw LastOwner();
            }
        }

        throw ChangedMeanwhile();
    }

    private static RefusalException LastOwner() => new(
        ErrorCodes.Conflict, "This is the last active owner: make another owner first.");

    private static RefusalException ChangedMeanwhile() => new(
        ErrorCodes.PreconditionFailed, "It is being changed by others; read it again, then try once more.");
}
