using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory. Lists come by name; cursors and sorts are the databases' business.</summary>
internal sealed class InMemoryResourceStore : IResourceStore
{
    /// <summary>What the saves and deletions noted.</summary>
    public InMemoryAuditLog Audit { get; } = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, int Version), (Signature By, IReadOnlyList<string> Secrets)> _saves = [];
    private readonly Dictionary<string, List<ResourceRow>> _rows = new(StringComparer.Ordinal);

    public Task<ResourceRow?> FindAsync(ResourceKind kind, string id, CancellationToken cancellationToken) =>
        Locked(() => Present().FirstOrDefault(r => r.Kind == kind && r.Id == id));

    public Task<ResourceRow?> FindByNameAsync(ResourceKind kind, string name, CancellationToken cancellationToken) =>
        Locked(() => Present().FirstOrDefault(r => r.Kind == kind && r.NameKey == ResourceRow.NameKeyOf(name)));

    public Task<ResourceRow?> FindVersionAsync(
        ResourceKind kind, string id, int version, CancellationToken cancellationToken) =>
        Locked(() => _rows.GetValueOrDefault(id)?.Find(r => r.Kind == kind && r.Version == version));

    public Task<IReadOnlyList<ResourceVersion>> VersionsAsync(
        ResourceKind kind, string id, int? below, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ResourceVersion>>(() =>
        [
            .. (_rows.GetValueOrDefault(id) ?? []).Where(r => r.Kind == kind && (below is null || r.Version < below))
                .OrderByDescending(r => r.Version).Take(limit).Select(VersionOf),
        ]);

    public Task<Slice<ResourceRow>> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken) =>
        Locked(() => new Slice<ResourceRow>(
            [.. Of(kind).OrderBy(r => r.NameKey, StringComparer.Ordinal).Take(query.Limit)], null));

    public Task<IReadOnlyList<ResourceRow>> AllAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ResourceRow>>(() => [.. Of(kind)]);

    public Task<IReadOnlyList<ResourceRow>> AllAsync(CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ResourceRow>>(() => [.. Present()]);

    public Task<bool> CommitAsync(ResourceCommit commit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (_rows.Count != commit.Base.Count
            || !_rows.All(r => commit.Base.TryGetValue(r.Key, out var version) && version == r.Value[^1].Version))
        {
            return false;
        }

        foreach (var gone in commit.Deletes)
        {
            _rows.Remove(gone.Id);
            Audit.Add(gone.Audit);
        }

        foreach (var (row, secrets, audit) in commit.Saves)
        {
            if (!_rows.TryGetValue(row.Id, out var versions))
            {
                _rows.Add(row.Id, versions = []);
            }

            versions.Add(row);
            Note(row, secrets, audit);
        }

        Audit.Add(commit.Audit);
        return true;
    });

    public Task<bool> SaveAsync(IReadOnlyList<ResourceSave> saves, CancellationToken cancellationToken) => Locked(() =>
    {
        if (saves.Any(s => (_rows.GetValueOrDefault(s.Row.Id)?[^1].Version ?? 0) != s.Row.Version - 1))
        {
            return false;
        }

        foreach (var save in saves)
        {
            RefuseTaken(save.Row);
        }

        foreach (var save in saves)
        {
            var (row, secrets, audit) = save;
            if (!_rows.TryGetValue(row.Id, out var versions))
            {
                _rows.Add(row.Id, versions = []);
            }

            versions.Add(row);
            Note(row, secrets, audit);
            if (save.AuditBeside is { } beside)
            {
                Audit.Add(beside);
            }
        }

        return true;
    });

    public Task<bool> DeleteAsync(
        ResourceKind kind, string id, int? expectedVersion, AuditEntry audit, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            if (Present().Any(r => r.References.Contains(id)))
            {
                throw new RefusalException(ErrorCodes.InUse, "It is in use.");
            }

            if (!_rows.TryGetValue(id, out var versions)
                || (expectedVersion is not null && versions[^1].Version != expectedVersion))
            {
                return false;
            }

            Audit.Add(audit);
            return _rows.Remove(id);
        });

    public Task<IReadOnlyList<ResourceUse>> UsesAsync(string id, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ResourceUse>>(() =>
        [
            .. Present().Where(r => r.References.Contains(id)).Select(r => new ResourceUse(r.Kind, r.Id, r.Name)),
        ]);

    public Task<IReadOnlyDictionary<string, byte[]>> SecretsAsync(ConnectionId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, byte[]>>(new Dictionary<string, byte[]>(StringComparer.Ordinal));

    /// <summary>Called before a state is written, outside the lock; null is no call.</summary>
    public Func<Task>? WritesState { get; set; }

    public async Task SetStateAsync(ConnectionId id, int version, string? state, CancellationToken cancellationToken)
    {
        await (WritesState?.Invoke() ?? Task.CompletedTask);
        await Locked(() =>
        {
            if (_rows.TryGetValue(id.Value, out var versions) && versions[^1].Version == version)
            {
                versions[^1] = versions[^1] with { State = state };
            }

            return true;
        });
    }

    private IEnumerable<ResourceRow> Present() => _rows.Values.Select(v => v[^1]);

    private IEnumerable<ResourceRow> Of(ResourceKind kind) => Present().Where(r => r.Kind == kind);

    private ResourceVersion VersionOf(ResourceRow row) => new()
    {
        Version = row.Version,
        At = row.UpdatedAt,
        By = _saves[(row.Id, row.Version)].By,
        Document = row.Document,
        SecretFields = _saves[(row.Id, row.Version)].Secrets,
    };

    private void Note(ResourceRow row, SecretChanges secrets, AuditEntry audit)
    {
        _saves[(row.Id, row.Version)] = (audit.By, secrets.Fields);
        Audit.Add(audit);
    }

    private void RefuseTaken(ResourceRow row)
    {
        if (Of(row.Kind).Any(r => r.Id != row.Id && r.NameKey == row.NameKey))
        {
            throw new RefusalException(
                ErrorCodes.Conflict, "The name is taken.", new Problem("name", ErrorCodes.Conflict, "The name is taken."));
        }
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
