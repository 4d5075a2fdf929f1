using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Engine.Resources;

/// <summary>
/// Where resources live: each a JSON document of the contract's own fields, with the few columns that are searched.
/// Every save keeps the former version and notes itself in the audit, in one transaction. Implementations are safe for many callers; each method is one transaction.
/// </summary>
public interface IResourceStore
{
    Task<ResourceRow?> FindAsync(ResourceKind kind, string id, CancellationToken cancellationToken);

    /// <summary>By name without regard to case, as <see cref="ResourceRow.NameKey"/> computes it.</summary>
    Task<ResourceRow?> FindByNameAsync(ResourceKind kind, string name, CancellationToken cancellationToken);

    /// <summary>The document as it was in that version, the present one included; null when there is none.</summary>
    Task<ResourceRow?> FindVersionAsync(ResourceKind kind, string id, int version, CancellationToken cancellationToken);

    /// <summary>Versions, newest first.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="below">Only versions below this one; null begins with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<ResourceVersion>> VersionsAsync(
        ResourceKind kind, string id, int? below, int limit, CancellationToken cancellationToken);

    Task<Slice<ResourceRow>> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken);

    /// <summary>Everything of a kind, for the directory of connections at start.</summary>
    Task<IReadOnlyList<ResourceRow>> AllAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>Everything there is, as of one moment.</summary>
    Task<IReadOnlyList<ResourceRow>> AllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes all of the changes or none. False, and nothing is changed, when anything that is stored is not as
    /// <see cref="ResourceCommit.Base"/> says: the changes were worked out on top of something else.
    /// </summary>
    Task<bool> CommitAsync(ResourceCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Stores new resources (version 1) and replaces others (the version before theirs), with their secrets: all or none.
    /// False, and nothing is changed, when a stored version is not the one before. Throws a <c>conflict</c> refusal on
    /// <c>name</c> when that of the first is taken, and a <c>validation</c> refusal on the field of a reference to what is
    /// not there.
    /// </summary>
    Task<bool> SaveAsync(IReadOnlyList<ResourceSave> saves, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes it with its secrets and versions when its version is <paramref name="expectedVersion"/> (null: any) and
    /// nothing refers to it. Throws an <c>in_use</c> refusal naming the users, and <c>conflict</c> for a flow with an active run.
    /// </summary>
    Task<bool> DeleteAsync(
        ResourceKind kind, string id, int? expectedVersion, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Who refers to this id.</summary>
    Task<IReadOnlyList<ResourceUse>> UsesAsync(string id, CancellationToken cancellationToken);

    /// <summary>The connection's sealed secrets by field.</summary>
    Task<IReadOnlyDictionary<string, byte[]>> SecretsAsync(ConnectionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a connection's state (status and last test, a JSON object; null when it was never tested) beside the
    /// document: no new version, no change of <c>updatedAt</c>. Nothing is written where <paramref name="version"/> is not
    /// the present one, because the state is of another document then.
    /// </summary>
    Task SetStateAsync(ConnectionId id, int version, string? state, CancellationToken cancellationToken);
}

/// <summary>A stored resource.</summary>
public sealed record ResourceRow
{
    public required ResourceKind Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The contract's own fields as JSON, without id, version, times, status and secrets.</summary>
    public required string Document { get; init; }

    /// <summary>A connection's status and last test as JSON; null for other kinds and untested ones.</summary>
    public string? State { get; init; }

    /// <summary>Ids that the document refers to; a resource in use cannot be deleted.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>What makes names equal: trimmed, characters composed, upper case by the invariant culture.</summary>
    public string NameKey => NameKeyOf(Name);

    public static string NameKeyOf(string name) => CanonicalText.Of(name.Trim()).ToUpperInvariant();
}

/// <summary>Sealed secrets to write and fields to clear, together with a connection's document.</summary>
/// <param name="Write">Ciphertext by field.</param>
/// <param name="Clear">Fields whose secret is removed.</param>
public sealed record SecretChanges(IReadOnlyDictionary<string, byte[]> Write, IReadOnlyList<string> Clear)
{
    /// <summary>The fields that are written or cleared, by name.</summary>
    public IReadOnlyList<string> Fields => [.. Write.Keys.Concat(Clear).Order(StringComparer.Ordinal)];

    public static SecretChanges None { get; } = new(new Dictionary<string, byte[]>(StringComparer.Ordinal), []);
}

/// <summary>A document as it was saved: by whom and when. Never holds secrets. // Promise 5</summary>
public sealed record ResourceVersion
{
    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Signature By { get; init; }

    public required string Document { get; init; }

    /// <summary>The names of the secret fields that were given or cleared with it.</summary>
    public IReadOnlyList<string> SecretFields { get; init; } = [];
}

/// <summary>A resource that refers to another one.</summary>
public sealed record ResourceUse(ResourceKind Kind, string Id, string Name);

/// <summary>What a list asks for.</summary>
/// <param name="Limit">1–200.</param>
/// <param name="Cursor">Where the slice before ended; opaque, made by the store. A bad one is a <c>validation</c> refusal on <c>cursor</c>.</param>
/// <param name="Text">Only names that contain this, without regard to case.</param>
/// <param name="Sort"><c>name</c>, <c>createdAt</c>, <c>updatedAt</c>.</param>
/// <param name="Descending">Largest first.</param>
public sealed record ListQuery(int Limit = 50, string? Cursor = null, string? Text = null, string Sort = "name", bool Descending = false);

/// <summary>Part of a list, and where the next part begins.</summary>
public sealed record Slice<T>(IReadOnlyList<T> Data, string? Next);
