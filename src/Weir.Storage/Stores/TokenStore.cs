using System.Data.Common;
using Dapper;
using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class TokenStore(Database database) : ITokenStore
{
    // A token is never changed: its update is its creation.
    private const string Select =
        """
        select id as Id, hash as Hash, name as Name, role as Role, expires_at as ExpiresAt, last_used_at as LastUsedAt,
            created_by as CreatedBy, created_at as CreatedAt
        from tokens
        """;

    private const string ById = Select + " where id = @id";

    private const string ByHash = Select + " where hash = @hash";

    private const string Count = "select count(*) from tokens";

    private const string Insert =
        """
        insert into tokens (id, hash, name, name_key, role, expires_at, created_by, created_at)
        values (@Id, @Hash, @Name, @NameKey, @Role, @ExpiresAt, @CreatedBy, @CreatedAt)
        """;

    private const string Delete = "delete from tokens where id = @id";

    private const string Touch =
        "update tokens set last_used_at = @at where id = @id and (last_used_at is null or last_used_at < @at)";

    public async Task<AccessToken?> FindAsync(TokenId id, CancellationToken cancellationToken) => (await database.ReadAsync(
        session => session.FirstAsync<Row>(ById, new { id = id.Value }), cancellationToken))?.ToToken();

    public async Task<StoredToken?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(session => session.FirstAsync<Row>(ByHash, new { hash }), cancellationToken);
        return row is null ? null : new StoredToken(row.ToToken(), row.Hash);
    }

    public Task<Slice<AccessToken>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var sql = Select + " where 1 = 1";
        if (query.Text is { Length: > 0 } text)
        {
            sql += $" and {database.Dialect.Position("name_key", "@text")} > 0";
            parameters.Add("text", SearchKey.Of(text));
        }

        var sorted = query.Sort == "updatedAt" ? query with { Sort = "createdAt" } : query;
        return ListOrder.SliceAsync<Row, AccessToken>(
            database, "token", sql, parameters, sorted, r => r.Place, r => r.ToToken(), cancellationToken);
    }

    public async Task InsertAsync(StoredToken stored, AuditEntry audit, CancellationToken cancellationToken)
    {
        var token = stored.Token;
        try
        {
            await database.WriteAsync(
                Durability.Full,
                async session =>
                {
                    if (await session.FirstAsync<long>(Count) >= ITokenStore.TokensMax)
                    {
                        throw new RefusalException(
                            ErrorCodes.Conflict, $"There are {ITokenStore.TokensMax} tokens already; delete one first.");
                    }

                    await session.ExecuteAsync(Insert, Values(stored));
                    return await AuditStore.WriteAsync(session, audit);
                },
                cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            var message = $"There is already a token named '{token.Name}'.";
            throw new RefusalException(ErrorCodes.Conflict, message, new Problem("name", ErrorCodes.Conflict, message));
        }
    }

    public Task<bool> DeleteAsync(TokenId id, AuditEntry audit, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session => await session.ExecuteAsync(Delete, new { id = id.Value }) > 0
            && await AuditStore.WriteAsync(session, audit) > 0,
        cancellationToken);

    public Task TouchAsync(TokenId id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal, session => session.ExecuteAsync(Touch, new { id = id.Value, at = Micros.Of(at) }), cancellationToken);

    private static object Values(StoredToken stored) => new
    {
        Id = stored.Token.Id.Value,
        stored.Hash,
        stored.Token.Name,
        NameKey = ResourceRow.NameKeyOf(stored.Token.Name),
        Role = stored.Token.Role.Word(),
        ExpiresAt = Micros.Of(stored.Token.ExpiresAt),
        stored.Token.CreatedBy,
        CreatedAt = Micros.Of(stored.Token.CreatedAt),
    };

    private sealed record Row(
        string Id,
        byte[] Hash,
        string Name,
        string Role,
        long? ExpiresAt,
        long? LastUsedAt,
        string CreatedBy,
        long CreatedAt)
    {
        public ListedRow Place => new(Id, ResourceRow.NameKeyOf(Name), CreatedAt, CreatedAt);

        public AccessToken ToToken() => new()
        {
            Id = new TokenId(Id),
            Name = Name,
            Role = Enum.Parse<Role>(Role, ignoreCase: true),
            ExpiresAt = Micros.ToTime(ExpiresAt),
            LastUsedAt = Micros.ToTime(LastUsedAt),
            CreatedBy = CreatedBy,
            CreatedAt = Micros.ToTime(CreatedAt),
        };
    }
}
