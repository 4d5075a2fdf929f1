using Weir.Engine.Retention;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class RetentionStore(Database database) : IRetentionStore
{
    private const string NoFlow = "not exists (select 1 from resources f where f.id =";

    // The last run of a flow stays, so that a flow that runs seldom still says how it went.
    private const string OldRuns =
        $"""
        select id as Id, flow as Flow, is_retry as IsRetry from runs
        where is_active = 0 and ended_at < @before
            and not exists (select 1 from errors e where e.run = runs.id and e.is_open = 1)
            and (exists (
                    select 1 from runs later
                    where later.flow = runs.flow and (later.started_at, later.id) > (runs.started_at, runs.id))
                or {NoFlow} runs.flow))
        order by ended_at, id limit @max
        """;

    private const string DropLog =
        "delete from run_log where run = @id and number in (select number from run_log where run = @id order by number limit @max)";

    private const string CountRetry =
        """
        insert into flow_retries (flow, dropped) values (@flow, 1)
        on conflict (flow) do update set dropped = flow_retries.dropped + 1
        """;

    private const string OldErrors =
        """
        select id from errors
        where is_open = 0 and occurred_at < @before and coalesce(resolved_at, occurred_at) < @before
        order by occurred_at, id limit @max
        """;

    private const string ResolveGone =
        $"""
        update errors set is_open = 0, resolved_at = @now
        where id in (
            select id from errors where is_open = 1 and {NoFlow} errors.flow) limit @max)
        """;

    private const string ForgetSeen =
        $"""
        delete from flow_seen where (flow, source, fingerprint) in (
            select flow, source, fingerprint from flow_seen where {NoFlow} flow_seen.flow) limit @max)
        """;

    private const string OldHours =
        """
        delete from flow_hours where (hour, flow) in (
            select hour, flow from flow_hours where hour < @before limit @max)
        """;

    private static readonly IReadOnlyList<string> OfRun =
    [
        "delete from run_checkpoints where run = @id",
        "delete from run_intents where run = @id",
        "delete from run_parked where run = @id",
        "delete from runs where id = @id",
    ];

    private static readonly IReadOnlyList<string> OfFlows =
    [
        $"delete from flow_marks where {NoFlow} flow_marks.flow)",
        $"delete from flow_retries where {NoFlow} flow_retries.flow)",
    ];

    public Task<bool> DropRunsAsync(DateTimeOffset endedBefore, int rowsMax, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var left = rowsMax;
            var runs = await session.QueryAsync<Row>(OldRuns, new { before = Micros.Of(endedBefore), max = rowsMax });
            foreach (var run in runs)
            {
                left -= await session.ExecuteAsync(DropLog, new { id = run.Id, max = left });
                if (left <= 0)
                {
                    return true;
                }

                foreach (var sql in OfRun)
                {
                    left -= await session.ExecuteAsync(sql, new { id = run.Id });
                }

                if (run.IsRetry == 1)
                {
                    await session.ExecuteAsync(CountRetry, new { flow = run.Flow });
                }

                if (left <= 0)
                {
                    return true;
                }
            }

            return runs.Count == rowsMax;
        },
        cancellationToken);

    public Task<bool> DropErrorsAsync(DateTimeOffset resolvedBefore, int rowsMax, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var ids = await session.QueryAsync<string>(OldErrors, new { before = Micros.Of(resolvedBefore), max = rowsMax });
            foreach (var part in ids.Chunk(ErrorFilter.IdsMax))
            {
                var parameters = new { ids = part };
                foreach (var table in new[] { "error_records", "error_orders", "error_tags" })
                {
                    await session.ExecuteAsync($"delete from {table} where {database.Dialect.AnyOf("error", "@ids")}", parameters);
                }

                await session.ExecuteAsync($"delete from errors where {database.Dialect.AnyOf("id", "@ids")}", parameters);
            }

            return ids.Count == rowsMax;
        },
        cancellationToken);

    public Task<bool> DropHoursAsync(DateTimeOffset before, int rowsMax, CancellationToken cancellationToken) => WriteAsync(
        async session => await session.ExecuteAsync(OldHours, new { before = HourStore.HourOf(before), max = rowsMax }) == rowsMax,
        cancellationToken);

    public Task<bool> ForgetFlowsAsync(DateTimeOffset now, int rowsMax, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            foreach (var sql in OfFlows)
            {
                await session.ExecuteAsync(sql);
            }

            var forgotten = await session.ExecuteAsync(ForgetSeen, new { max = rowsMax });
            var resolved = await session.ExecuteAsync(ResolveGone, new { now = Micros.Of(now), max = rowsMax });
            return forgotten == rowsMax || resolved == rowsMax;
        },
        cancellationToken);

    private Task<bool> WriteAsync(Func<Session, Task<bool>> write, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Normal, write, cancellationToken);

    private sealed record Row(string Id, string Flow, long IsRetry);
}
