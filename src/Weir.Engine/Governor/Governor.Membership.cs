using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>Which connections there are, and which pool and budget each belongs to.</summary>
public sealed partial class Governor
{
    private long _guests;

    /// <summary>
    /// Sets all connections as they are now. Requests under way move with their connection and count at once in the pool
    /// it joins; a pool above its level gives no permit until it is below.
    /// </summary>
    public void Configure(IReadOnlyList<PoolMember> members)
    {
        lock (_gate)
        {
            var byId = members.ToDictionary(m => m.Id);
            foreach (var gone in _members.Values.Where(m => !m.IsGuest && !byId.ContainsKey(m.Id)).Select(m => m.Id).ToList())
            {
                Remove(gone);
            }

            foreach (var member in members)
            {
                Place(member, byId);
            }

            foreach (var unused in _pools.Values.Where(p => p.Members.Count == 0).ToList())
            {
                _pools.Remove(unused.Id);
            }

            _configured = true;
            var now = _time.GetUtcNow();
            foreach (var forgotten in _budgets.Values.Where(b => b.IsForgotten(now)).ToList())
            {
                forgotten.Timer?.Dispose();
                _budgets.Remove(forgotten.Key);
            }

            foreach (var budget in _budgets.Values)
            {
                budget.FollowMembers();
            }

            foreach (var pool in _pools.Values)
            {
                Dispatch(pool, now);
            }

            foreach (var budget in _budgets.Values)
            {
                Arm(budget, now);
            }
        }
    }

    /// <summary>
    /// Lets a body that is tested and not stored take part: in the pool of <paramref name="poolOf"/> (null or unknown: one
    /// slot of its own) and in the budget of its account. Disposing ends it.
    /// </summary>
    public Guest Join(ConnectionId? poolOf, Budget budget)
    {
        lock (_gate)
        {
            var id = new ConnectionId($"guest_{++_guests}");
            var pool = poolOf is { } host && _members.TryGetValue(host, out var there)
                ? there.Pool
                : _pools[id] = new Pool(id) { Level = 1 };
            var account = BudgetFor(budget);
            var guest = new Member(id, pool, account) { IsGuest = true, Settings = budget };
            _members[id] = guest;
            pool.Members.Add(guest);
            account.Members.Add(guest);
            return new Guest(id, () => Leave(id));
        }
    }

    private void Leave(ConnectionId guest)
    {
        lock (_gate)
        {
            var account = _members[guest].Budget;
            Remove(guest);
            _pools.Remove(guest);
            if (account.IsForgotten(_time.GetUtcNow()))
            {
                account.Timer?.Dispose();
                _budgets.Remove(account.Key);
            }
        }
    }

    /// <summary>The last lender of the chain. Chains have no cycles: saving one is refused; here a walk is bounded anyway.</summary>
    private static PoolMember LenderOf(PoolMember member, Dictionary<ConnectionId, PoolMember> byId)
    {
        for (var hops = 0; hops < byId.Count; hops++)
        {
            if (member.BorrowsFrom is not { } next || !byId.TryGetValue(next, out var lender))
            {
                break;
            }

            member = lender;
        }

        return member;
    }

    private void Place(PoolMember settings, Dictionary<ConnectionId, PoolMember> byId)
    {
        var lender = LenderOf(settings, byId);
        if (!_pools.TryGetValue(lender.Id, out var pool))
        {
            _pools[lender.Id] = pool = new Pool(lender.Id);
        }

        pool.Level = lender.Level;
        var budget = BudgetFor(settings.Budget);
        if (!_members.TryGetValue(settings.Id, out var member))
        {
            _members[settings.Id] = member = new Member(settings.Id, pool, budget) { Settings = settings.Budget };
            member.Configure(settings.Offline, settings.Snapshot, _sequence + 1);
            pool.Members.Add(member);
            budget.Members.Add(member);
            return;
        }

        member.Settings = settings.Budget;

        if (member.Pool != pool)
        {
            Move(member, pool);
        }

        if (member.Budget != budget)
        {
            // What is under way was counted at the former account and ends there; the queue's next request is the new one's.
            member.Budget.Members.Remove(member);
            member.Budget = budget;
            budget.Members.Add(member);
        }

        member.Configure(settings.Offline, settings.Snapshot, _sequence + 1);
    }

    private static void Move(Member member, Pool pool)
    {
        foreach (var queue in member.Queues.Values)
        {
            if (queue.InRing)
            {
                member.Pool.Leave(queue);
                pool.Join(queue);
            }
        }

        member.Pool.InFlight -= member.InFlight;
        member.Pool.Members.Remove(member);
        member.Pool = pool;
        pool.InFlight += member.InFlight;
        pool.Members.Add(member);
    }

    private void Remove(ConnectionId id)
    {
        var member = _members[id];
        _members.Remove(id);
        member.Pool.Members.Remove(member);
        member.Budget.Members.Remove(member);
        foreach (var queue in member.Queues.Values)
        {
            member.Pool.Leave(queue);
            queue.FailAll(new ConnectionGoneException(id));
        }
    }

    private BudgetState BudgetFor(Budget account)
    {
        if (_budgets.TryGetValue(account.Key, out var budget))
        {
            return budget;
        }

        // Accounts that stood here at the start may have been called just before it: their bucket begins full.
        budget = new BudgetState(_time, account, begunBefore: !_configured);
        if (_stored.Remove(account.Key, out var pause))
        {
            budget.Pause(pause.Until, pause.Reason);
        }

        _budgets[account.Key] = budget;
        return budget;
    }
}

/// <summary>A body under test, as long as it takes part in the governor.</summary>
/// <param name="id">Under which it asks for permits.</param>
/// <param name="leave">Ends it.</param>
public sealed class Guest(ConnectionId id, Action leave) : IDisposable
{
    public ConnectionId Id => id;

    public void Dispose() => leave();
}
