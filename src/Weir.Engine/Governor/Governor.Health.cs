using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>Health of connections and what can be seen of them.</summary>
public sealed partial class Governor
{
    /// <summary>A connection went offline (with the reason) or came back (null). Called outside the lock.</summary>
    public event Action<ConnectionId, Fault?>? HealthChanged;

    /// <summary>An answer came that shows the connection to work, whatever it said of the record.</summary>
    public void Succeeded(ConnectionId id)
    {
        bool back;
        lock (_gate)
        {
            if (!_members.TryGetValue(id, out var member))
            {
                return;
            }

            member.Succeeded();
            member.Budget.Succeeded();
            back = member.Offline is not null;
            member.Offline = null;
        }

        if (back)
        {
            HealthChanged?.Invoke(id, null);
            WakePoolOf(id);
        }
    }

    /// <summary>No answer, or an answer of a broken system. True when that took the connection offline.</summary>
    public bool Failed(ConnectionId id, Fault fault)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(id, out var member) || !member.Failed(_time.GetUtcNow()))
            {
                return false;
            }

            member.Offline = fault.Message;
        }

        HealthChanged?.Invoke(id, fault);
        return true;
    }

    /// <summary>Takes it offline at once: its sign-in was refused.</summary>
    public void TakeOffline(ConnectionId id, Fault fault)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(id, out var member) || member.Offline is not null)
            {
                return;
            }

            member.Offline = fault.Message;
        }

        HealthChanged?.Invoke(id, fault);
    }

    /// <summary>How many requests succeeded through it so far.</summary>
    public long SuccessesOf(ConnectionId id)
    {
        lock (_gate)
        {
            return _members.TryGetValue(id, out var member) ? member.Successes : 0;
        }
    }

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
            return budget.PausedUntil > _time.GetUtcNow() ? new Blockage(budget.PausedUntil, budget.PauseReason!) : null;
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
                pool.Members.Sum(m => m.Requests),
                paused ? member.Budget.PausedUntil : null,
                member.Offline ?? (paused ? member.Budget.PauseReason : null),
                [.. queues.Where(q => q.Flow.StartsWith(FlowId.Prefix + "_", StringComparison.Ordinal))
                    .GroupBy(q => q.Flow, StringComparer.Ordinal)
                    .Select(g => new FlowTraffic(g.Key, g.Sum(q => q.InFlight), g.Sum(q => q.Waiting)))
                    .Where(f => f.InFlight + f.Waiting > 0)],
                [.. pool.Members.Where(m => m.Id != pool.Id).Select(m => m.Id)],
                member.Budget.Traffic(now));
        }
    }

    private void WakePoolOf(ConnectionId id)
    {
        lock (_gate)
        {
            if (_members.TryGetValue(id, out var member))
            {
                var now = _time.GetUtcNow();
                Dispatch(member.Pool, now);
                Arm(member.Budget, now);
            }
        }
    }
}

/// <summary>Why a connection sends nothing.</summary>
/// <param name="Until">When it goes on by itself; null while it is offline.</param>
/// <param name="Reason">A sentence.</param>
public sealed record Blockage(DateTimeOffset? Until, string Reason);
