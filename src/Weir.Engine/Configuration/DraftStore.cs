using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// All resources as a configuration will leave them, in memory, on top of those of one moment: the services save here by
/// their own rules, and what came together is stored as one. For one thread.
/// </summary>
internal sealed class DraftStore : IResourceStore
{
    private readonly IResourceStore _stored;
    private readonly Dictionary<string, ResourceRow> _rows;
    private readonly Dictionary<(ResourceKind, string), string> _names;
    private readonly Dictionary<string, HashSet<string>> _users = new(StringComparer.Ordinal);

    /// <param name="rows">What is there.</param>
    /// <param name="stored">Where it lies: for what a draft does not hold.</param>
    public DraftStore(IReadOnlyList<ResourceRow> rows, IResourceStore stored)
    {
        _stored = stored;
        _rows = rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
        _names = rows.ToDictionary(r => (r.Kind, r.NameKey), r => r.Id);
        foreach (var row in rows)
        {
            AddUses(row);
        }
    }

    /// <summary>
    /// Resources that do not count as users: those that are yet to be saved, and are then judged by what is there by then,
    /// and those that go.
    /// </summary>
    public HashSet<string> Unsettled { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ResourceRow> Rows => _rows.Values;

    public ResourceRow? Find(string id) => _rows.GetValueOrDefault(id);

    /// <summary>Makes it, or replaces what stands under its id.</summary>
    public void Put(ResourceRow row)
    {
        if (_names.TryGetValue((row.Kind, row.NameKey), out var holder) && holder != row.Id)
        {
            var message = $"There is already a resource named '{row.Name}'.";
            throw new RefusalException(ErrorCodes.Conflict, message, new Problem("name", ErrorCodes.Conflict, message));
        }

        Take(row.Id);
        _rows[row.Id] = row;
        _names[(row.Kind, row.NameKey)] = row.Id;
        AddUses(row);
    }

    public Task<ResourceRow?> FindAsync(ResourceKind kind, string id, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.GetValueOrDefault(id) is { } row && row.Kind == kind ? row : null);

    public Task<ResourceRow?> FindByNameAsync(ResourceKind kind, string name, CancellationToken cancellationToken) =>
        Task.FromResult(_names.TryGetValue((kind, ResourceRow.NameKeyOf(name)), out var id) ? _rows[id] : null);

    public Task<IReadOnlyList<ResourceRow>> AllAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceRow>>([.. _rows.Values.Where(r => r.Kind == kind)]);

    public Task<IReadOnlyList<ResourceRow>> AllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceRow>>([.. _rows.Values]);

    public Task<bool> SaveAsync(IReadOnlyList<ResourceSave> saves, CancellationToken cancellationToken)
    {
        var isAsExpected = saves.All(s => (Find(s.Row.Id)?.Version ?? 0) == s.Row.Version - 1);
        foreach (var save in isAsExpected ? saves : [])
        {
            Put(save.Row);
        }

        return Task.FromResult(isAsExpected);
    }

    public async Task<bool> DeleteAsync(
        ResourceKind kind, string id, int? expectedVersion, AuditEntry audit, CancellationToken cancellationToken)
    {
        if (await UsesAsync(id, cancellationToken) is [var user, ..])
        {
            throw new RefusalException(
                ErrorCodes.InUse, $"It is in use by the {ConfigurationKinds.NameOf(user.Kind)} '{user.Name}'.");
        }

        return Take(id);
    }

    public Task<IReadOnlyList<ResourceUse>> UsesAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceUse>>(
        [
            .. (_users.GetValueOrDefault(id) ?? [])
                .Where(user => user != id && !Unsettled.Contains(user))
                .Select(user => _rows[user])
                .OrderBy(r => r.Kind).ThenBy(r => r.NameKey, StringComparer.Ordinal)
                .Select(r => new ResourceUse(r.Kind, r.Id, r.Name)),
        ]);

    public Task<ResourceRow?> FindVersionAsync(
        ResourceKind kind, string id, int version, CancellationToken cancellationToken) =>
        _stored.FindVersionAsync(kind, id, version, cancellationToken);

    public Task<IReadOnlyList<ResourceVersion>> VersionsAsync(
        ResourceKind kind, string id, int? below, int limit, CancellationToken cancellationToken) =>
        _stored.VersionsAsync(kind, id, below, limit, cancellationToken);

    public Task<IReadOnlyDictionary<string, byte[]>> SecretsAsync(ConnectionId id, CancellationToken cancellationToken) =>
        _stored.SecretsAsync(id, cancellationToken);

    public Task<Slice<ResourceRow>> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A draft is not walked page by page.");

    public Task SetStateAsync(ConnectionId id, int version, string? state, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No request is sent through a draft, so none changes a state.");

    public Task<bool> CommitAsync(ResourceCommit commit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A draft is stored, and nothing is stored on top of it.");

    private bool Take(string id)
    {
        if (!_rows.Remove(id, out var row))
        {
            return false;
        }

        _names.Remove((row.Kind, row.NameKey));
        foreach (var target in row.References)
        {
            _users[target].Remove(id);
        }

        return true;
    }

    private void AddUses(ResourceRow row)
    {
        foreach (var target in row.References)
        {
            if (!_users.TryGetValue(target, out var users))
            {
                _users[target] = users = new HashSet<string>(StringComparer.Ordinal);
            }

            users.Add(row.Id);
        }
    }
}
