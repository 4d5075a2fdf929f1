using Dapper;
using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class SessionStore(Database database) : ISessionStore
{
    private const string List = "session";

    private const string Select =
        """
        select id as Id, hash as Hash, user_id as UserId, created_at as CreatedAt, last_seen_at as LastSeenAt,
            address as Address, user_agent as UserAgent
        from sessions
        """;

    private const string ByHash = Select + " where hash = @hash";

    private const string OfUser = Select + " where user_id = @user and created_at > @born and last_seen_at > @seen";

    private const string SetHash = "update users set password_hash = @hash where id = @id";

    private const string RemoveOver = "delete from sessions where created_at <= @born or last_seen_at <= @seen";

    // The newest stay, together with the one that comes.
    private const string RemoveOldest =
        """
        delete from sessions where user_id = @user and id not in
            (select id from sessions where user_id = @user order by created_at desc, id desc limit @kept)
        """;

    private const string Insert =
        """
        insert into sessions (id, hash, user_id, created_at, last_seen_at, address, user_agent)
        values (@Id, @Hash, @User, @CreatedAt, @LastSeenAt, @Address, @UserAgent)
        """;

    private const string Touch = "update sessions set last_seen_at = @at where id = @id and last_seen_at < @at";

    private const string End = "delete from sessions where user_id = @user and id = @id";

    private const string EndOthers = "delete from sessions where user_id = @user and id <> @kept";

    public Task<bool> BeginAsync(NewSession begun, AuditEntry audit, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            var id = begun.Session.User.Value;
            var user = (await session.FirstAsync<UserRow>(UserRow.ById, new { id }))?.ToUser();
            if (user?.User.Status != UserStatus.Active || user.PasswordHash != begun.CheckedPasswordHash)
            {
                return false;
            }

            if (begun.NewPasswordHash is { } hash)
            {
                await session.ExecuteAsync(SetHash, new { id, hash });
            }

            await session.ExecuteAsync(RemoveOver, Bounds(begun.Session.CreatedAt));
            await session.ExecuteAsync(RemoveOldest, new { user = id, kept = ISessionStore.SessionsOfUserMax - 1 });
            await session.ExecuteAsync(Insert, Values(begun));
            await AuditStore.WriteAsync(session, audit);
            return true;
        },
        cancellationToken);

    public Task<FoundSession?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken) => database.ReadAsync(
        async session => await session.FirstAsync<Row>(ByHash, new { hash }) is { } row
            && await session.FirstAsync<UserRow>(UserRow.ById, new { id = row.UserId }) is { } user
                ? new FoundSession(row.ToSession(), row.Hash, user.ToUser().User)
                : null,
        cancellationToken);

    public async Task<Slice<SignInSession>> ListAsync(
        UserId user, DateTimeOffset now, int limit, string? cursor, CancellationToken cancellationToken)
    {
        Cursor.CheckLimit(limit);
        var parameters = new DynamicParameters(Bounds(now));
        parameters.Add("user", user.Value);
        parameters.Add("limit", limit + 1);
        var sql = OfUser;
        if (cursor is not null)
        {
            var (id, value) = Cursor.DecodeNumber(List, cursor);
            sql += " and (created_at, id) < (@value, @id)";
            parameters.Add("value", value);
            parameters.Add("id", id);
        }

        sql += " order by created_at desc, id desc limit @limit";
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(sql, parameters), cancellationToken);
        return Cursor.Slice(rows, limit, r => r.ToSession(), r => Cursor.Encode(List, r.Id, $"{r.CreatedAt}"));
    }

    public Task TouchAsync(SessionId id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal, session => session.ExecuteAsync(Touch, new { id = id.Value, at = Micros.Of(at) }), cancellationToken);

    public Task<bool> EndAsync(UserId user, SessionId id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session => await session.ExecuteAsync(End, new { user = user.Value, id = id.Value }) > 0
                && await AuditStore.WriteAsync(session, audit) > 0,
            cancellationToken);

    public Task EndOthersAsync(UserId user, SessionId? kept, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session =>
            {
                await session.ExecuteAsync(EndOthers, new { user = user.Value, kept = kept?.Value ?? "" });
                return await AuditStore.WriteAsync(session, audit);
            },
            cancellationToken);

    /// <summary>Sessions from these times, or from before, are over.</summary>
    private static object Bounds(DateTimeOffset now) => new
    {
        born = Micros.Of(now - SignInSession.LifeMax),
        seen = Micros.Of(now - SignInSession.IdleMax),
    };

    private static object Values(NewSession begun) => new
    {
        Id = begun.Session.Id.Value,
        begun.Hash,
        User = begun.Session.User.Value,
        CreatedAt = Micros.Of(begun.Session.CreatedAt),
        LastSeenAt = Micros.Of(begun.Session.LastSeenAt),
        begun.Session.Address,
        begun.Session.UserAgent,
    };

    private sealed record Row(
        string Id, byte[] Hash, string UserId, long CreatedAt, long LastSeenAt, string? Address, string? UserAgent)
    {
        public SignInSession ToSession() => new()
        {
            Id = new SessionId(Id),
            User = new UserId(UserId),
            CreatedAt = Micros.ToTime(CreatedAt),
            LastSeenAt = Micros.ToTime(LastSeenAt),
            Address = Address,
            UserAgent = UserAgent,
        };
    }
}
