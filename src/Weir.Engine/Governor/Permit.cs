using Weir.Engine.Connections;

namespace Weir.Engine.Governor;

/// <summary>
/// The right to have one request under way. It is given back exactly once, when the answer was read to its end or the
/// connection was closed; whoever holds one never waits for another. // Promise 3
/// </summary>
public sealed class Permit
{
    private int _released;

    internal Permit(FlowQueue queue, long sequence)
    {
        Queue = queue;
        Sequence = sequence;
        Budget = queue.Member.Budget;
        Snapshot = queue.Member.Snapshot;
    }

    internal FlowQueue Queue { get; }

    /// <summary>Counts the permits of the governor: what was given before an event, and what after it.</summary>
    internal long Sequence { get; }

    /// <summary>The account it was counted at, whatever the connection's settings say by now.</summary>
    internal BudgetState Budget { get; }

    /// <summary>The connection as it was at work when this was given.</summary>
    internal ConnectionSnapshot? Snapshot { get; }

    /// <summary>
    /// It was saved since: an answer to the former settings and secrets says nothing of those at work now. One that was
    /// sent with the new ones, because the save came between permit and request, counts as a former one too.
    /// </summary>
    internal bool IsOfFormer => !ReferenceEquals(Snapshot, Queue.Member.Snapshot);

    internal bool TryRelease() => Interlocked.Exchange(ref _released, 1) == 0;
}
