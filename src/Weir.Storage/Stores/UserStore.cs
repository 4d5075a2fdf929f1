using System.Data.Common;
using Dapper;
using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class UserStore(Database database) : IUserStore
{
    private const string ByEmail = UserRow.Select + " where email_key = @emailKey";

    private const string HasOwner = "select count(*) from users where role = 'owner'";

    private const string OtherOwners = "select count(*) from users where role = 'owner' and is_active = 1 and id <> @id";

    private const string Count = "select count(*) from users";

    private const string Insert =
        """
        insert into users
            (id, email, email_key, name, name_key, role, is_active, password_hash, version, created_at, updated_at)
        values (@Id, @Email, @EmailKey, @Name, @NameKey, @Role, @IsActive, @PasswordHash, @Version, @CreatedAt, @UpdatedAt)
        """;

    private const string Replace =
        """
        update users
        set email = @Email, email_key = @EmailKey, name = @Name, name_key = @NameKey, role = @Role, is_active = @IsActive,
            password_hash = @PasswordHash, version = @Version, updated_at = @UpdatedAt
        where id = @Id
        """;

    private const string Delete = "delete from users where id = @id";

    private const string EndSessions = "delete from sessions where user_id = @id";

    public async Task<StoredUser?> FindAsync(UserId id, CancellationToken cancellationToken) => (await database.ReadAsync(
        session => session.FirstAsync<UserRow>(UserRow.ById, new { id = id.Value }), cancellationToken))?.ToUser();

    public async Task<StoredUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FirstAsync<UserRow>(ByEmail, new { emailKey = ResourceRow.NameKeyOf(email) }),
            cancellationToken))?.ToUser();

    public Task<Slice<User>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var sql = UserRow.Select + " where 1 = 1";
        if (query.Text is { Length: > 0 } text)
        {
            var position = database.Dialect.Position;
            sql += $" and ({position("name_key", "@text")} > 0 or {position("email_key", "@text")} > 0)";
            parameters.Add("text", SearchKey.Of(text));
        }

        return ListOrder.SliceAsync<UserRow, User>(
            database, "user", sql, parameters, query, r => r.Place, r => r.ToUser().User, cancellationToken);
    }

    public async Task<bool> HasOwnerAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.FirstAsync<long>(HasOwner), cancellationToken) > 0;

    public Task InsertAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) => SaveAsync(
        user.User.Email,
        async session =>
        {
            await InsertAsync(session, user, audit);
            return true;
        },
        cancellationToken);

    public Task<bool> InsertFirstOwnerAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) => SaveAsync(
        user.User.Email,
        async session =>
        {
            if (await session.FirstAsync<long>(HasOwner) > 0)
            {
                return false;
            }

            await InsertAsync(session, user, audit);
            return true;
        },
        cancellationToken);

    public Task<UserWrite> ReplaceAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) => SaveAsync(
        user.User.Email,
        async session =>
        {
            var id = user.User.Id.Value;
            var present = (await session.FirstAsync<UserRow>(UserRow.ById, new { id }))?.ToUser();
            if (present is null || present.User.Version != user.User.Version - 1)
            {
                return UserWrite.Changed;
            }

            if (!user.User.IsActiveOwner && await IsLastOwnerAsync(session, present.User))
            {
                return UserWrite.LastOwner;
            }

            await session.ExecuteAsync(Replace, Values(user));
            if (user.PasswordHash != present.PasswordHash || user.User.Status != UserStatus.Active)
            {
                await session.ExecuteAsync(EndSessions, new { id });
            }

            await AuditStore.WriteAsync(session, audit);
            return UserWrite.Done;
        },
        cancellationToken);

    public Task<UserWrite> DeleteAsync(UserId user, int version, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session =>
            {
                var id = user.Value;
                var present = (await session.FirstAsync<UserRow>(UserRow.ById, new { id }))?.ToUser().User;
                if (present?.Version != version)
                {
                    return UserWrite.Changed;
                }

                if (await IsLastOwnerAsync(session, present))
                {
                    return UserWrite.LastOwner;
                }

                await session.ExecuteAsync(EndSessions, new { id });
                await session.ExecuteAsync(Delete, new { id });
                await AuditStore.WriteAsync(session, audit);
                return UserWrite.Done;
            },
            cancellationToken);

    private static async Task<bool> IsLastOwnerAsync(Session session, User user) =>
        user.IsActiveOwner && await session.FirstAsync<long>(OtherOwners, new { id = user.Id.Value }) == 0;

    private static async Task InsertAsync(Session session, StoredUser user, AuditEntry audit)
    {
        if (await session.FirstAsync<long>(Count) >= IUserStore.UsersMax)
        {
            throw new RefusalException(ErrorCodes.Conflict, $"There are {IUserStore.UsersMax} users already; delete one first.");
        }

        await session.ExecuteAsync(Insert, Values(user));
        await AuditStore.WriteAsync(session, audit);
    }

    private static object Values(StoredUser stored)
    {
        var user = stored.User;
        return new
        {
            Id = user.Id.Value,
            user.Email,
            EmailKey = ResourceRow.NameKeyOf(user.Email),
            user.Name,
            NameKey = ResourceRow.NameKeyOf(user.Name),
            Role = user.Role.Word(),
            IsActive = user.Status == UserStatus.Active ? 1L : 0L,
            stored.PasswordHash,
            Version = (long)user.Version,
            CreatedAt = Micros.Of(user.CreatedAt),
            UpdatedAt = Micros.Of(user.UpdatedAt),
        };
    }

    private async Task<T> SaveAsync<T>(string email, Func<Session, Task<T>> save, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(Durability.Full, save, cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            var message = $"There is already a user with the address {email}.";
            throw new RefusalException(ErrorCodes.Conflict, message, new Problem("email", ErrorCodes.Conflict, message));
        }
    }
}
