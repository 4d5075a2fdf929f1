using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>
/// Decides when a request may leave. A request needs a slot of its connection's pool and room in the budget of the account
/// at the other side; it gets both at once or waits. All of it is one small state under one lock, so that a change of
/// level or lender counts at once.
/// </summary>
public sealed partial class Governor : IDisposable
{
    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IPauseStore _pauses;
    private readonly Dictionary<ConnectionId, Member> _members = [];
    private readonly Dictionary<ConnectionId, Pool> _pools = [];
    private readonly Dictionary<string, BudgetState> _budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPause> _stored;
    private bool _configured;

    private Governor(TimeProvider time, IPauseStore pauses, IReadOnlyList<StoredPause> stored)
    {
        _time = time;
        _pauses = pauses;
        _stored = stored.ToDictionary(p => p.Budget, StringComparer.Ordinal);
    }

    /// <summary>Opens with the pauses that are still valid.</summary>
    public static async Task<Governor> OpenAsync(
        TimeProvider time, IPauseStore pauses, CancellationToken cancellationToken) =>
        new(time, pauses, await pauses.AllAsync(time.GetUtcNow(), cancellationToken));

    /// <summary>
    /// Waits for a permit. Cancelling takes the request out of the queue. Throws <see cref="ConnectionGoneException"/>.
    /// </summary>
    /// <param name="id">The connection.</param>
    /// <param name="flow">For whom: flows take turns.</param>
    /// <param name="urgent">Tests and probes: before flows, and also while the connection is offline.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<Permit> AcquireAsync(
        ConnectionId id, string flow, bool urgent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            var member = _members.GetValueOrDefault(id) ?? throw new ConnectionGoneException(id);
            if (!member.Queues.TryGetValue(flow, out var queue))
            {
                member.Queues[flow] = queue = new FlowQueue(member, flow);
            }

            waiter = new Waiter(queue, urgent);
            var now = _time.GetUtcNow();
            if (member.Pool.HasSlot && !member.Pool.AnyWaiting && queue.MaySend(waiter, now))
            {
                return ValueTask.FromResult(Grant(queue));
            }

            queue.Add(waiter);
            member.Pool.Join(queue);
            Dispatch(member.Pool, now);
            Arm(member.Budget, now);
        }

        return new ValueTask<Permit>(waiter.Task.IsCompleted ? waiter.Task : WaitAsync(waiter, cancellationToken));
    }

    /// <summary>Gives the permit back with what the answer told about the account's bucket.</summary>
    public void Release(Permit permit, RateSignal? rate)
    {
        if (!permit.TryRelease())
        {
            return;
        }

        lock (_gate)
        {
            var queue = permit.Queue;
            var member = queue.Member;
            queue.InFlight--;
            member.InFlight--;
            member.Pool.InFlight--;
            permit.Budget.Answered(rate);
            if (queue is { InFlight: 0, InRing: false })
            {
                member.Queues.Remove(queue.Flow);
            }

            var now = _time.GetUtcNow();
            Dispatch(member.Pool, now);
            if (permit.Budget.Members.Count > 1)
            {
                DispatchPoolsOf(permit.Budget, now);
            }

            Arm(permit.Budget, now);
        }
    }

    /// <summary>
    /// The account asked us to wait: nothing is sent to it until then, and that is durable when this returns.
    /// </summary>
    public async Task ThrottledAsync(
        ConnectionId id, TimeSpan? retryAfter, string reason, CancellationToken cancellationToken)
    {
        BudgetState budget;
        DateTimeOffset until;
        lock (_gate)
        {
            if (!_members.TryGetValue(id, out var member))
            {
                return;
            }

            budget = member.Budget;
            until = budget.Throttled(_time.GetUtcNow(), retryAfter, reason);
            budget.PausesBeingWritten++;
        }

        try
        {
            await _pauses.SetAsync(budget.Key, until, reason, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                budget.PausesBeingWritten--;
            }

            Wake(budget);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var budget in _budgets.Values)
            {
                budget.Timer?.Dispose();
                budget.Timer = null;
            }
        }
    }

    private async Task<Permit> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (state, token) =>
            {
                lock (_gate)
                {
                    ((Waiter)state!).TryCancel(token);
                }
            },
            waiter);
        return await waiter.Task;
    }

    /// <summary>Gives permits as long as there are a slot and a waiter that may send.</summary>
    private void Dispatch(Pool pool, DateTimeOffset now)
    {
        while (pool.AnyWaiting && pool.HasSlot && pool.Next(now) is { } waiter)
        {
            waiter.TryGrant(Grant(waiter.Queue));
        }
    }

    private void DispatchPoolsOf(BudgetState budget, DateTimeOffset now)
    {
        foreach (var member in budget.Members)
        {
            Dispatch(member.Pool, now);
        }
    }

    private Permit Grant(FlowQueue queue)
    {
        var member = queue.Member;
        queue.InFlight++;
        member.InFlight++;
        member.Requests++;
        member.Pool.Took();
        member.Budget.Sent();
        return new Permit(queue);
    }

    /// <summary>Wakes up when the budget may have room again, if somebody waits for it.</summary>
    private void Arm(BudgetState budget, DateTimeOffset now)
    {
        if (!budget.Members.Exists(m => m.Pool.AnyWaiting) || budget.UntilMaySend(now) is not { } wait)
        {
            return;
        }

        // A timer takes at most 49 days; it is armed again when it fires early.
        var due = wait > TimerMax ? TimerMax : wait + TimeSpan.FromMilliseconds(1);
        if (budget.Timer is null)
        {
            budget.Timer = _time.CreateTimer(
                state => Wake((BudgetState)state!), budget, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            budget.Timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake(BudgetState budget)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            DispatchPoolsOf(budget, now);
            Arm(budget, now);
        }
    }
}
