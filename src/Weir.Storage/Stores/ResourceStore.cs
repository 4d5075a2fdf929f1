using System.Text.Json;
using Dapper;
using Weir.Engine.Audit;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed partial class ResourceStore(Database database) : IResourceStore
{
    // Users that a refusal names; the rest are counted.
    private const int NamedUsersMax = 5;

    public async Task<ResourceRow?> FindAsync(ResourceKind kind, string id, CancellationToken cancellationToken) =>
        (await FirstAsync(ResourceSql.ById, new { kind = Text(kind), id }, cancellationToken))?.ToResource();

    public async Task<ResourceRow?> FindByNameAsync(ResourceKind kind, string name, CancellationToken cancellationToken) =>
        (await FirstAsync(
            ResourceSql.ByName, new { kind = Text(kind), nameKey = ResourceRow.NameKeyOf(name) }, cancellationToken))?.ToResource();

    public async Task<ResourceRow?> FindVersionAsync(
        ResourceKind kind, string id, int version, CancellationToken cancellationToken) =>
        (await FirstAsync(ResourceSql.Version, new { kind = Text(kind), id, version }, cancellationToken))?.ToResource();

    public async Task<IReadOnlyList<ResourceVersion>> VersionsAsync(
        ResourceKind kind, string id, int? below, int limit, CancellationToken cancellationToken)
    {
        Cursor.CheckLimit(limit);
        var parameters = new { kind = Text(kind), id, below = below ?? long.MaxValue, limit };
        var rows = await database.ReadAsync(
            session => session.QueryAsync<VersionRow>(ResourceSql.Versions, parameters), cancellationToken);
        return [.. rows.Select(r => r.ToVersion())];
    }

    public async Task<Slice<ResourceRow>> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(new { kind = Text(kind) });
        var sql = ResourceSql.Select + " where kind = @kind";
        if (query.Text is { Length: > 0 } text)
        {
            sql += $" and {database.Dialect.Position("name_key", "@text")} > 0";
            parameters.Add("text", SearchKey.Of(text));
        }

        return await ListOrder.SliceAsync<Row, ResourceRow>(
            database, Text(kind), sql, parameters, query, r => r.Place, r => r.ToResource(), cancellationToken);
    }

    public async Task<IReadOnlyList<ResourceRow>> AllAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(ResourceSql.All, new { kind = Text(kind) }), cancellationToken);
        return [.. rows.Select(r => r.ToResource())];
    }

    public async Task<IReadOnlyList<ResourceRow>> AllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(ResourceSql.Everything), cancellationToken);
        return [.. rows.Select(r => r.ToResource())];
    }

    public Task<bool> DeleteAsync(
        ResourceKind kind, string id, int? expectedVersion, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session =>
            {
                var version = await session.FirstAsync<long?>(ResourceSql.PresentVersion, new { kind = Text(kind), id });
                if (version is null || (expectedVersion is not null && version != expectedVersion))
                {
                    return false;
                }

                if (await session.QueryAsync<UseRow>(ResourceSql.Uses, new { id }) is { Count: > 0 } uses)
                {
                    throw InUse(kind, uses);
                }

                await DeleteAsync(session, id, audit);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<ResourceUse>> UsesAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<UseRow>(ResourceSql.Uses, new { id }), cancellationToken);
        return [.. rows.Select(r => new ResourceUse(KindOf(r.Kind), r.Id, r.Name))];
    }

    public async Task<IReadOnlyDictionary<string, byte[]>> SecretsAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<SecretRow>(ResourceSql.Secrets, new { id = id.Value }), cancellationToken);
        return rows.ToDictionary(r => r.Field, r => r.Cipher, StringComparer.Ordinal);
    }

    public Task SetStateAsync(
        ConnectionId id, int version, string? state, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        session => session.ExecuteAsync(
            ResourceSql.SetState, new { kind = Text(ResourceKind.Connection), id = id.Value, version, state }),
        cancellationToken);

    private static string Text(ResourceKind kind) => kind.ToString().ToLowerInvariant();

    private static ResourceKind KindOf(string text) => Enum.Parse<ResourceKind>(text, ignoreCase: true);

    private static object Values(ResourceRow row) => new
    {
        row.Id,
        Kind = Text(row.Kind),
        row.Name,
        row.NameKey,
        row.Version,
        CreatedAt = Micros.Of(row.CreatedAt),
        UpdatedAt = Micros.Of(row.UpdatedAt),
        row.Document,
        row.State,
        ReferenceIds = JsonSerializer.Serialize(row.References, StorageJson.Default.IReadOnlyListString),
    };

    private static async Task InsertAsync(Session session, ResourceRow row, SecretChanges secrets, AuditEntry audit)
    {
        await session.ExecuteAsync(ResourceSql.Insert, Values(row));
        await WriteDetailsAsync(session, row, secrets, audit);
    }

    private static async Task<bool> ReplaceAsync(
        Session session, ResourceRow row, int expectedVersion, SecretChanges secrets, AuditEntry audit)
    {
        var values = new DynamicParameters(Values(row));
        values.Add("expectedVersion", expectedVersion);
        if (await session.ExecuteAsync(ResourceSql.Replace, values) == 0)
        {
            return false;
        }

        await session.ExecuteAsync(ResourceSql.DeleteReferences, new { id = row.Id });
        await WriteDetailsAsync(session, row, secrets, audit);
        return true;
    }

    private static async Task DeleteAsync(Session session, string id, AuditEntry audit)
    {
        if (await session.FirstAsync<string>(ResourceSql.ActiveRun, new { id }) is { } run)
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"The run {run} of this flow is active: cancel it or wait for its end, then delete.");
        }

        foreach (var sql in ResourceSql.DeleteAll)
        {
            await session.ExecuteAsync(sql, new { id });
        }

        await AuditStore.WriteAsync(session, audit);
    }

    private static async Task WriteDetailsAsync(Session session, ResourceRow row, SecretChanges secrets, AuditEntry audit)
    {
        var id = row.Id;
        await session.ExecuteAsync(ResourceSql.InsertVersion, new
        {
            id,
            by = audit.By.Id,
            byName = audit.By.Name,
            secretFields = JsonSerializer.Serialize(secrets.Fields, StorageJson.Default.IReadOnlyListString),
        });
        foreach (var target in row.References.Distinct(StringComparer.Ordinal))
        {
            await session.ExecuteAsync(ResourceSql.InsertReference, new { id, target });
        }

        foreach (var field in secrets.Clear)
        {
            await session.ExecuteAsync(ResourceSql.ClearSecret, new { id, field });
        }

        foreach (var (field, cipher) in secrets.Write)
        {
            await session.ExecuteAsync(ResourceSql.WriteSecret, new { id, field, cipher });
        }

        await AuditStore.WriteAsync(session, audit);
    }

    /// <summary>Whoever checked before could not see a deletion that came in between.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="id">Whose references.</param>
    /// <param name="document">What a client sent, whose field is told; null where it sent more than this.</param>
    private static async Task RefuseMissingAsync(Session session, string id, string? document = null)
    {
        if (await session.FirstAsync<string>(ResourceSql.MissingTarget, new { id }) is { } missing)
        {
            var field = document is null ? "" : DocumentSearch.PathOf(DocumentWriter.Parse(document), missing) ?? "";
            throw RefusalException.Invalid(field, $"There is no {missing}, which this refers to.");
        }
    }

    private static RefusalException InUse(ResourceKind kind, IReadOnlyList<UseRow> uses)
    {
        var names = string.Join(", ", uses.Take(NamedUsersMax).Select(u => $"{u.Kind} '{u.Name}'"));
        var more = uses.Count > NamedUsersMax ? $" and {uses.Count - NamedUsersMax} more" : "";
        return new RefusalException(ErrorCodes.InUse, $"This {Text(kind)} is in use by {names}{more}.");
    }

    private Task<Row?> FirstAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<Row>(sql, parameters), cancellationToken);

    private sealed record VersionRow(
        long Version, long SavedAt, string SavedBy, string SavedByName, string SecretFields, string Document)
    {
        public ResourceVersion ToVersion() => new()
        {
            Version = (int)Version,
            At = Micros.ToTime(SavedAt),
            // Saved before names were kept.
            By = new Signature(SavedBy, SavedByName.Length == 0 ? SavedBy : SavedByName),
            Document = Document,
            SecretFields = JsonSerializer.Deserialize(SecretFields, StorageJson.Default.IReadOnlyListString)!,
        };
    }

    private sealed record UseRow(string Kind, string Id, string Name);

    private sealed record SecretRow(string Field, byte[] Cipher);

    private sealed record Row(
        string Kind,
        string Id,
        string Name,
        long Version,
        long CreatedAt,
        long UpdatedAt,
        string Document,
        string? State,
        string ReferenceIds)
    {
        public ListedRow Place => new(Id, ResourceRow.NameKeyOf(Name), CreatedAt, UpdatedAt);

        public ResourceRow ToResource() => new()
        {
            Kind = KindOf(Kind),
            Id = Id,
            Name = Name,
            Version = (int)Version,
            CreatedAt = Micros.ToTime(CreatedAt),
            UpdatedAt = Micros.ToTime(UpdatedAt),
            Document = Document,
            State = State,
            References = JsonSerializer.Deserialize(ReferenceIds, StorageJson.Default.IReadOnlyListString)!,
        };
    }
}
