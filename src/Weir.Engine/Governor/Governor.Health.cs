using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>Health of connections and what can be seen of them.</summary>
public sealed partial class Governor
{
    /// <summary>A connection went offline or came back. Called outside the lock.</summary>
    public event Action<HealthNews>? HealthChanged;

    /// <summary>Why the connection sends nothing now: offline, or told to wait until a time. Null when it may send.</summary>
    public Blockage? BlockageOf(ConnectionId id)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(id, out var member))
            {
                return null;
            }

            if (member.Offline is { } reason)
            {
                return new Blockage(null, reason);
            }

            var budget = member.Budget;
            return budget.PausedUntil > _time.GetUtcNow() ? new Blockage(budget.PausedUntil, budget.PauseSentence) : null;
        }
    }

    /// <summary>The level of the connection's pool, 1–25.</summary>
    public int LevelOf(ConnectionId id)
    {
        lock (_gate)
        {
            return _members.TryGetValue(id, out var member) ? member.Pool.Level : 1;
        }
    }

    /// <summary>The slots of these connections together; a pool that several share counts once, and what is gone as one.</summary>
    public int SlotsOf(ReadOnlySpan<ConnectionId> ids)
    {
        lock (_gate)
        {
            var slots = 0;
            var seen = new HashSet<Pool>(ids.Length);
            foreach (var id in ids)
            {
                slots += _members.TryGetValue(id, out var member) ? seen.Add(member.Pool) ? member.Pool.Level : 0 : 1;
            }

            return slots;
        }
    }

    /// <summary>
    /// Connections that send or wait now: most waiting first, then the fullest pools; at most <paramref name="max"/>.
    /// </summary>
    public IReadOnlyList<ConnectionId> Busiest(int max)
    {
        lock (_gate)
        {
            return
            [
                .. _members.Values.Where(m => !m.IsGuest)
                    .Select(m => (Member: m, Waiting: m.Queues.Values.Sum(q => q.Waiting)))
                    .Where(m => m.Member.InFlight + m.Waiting > 0)
                    .OrderByDescending(m => m.Waiting)
                    .ThenByDescending(m => (double)m.Member.Pool.InFlight / m.Member.Pool.Level)
                    .ThenBy(m => m.Member.Id.Value, StringComparer.Ordinal)
                    .Take(max)
                    .Select(m => m.Member.Id),
            ];
        }
    }

    /// <summary>What happens in the connection's pool now. Throws <see cref="ConnectionGoneException"/>.</summary>
    public ConnectionTraffic TrafficOf(ConnectionId id)
    {
        lock (_gate)
        {
            var member = _members.GetValueOrDefault(id) ?? throw new ConnectionGoneException(id);
            var pool = member.Pool;
            var now = _time.GetUtcNow();
            var queues = pool.Members.SelectMany(m => m.Queues.Values).ToList();
            var paused = member.Budget.PausedUntil > now;
            return new ConnectionTraffic(
                pool.Id,
                pool.Level,
                pool.InFlight,
                queues.Sum(q => q.Waiting),
                pool.Peak,
                pool.Requests,
                paused ? member.Budget.PausedUntil : null,
                member.Offline ?? (paused ? member.Budget.PauseSentence : null),
                [.. queues.Where(q => q.Flow.StartsWith(FlowId.Prefix + "_", StringComparison.Ordinal))
                    .GroupBy(q => q.Flow, StringComparer.Ordinal)
                    .Select(g => new FlowTraffic(g.Key, g.Sum(q => q.InFlight), g.Sum(q => q.Waiting)))
                    .Where(f => f.InFlight + f.Waiting > 0)],
                [.. pool.Members.Where(m => m.Id != pool.Id && !m.IsGuest).Select(m => m.Id)],
                member.Budget.Traffic(now));
        }
    }

    /// <summary>
    /// What an answer says of the account and of the connection. One to a request that was sent before the connection was
    /// saved says nothing of the connection: a refused former password does not take the repaired one offline.
    /// </summary>
    private Released Learn(Permit permit, Fault? fault, DateTimeOffset now)
    {
        var member = permit.Queue.Member;
        switch (fault)
        {
            case null or { Kind: FaultKind.Rejected or FaultKind.Defect, NotSent: false }:
                permit.Budget.Succeeded();
                return Of(member, !permit.IsOfFormer && member.Succeeded(permit.Sequence) ? HealthChange.Back : HealthChange.None);
            case { Kind: FaultKind.Throttled }:
                var until = permit.Budget.Throttled(now, fault.RetryAfter, fault.Message, permit.Sequence, _sequence);
                permit.Budget.PausesBeingWritten++;
                return Of(member, HealthChange.None) with
                {
                    Pause = new PendingPause(permit.Budget, until, fault.Message),
                };
            case not null when permit.IsOfFormer:
                return Of(member, HealthChange.None);
            case { Kind: FaultKind.Unauthorized }:
                return Of(member, GoOffline(member, fault));
            case { Kind: FaultKind.Transient or FaultKind.Unknown } when member.Failed(now):
                return Of(member, GoOffline(member, fault));
            default:
                return Of(member, HealthChange.None);
        }
    }

    private HealthChange GoOffline(Member member, Fault fault) =>
        member.GoOffline(fault.Message, _sequence + 1) ? HealthChange.Offline : HealthChange.None;

    private static Released Of(Member member, HealthChange health) =>
        new(health, member.Offline is not null, member.FailuresInARow, null);

    private void Tell(ConnectionId id, HealthChange health, ConnectionSnapshot? about, Fault? fault)
    {
        if (health != HealthChange.None)
        {
            HealthChanged?.Invoke(new HealthNews(id, about, health == HealthChange.Offline ? fault : null));
        }
    }
}

/// <summary>A connection went offline or came back.</summary>
/// <param name="Id">The connection.</param>
/// <param name="About">What its requests were made with: no news any more when it was saved since.</param>
/// <param name="Reason">Why it is offline; null when it came back.</param>
public readonly record struct HealthNews(ConnectionId Id, ConnectionSnapshot? About, Fault? Reason);

/// <summary>What an answer changed.</summary>
/// <param name="Health">Of the connection.</param>
/// <param name="IsOffline">The connection is offline now.</param>
/// <param name="FailuresInARow">Of the connection, since something passed through it.</param>
/// <param name="Pause">To be made durable by <see cref="Governor.WriteAsync"/>; null when nothing was told.</param>
public readonly record struct Released(HealthChange Health, bool IsOffline, int FailuresInARow, PendingPause? Pause);

public enum HealthChange
{
    None,
    Offline,
    Back,
}

/// <summary>A pause that counts already and is not durable yet.</summary>
public sealed class PendingPause
{
    internal PendingPause(BudgetState budget, DateTimeOffset until, string reason)
    {
        Budget = budget;
        Until = until;
        Reason = reason;
    }

    internal BudgetState Budget { get; }

    internal DateTimeOffset Until { get; }

    internal string Reason { get; }
}

/// <summary>Why a connection sends nothing.</summary>
/// <param name="Until">When it goes on by itself; null while it is offline.</param>
/// <param name="Reason">A sentence.</param>
public sealed record Blockage(DateTimeOffset? Until, string Reason);
