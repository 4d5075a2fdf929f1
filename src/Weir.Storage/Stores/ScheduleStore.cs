using Weir.Engine.Schedules;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class ScheduleStore(Database database) : IScheduleStore
{
    private const string All = "select flow as Flow, schedule as Schedule, looked_at as LookedAt from flow_schedules order by flow";

    private const string Set =
        """
        insert into flow_schedules (flow, schedule, looked_at) values (@flow, @schedule, @at)
        on conflict (flow) do update set schedule = excluded.schedule, looked_at = excluded.looked_at
        """;

    private const string Remove = "delete from flow_schedules where flow = @flow";

    public async Task<IReadOnlyList<ScheduleMark>> AllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(All), cancellationToken);
        return [.. rows.Select(r => new ScheduleMark(new FlowId(r.Flow), r.Schedule, Micros.ToTime(r.LookedAt)))];
    }

    public Task SetAsync(ScheduleMark mark, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        session => session.ExecuteAsync(
            Set, new { flow = mark.Flow.Value, schedule = mark.Key, at = Micros.Of(mark.At) }),
        cancellationToken);

    public Task RemoveAsync(FlowId flow, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal, session => session.ExecuteAsync(Remove, new { flow = flow.Value }), cancellationToken);

    private sealed record Row(string Flow, string Schedule, long LookedAt);
}
