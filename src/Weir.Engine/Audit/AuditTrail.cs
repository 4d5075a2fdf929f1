using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Audit;

/// <summary>
/// Notes what people do and tells it again. For what is no save of a resource: those note themselves. Safe for many callers.
/// </summary>
public sealed class AuditTrail(IAuditLog log, IResourceStore resources, IdSource ids, TimeProvider time)
{
    /// <summary>Rows that are kept whatever their age, without refused sign-ins.</summary>
    public const int RowsMax = 1_000_000;

    /// <summary>Refused sign-ins that are kept: strangers make them, and must not push out what was done.</summary>
    public const int RefusedMax = 100_000;

    /// <summary>How long entries are kept by default.</summary>
    public const int KeepDaysDefault = 400;

    /// <summary>Notes what was done. Called when it is done: what was refused is not in the audit.</summary>
    /// <param name="by">Who did it.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">To what.</param>
    /// <param name="detail">What else a reader needs to know; never a secret, never data of a record.</param>
    public Task NoteAsync(Actor by, string action, AuditTarget target, params (string Name, string Value)[] detail) =>
        NoteAsync(by, action, target, [], detail);

    /// <summary>The same of a resource, which is named as it is named now.</summary>
    public async Task NoteAsync(
        Actor by, string action, ResourceKind kind, string id, params (string Name, string Value)[] detail)
    {
        var row = await resources.FindAsync(kind, id, CancellationToken.None);
        await NoteAsync(by, action, new AuditTarget(AuditTarget.KindOf(kind), id, row?.Name, row?.Version), detail);
    }

    /// <param name="by">Who did it.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">To what.</param>
    /// <param name="fields">The paths of the fields that were changed.</param>
    /// <param name="detail">What else a reader needs to know.</param>
    public Task NoteAsync(
        Actor by,
        string action,
        AuditTarget target,
        IReadOnlyList<string> fields,
        params (string Name, string Value)[] detail) =>
        // Done is done: a client that goes away does not leave a gap in the audit.
        log.AddAsync(Entry(by, action, target, fields, detail), CancellationToken.None);

    /// <summary>Newest first.</summary>
    public Task<Slice<AuditEntry>> ListAsync(
        AuditQuery query, int limit, string? cursor, CancellationToken cancellationToken) =>
        log.ListAsync(query, limit, cursor, cancellationToken);

    /// <summary>
    /// What was done to a resource, newest first; also to one that is deleted. Refusal: <c>not_found</c> when there never
    /// was one, as far as the audit reaches back.
    /// </summary>
    public async Task<Slice<AuditEntry>> ListAsync(
        ResourceKind kind, string id, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var query = new AuditQuery { Kind = AuditTarget.KindOf(kind), Target = id };
        var slice = await log.ListAsync(query, limit, cursor, cancellationToken);
        return slice.Data.Count > 0 || cursor is not null || await resources.FindAsync(kind, id, cancellationToken) is not null
            ? slice
            : throw RefusalException.NotFound(query.Kind, id);
    }

    /// <summary>Drops what is older than this many days, and the oldest beyond <see cref="RowsMax"/> and <see cref="RefusedMax"/>.</summary>
    public Task<int> DropOldAsync(int keepDays, CancellationToken cancellationToken) =>
        log.DropAsync(time.GetUtcNow().AddDays(-keepDays), RowsMax, RefusedMax, cancellationToken);

    /// <summary>An entry of this moment, for a store that writes it together with what was done.</summary>
    internal AuditEntry Entry(
        Actor by,
        string action,
        AuditTarget target,
        IReadOnlyList<string> fields,
        params IEnumerable<(string Name, string Value)> detail) => Entry(ids, time.GetUtcNow(), by, action, target) with
        {
            Fields = fields,
            Detail = detail.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal),
        };

    /// <summary>An entry of that moment.</summary>
    internal static AuditEntry Entry(IdSource ids, DateTimeOffset at, Actor by, string action, AuditTarget target) => new()
    {
        Id = $"aud_{ids.NewValue()}",
        At = at,
        By = Signature.Of(by),
        Action = AuditActions.All.ContainsKey(action)
            ? action
            : throw new ArgumentException($"'{action}' is no action of the registry.", nameof(action)),
        Kind = AuditActions.Kinds.Contains(target.Kind)
            ? target.Kind
            : throw new ArgumentException($"'{target.Kind}' is no kind of the registry.", nameof(target)),
        Target = target.Id,
        TargetName = target.Name,
        Version = target.Version,
    };
}

/// <summary>To what something was done.</summary>
/// <param name="Kind">One of <see cref="AuditActions.Kinds"/>: <c>connection</c>, <c>flow</c>, <c>user</c> …</param>
/// <param name="Id">Null where there is none.</param>
/// <param name="Name">As it is named now.</param>
/// <param name="Version">For resources.</param>
public sealed record AuditTarget(string Kind, string? Id, string? Name, int? Version = null)
{
    public static AuditTarget Of(ResourceRow row) =>
        new(KindOf(row.Kind), row.Id, row.Name, row.Version);

    public static AuditTarget Of(Connection connection) =>
        new(KindOf(ResourceKind.Connection), connection.Id.Value, connection.Name, connection.Version);

    public static string KindOf(ResourceKind kind) => kind.ToString().ToLowerInvariant();
}
