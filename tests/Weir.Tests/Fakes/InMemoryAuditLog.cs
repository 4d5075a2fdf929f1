using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory. Give its <see cref="Add"/> to a store of resources, and both write one audit.</summary>
internal sealed class InMemoryAuditLog : IAuditLog
{
    private static readonly IdSource Ids = new(TimeProvider.System);

    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _entries = [];

    /// <summary>An entry as a save brings it, for tests of stores.</summary>
    public static AuditEntry By(Actor actor, string target = "conn_1", DateTimeOffset at = default) => new()
    {
        Id = $"aud_{Ids.NewValue()}",
        At = at == default ? DateTimeOffset.UnixEpoch : at,
        By = Signature.Of(actor),
        Action = AuditActions.Changed(ResourceKind.Connection),
        Kind = "connection",
        Target = target,
        TargetName = "A connection",
    };

    public void Add(AuditEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Exists(e => e.Id == entry.Id))
            {
                throw new InvalidOperationException("There is an entry with this id.");
            }

            _entries.Add(entry.Bounded());
        }
    }

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Add(entry);
        return Task.CompletedTask;
    }

    public Task<Slice<AuditEntry>> ListAsync(
        AuditQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(InMemorySlice.Of(_entries.Where(e => Matches(query, e)), e => (e.At, e.Id), limit, cursor));
        }
    }

    public Task<int> DropAsync(DateTimeOffset before, int rowsMax, int refusedMax, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var newest = _entries.Where(e => e.At >= before)
                .OrderByDescending(e => e.At).ThenByDescending(e => e.Id, StringComparer.Ordinal)
                .ToLookup(e => e.Action == AuditActions.SessionRefused);
            var kept = newest[false].Take(rowsMax).Concat(newest[true].Take(refusedMax)).ToHashSet();
            return Task.FromResult(_entries.RemoveAll(e => !kept.Contains(e)));
        }
    }

    private static bool Matches(AuditQuery query, AuditEntry entry) =>
        (query.Kind is null || query.Kind == entry.Kind)
        && (query.Target is null || query.Target == entry.Target)
        && (query.Actor is null || query.Actor == entry.By.Id)
        && (query.Action is null || query.Action == entry.Action)
        && (query.Since is null || entry.At >= query.Since)
        && (query.Until is null || entry.At < query.Until);
}
