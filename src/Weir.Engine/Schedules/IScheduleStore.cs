using Weir.Model;

namespace Weir.Engine.Schedules;

/// <summary>Up to when the schedules of flows were looked at: what came due after it was missed.</summary>
public interface IScheduleStore
{
    Task<IReadOnlyList<ScheduleMark>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the flow's mark.</summary>
    Task SetAsync(ScheduleMark mark, CancellationToken cancellationToken);

    /// <summary>The flow has no schedule any more. Nothing when it has no mark.</summary>
    Task RemoveAsync(FlowId flow, CancellationToken cancellationToken);
}

/// <summary>Up to when a flow's schedule was looked at.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Key">Of the schedule; a mark of another one says nothing.</param>
/// <param name="At">Up to then all is done.</param>
public sealed record ScheduleMark(FlowId Flow, string Key, DateTimeOffset At);
