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
    }

    internal FlowQueue Queue { get; }

    /// <summary>Counts the permits of the governor: what was given before an event, and what after it.</summary>
    internal long Sequence { get; }

    /// <summary>The account it was counted at, whatever the connection's settings say by now.</summary>
    internal BudgetState Budget { get; }

    internal bool TryRelease() => Interlocked.Exchange(ref _released, 1) == 0;
}
