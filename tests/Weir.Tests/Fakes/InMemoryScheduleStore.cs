using System.Collections.Concurrent;
using Weir.Engine.Schedules;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory.</summary>
internal sealed class InMemoryScheduleStore : IScheduleStore
{
    private readonly ConcurrentDictionary<FlowId, ScheduleMark> _marks = new();

    public string? KeyOf(FlowId flow) => _marks.GetValueOrDefault(flow)?.Key;

    public DateTimeOffset? AtOf(FlowId flow) => _marks.GetValueOrDefault(flow)?.At;

    public Task<IReadOnlyList<ScheduleMark>> AllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ScheduleMark>>([.. _marks.Values.OrderBy(m => m.Flow.Value, StringComparer.Ordinal)]);

    public Task SetAsync(ScheduleMark mark, CancellationToken cancellationToken)
    {
        _marks[mark.Flow] = mark;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(FlowId flow, CancellationToken cancellationToken)
    {
        _marks.TryRemove(flow, out _);
        return Task.CompletedTask;
    }
}
