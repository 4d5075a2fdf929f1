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

    private static readonly Fault LetGo =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Internal, Message = "Let go.", NotSent = true };

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IPauseStore _pauses;
    private readonly Dictionary<ConnectionId, Member> _members = [];
    private readonly Dictionary<ConnectionId, Pool> _pools = [];
    private readonly Dictionary<string, BudgetState> _budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPause> _stored;
    private bool _configured;
    private long _sequence;

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

            var now = _time.GetUtcNow();
            if (member.Pool.HasSlot && !member.Pool.AnyWaiting && queue.MaySend(urgent, now))
            {
                return ValueTask.FromResult(Grant(queue));
            }

            waiter = new Waiter(queue, urgent);
            queue.Add(waiter);
            member.Pool.Join(queue);
            Dispatch(member.Pool, now);
            Arm(member.Budget, now);
        }

        return new ValueTask<Permit>(waiter.Task.IsCompleted ? waiter.Task : WaitAsync(waiter, cancellationToken));
    }

    /// <summary>
    /// Gives the permit back with what the answer told of the account and of the connection. What it told counts before
    /// anybody else gets a permit: told to wait, or a refused sign-in, is known before the next request leaves. // Promise 4
    /// </summary>
    /// <param name="permit">Given back once; a second time changes nothing.</param>
    /// <param name="rate">How full the other side says its bucket is.</param>
    /// <param name="fault">What went wrong; null for a good answer.</param>
    public Released Release(Permit permit, RateSignal? rate, Fault? fault)
    {
        if (!permit.TryRelease())
        {
            return default;
        }

        Released released;
        lock (_gate)
        {
            var queue = permit.Queue;
            var member = queue.Member;
            queue.InFlight--;
            member.InFlight--;
            member.Pool.InFlight--;
            permit.Budget.Answered(rate);
            var now = _time.GetUtcNow();
            released = Learn(permit, fault, now);
            Forget(queue);
            Dispatch(member.Pool, now);
            DispatchPoolsOf(permit.Budget, now);
            Arm(permit.Budget, now);
        }

        Tell(permit.Queue.Member.Id, released.Health, permit.Snapshot, fault);
        return released;
    }

    /// <summary>Gives back the permit of a request that we let go ourselves: it says nothing of the connection.</summary>
    public Released Release(Permit permit) => Release(permit, null, LetGo);

    /// <summary>Makes a pause durable; nothing is sent to that account before.</summary>
    public async Task WriteAsync(PendingPause pause)
    {
        try
        {
            // Not the caller's to cancel: what an account told us is kept even when nobody waits for this answer.
            await _pauses.SetAsync(pause.Budget.Key, pause.Until, pause.Reason, CancellationToken.None);
        }
        finally
        {
            lock (_gate)
            {
                pause.Budget.PausesBeingWritten--;
            }

            Wake(pause.Budget);
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
                    var waiter = (Waiter)state!;
                    waiter.TryCancel(token);
                    Forget(waiter.Queue);
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
        member.Pool.Took();
        member.Budget.Sent();
        return new Permit(queue, ++_sequence);
    }

    /// <summary>A flow that neither waits nor sends leaves nothing behind.</summary>
    private static void Forget(FlowQueue queue)
    {
        if (queue.InFlight == 0 && queue.Peek() is null)
        {
            queue.Member.Pool.Leave(queue);
            queue.Member.Queues.Remove(queue.Flow);
        }
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
