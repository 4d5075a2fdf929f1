using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>What requests wait for.</summary>
public sealed partial class Governor
{
    /// <summary>
    /// What a flow's requests wait for, one for each of these connections at which any wait. Where several things stand in
    /// the way it is the one that takes longest to go.
    /// </summary>
    public IReadOnlyList<RunWait> WaitsOf(FlowId flow, IReadOnlyList<ConnectionId> ids)
    {
        List<RunWait> waits = [];
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var id in ids)
            {
                if (_members.TryGetValue(id, out var member)
                    && member.Queues.TryGetValue(flow.Value, out var queue)
                    && queue.Waiting is > 0 and var waiting)
                {
                    waits.Add(WaitAt(member, now) with { Connection = id, Count = waiting });
                }
            }
        }

        return waits;
    }

    private static RunWait WaitAt(Member member, DateTimeOffset now)
    {
        if (member.Offline is { } reason)
        {
            return new RunWait { Reason = WaitReason.Offline, Message = reason };
        }

        var budget = member.Budget;
        if (budget.PausedUntil > now)
        {
            return new RunWait { Reason = WaitReason.RateLimit, Until = budget.PausedUntil, Message = budget.PauseSentence };
        }

        return budget.MaySend(now)
            ? new RunWait { Reason = WaitReason.Slot }
            : new RunWait { Reason = WaitReason.RateLimit, Until = now + budget.UntilMaySend(now) };
    }
}
