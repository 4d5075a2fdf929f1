using System.Text.Json;
using Dapper;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class AuditStore(Database database) : IAuditLog
{
    private const string Add =
        """
        insert into audit (id, at, actor, actor_name, action, kind, target, target_name, version, fields, detail)
        values (@Id, @At, @Actor, @ActorName, @Action, @Kind, @Target, @TargetName, @Version, @Fields, @Detail)
        """;

    private const string Select =
        """
        select id as Id, at as At, actor as Actor, actor_name as ActorName, action as Action, kind as Kind, target as Target,
            target_name as TargetName, version as Version, fields as Fields, detail as Detail
        from audit
        """;

    private const string DropBefore = "delete from audit where at < @before";

    private const string Refused = $"action = '{AuditActions.SessionRefused}'";

    private const string Others = $"action <> '{AuditActions.SessionRefused}'";

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full, session => WriteAsync(session, entry), cancellationToken);

    public async Task<Slice<AuditEntry>> ListAsync(
        AuditQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        Cursor.CheckLimit(limit);
        var parameters = new DynamicParameters(new { limit = limit + 1 });
        var conditions = Conditions(query, parameters);
        var list = $"audit:{query.Kind}:{query.Target}:{query.Actor}:{query.Action}";
        if (cursor is not null)
        {
            var (id, at) = Cursor.DecodeNumber(list, cursor);
            conditions.Add("(at, id) < (@cursorAt, @cursorId)");
            parameters.Add("cursorAt", at);
            parameters.Add("cursorId", id);
        }

        var where = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        var sql = $"{Select}{where} order by at desc, id desc limit @limit";
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(sql, parameters), cancellationToken);
        return Cursor.Slice(rows, limit, r => r.ToEntry(), r => Cursor.Encode(list, r.Id, $"{r.At}"));
    }

    public async Task<int> DropAsync(
        DateTimeOffset before, int rowsMax, int refusedMax, CancellationToken cancellationToken)
    {
        // Looked for beside the writers: entries only come on top, so what is beyond stays beyond.
        var others = await LastBeyondAsync(Others, rowsMax, cancellationToken);
        var refused = await LastBeyondAsync(Refused, refusedMax, cancellationToken);
        return await database.WriteAsync(
            Durability.Normal,
            async session => await session.ExecuteAsync(DropBefore, new { before = Micros.Of(before) })
                + await DropFromAsync(session, Others, others)
                + await DropFromAsync(session, Refused, refused),
            cancellationToken);
    }

    /// <summary>Into a transaction that is open: a change and its entry are stored together or not at all.</summary>
    internal static Task<int> WriteAsync(Session session, AuditEntry entry)
    {
        var bounded = entry.Bounded();
        return session.ExecuteAsync(Add, new
        {
            bounded.Id,
            At = Micros.Of(bounded.At),
            Actor = bounded.By.Id,
            ActorName = bounded.By.Name,
            bounded.Action,
            bounded.Kind,
            bounded.Target,
            bounded.TargetName,
            Version = (long?)bounded.Version,
            Fields = JsonSerializer.Serialize(bounded.Fields, StorageJson.Default.IReadOnlyListString),
            Detail = JsonSerializer.Serialize(bounded.Detail, StorageJson.Default.IReadOnlyDictionaryStringString),
        });
    }

    private static Task<int> DropFromAsync(Session session, string which, Place? place) => place is null
        ? Task.FromResult(0)
        : session.ExecuteAsync($"delete from audit where {which} and (at, id) <= (@At, @Id)", place);

    private static List<string> Conditions(AuditQuery query, DynamicParameters parameters)
    {
        var conditions = new List<string>();
        foreach (var (column, value) in new[]
            {
                ("kind", query.Kind), ("target", query.Target), ("actor", query.Actor), ("action", query.Action),
            })
        {
            if (value is not null)
            {
                conditions.Add($"{column} = @{column}");
                parameters.Add(column, value);
            }
        }

        if (query.Since is { } since)
        {
            conditions.Add("at >= @since");
            parameters.Add("since", Micros.Of(since));
        }

        if (query.Until is { } until)
        {
            conditions.Add("at < @until");
            parameters.Add("until", Micros.Of(until));
        }

        return conditions;
    }

    /// <summary>The newest entry of those that are too many; null when there are none.</summary>
    private Task<Place?> LastBeyondAsync(string which, int rowsMax, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync<Place>(
            $"select at as At, id as Id from audit where {which} order by at desc, id desc limit 1 offset @rowsMax", new { rowsMax }),
        cancellationToken);

    private sealed record Place(long At, string Id);

    private sealed record Row(
        string Id,
        long At,
        string Actor,
        string ActorName,
        string Action,
        string Kind,
        string? Target,
        string? TargetName,
        long? Version,
        string Fields,
        string Detail)
    {
        public AuditEntry ToEntry() => new()
        {
            Id = Id,
            At = Micros.ToTime(At),
            By = new Signature(Actor, ActorName),
            Action = Action,
            Kind = Kind,
            Target = Target,
            TargetName = TargetName,
            Version = (int?)Version,
            Fields = JsonSerializer.Deserialize(Fields, StorageJson.Default.IReadOnlyListString)!,
            Detail = JsonSerializer.Deserialize(Detail, StorageJson.Default.IReadOnlyDictionaryStringString)!,
        };
    }
}
