using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>
/// Hands out permits up to its level, in turn to the flows that wait. Guarded by the governor's lock. // Promise 3
/// </summary>
internal sealed class Pool(ConnectionId id)
{
    private readonly List<FlowQueue> _ring = [];
    private int _next;

    public ConnectionId Id => id;

    public int Level { get; set; }

    public int InFlight { get; set; }

    public int Peak { get; private set; }

    /// <summary>Sent in it since the start.</summary>
    public long Requests { get; private set; }

    public List<Member> Members { get; } = [];

    public IReadOnlyList<FlowQueue> Queues => _ring;

    public bool HasSlot => InFlight < Level;

    public bool AnyWaiting => _ring.Count > 0;

    public void Join(FlowQueue queue)
    {
        if (!queue.InRing)
        {
            queue.InRing = true;
            _ring.Add(queue);
        }
    }

    public void Leave(FlowQueue queue)
    {
        var at = _ring.IndexOf(queue);
        if (at < 0)
        {
            return;
        }

        queue.InRing = false;
        _ring.RemoveAt(at);
        if (at < _next)
        {
            _next--;
        }
    }

    public void Took()
    {
        InFlight++;
        Requests++;
        Peak = Math.Max(Peak, InFlight);
    }

    /// <summary>The next waiter whose budget may send: tests first, then each queue once in turn. Null: none may go.</summary>
    public Waiter? Next(DateTimeOffset now)
    {
        Waiter? best = null;
        for (var i = 0; i < _ring.Count; i++)
        {
            var at = (_next + i) % _ring.Count;
            var queue = _ring[at];
            var waiter = queue.Peek();
            if (waiter is null)
            {
                Leave(queue);
                return Next(now);
            }

            if ((best is null || (waiter.Urgent && !best.Urgent)) && queue.MaySend(waiter.Urgent, now))
            {
                best = waiter;
            }
        }

        if (best is not null)
        {
            _next = (_ring.IndexOf(best.Queue) + 1) % _ring.Count;
            best.Queue.Take();
            if (best.Queue.Peek() is null)
            {
                Leave(best.Queue);
            }
        }

        return best;
    }
}

/// <summary>The requests of one flow through one connection that wait for a permit.</summary>
internal sealed class FlowQueue(Member member, string flow)
{
    private readonly Queue<Waiter> _waiters = new();

    public Member Member => member;

    public string Flow => flow;

    public bool InRing { get; set; }

    public int InFlight { get; set; }

    public int Waiting => _waiters.Count(w => !w.IsDone);

    public void Add(Waiter waiter) => _waiters.Enqueue(waiter);

    public Waiter? Peek()
    {
        while (_waiters.TryPeek(out var waiter))
        {
            if (!waiter.IsDone)
            {
                return waiter;
            }

            _waiters.Dequeue();
        }

        return null;
    }

    public void Take() => _waiters.Dequeue();

    public void FailAll(Exception exception)
    {
        while (_waiters.TryDequeue(out var waiter))
        {
            waiter.TryFail(exception);
        }
    }

    public bool MaySend(bool urgent, DateTimeOffset now) =>
        (member.Offline is null || urgent) && member.Budget.MaySend(now);
}

/// <summary>One request that waits for its permit.</summary>
internal sealed class Waiter(FlowQueue queue, bool urgent)
{
    private readonly TaskCompletionSource<Permit> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FlowQueue Queue => queue;

    /// <summary>Tests and probes: before flows, and also while the connection is offline.</summary>
    public bool Urgent => urgent;

    public Task<Permit> Task => _source.Task;

    public bool IsDone => _source.Task.IsCompleted;

    public bool TryGrant(Permit permit) => _source.TrySetResult(permit);

    public bool TryCancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);

    public bool TryFail(Exception exception) => _source.TrySetException(exception);
}
