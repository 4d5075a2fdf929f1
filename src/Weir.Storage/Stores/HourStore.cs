using Weir.Engine.Dashboard;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class HourStore(Database database) : IHourStore
{
    private const int SecondsPerHour = 3600;

    private static readonly Statement Add = new(
        """
        insert into flow_hours (hour, flow, records, errors) values (@hour, @flow, @records, @errors)
        on conflict (hour, flow) do update
        set records = flow_hours.records + excluded.records, errors = flow_hours.errors + excluded.errors
        """,
        "@hour", "@flow", "@records", "@errors");

    private const string Since =
        $"""
        select hour as Hour, cast(sum(records) as bigint) as Records, cast(sum(errors) as bigint) as Errors from flow_hours
        where hour >= @hour and {RunSql.OfIntegration}
        group by hour order by hour
        """;

    /// <summary>Counts what a commit writes in the hour of the commit.</summary>
    public static Task AddAsync(Session session, RunCommit commit) => commit.Records == 0 && commit.Errors.Count == 0
        ? Task.CompletedTask
        : session.PostAsync(Add, HourOf(commit.At), commit.Run.Flow.Value, commit.Records, (long)commit.Errors.Count);

    /// <summary>The number of the hour.</summary>
    public static long HourOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / SecondsPerHour;

    public async Task<IReadOnlyList<HourCounts>> SinceAsync(
        DateTimeOffset since, IntegrationId? integration, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(Since, new { hour = HourOf(since), integration = integration?.Value ?? "" }),
            cancellationToken);
        return [.. rows.Select(r => new HourCounts(DateTimeOffset.FromUnixTimeSeconds(r.Hour * SecondsPerHour), r.Records, r.Errors))];
    }

    // SQLite's sums have no type of their own, which a constructor would insist on.
    private sealed class Row
    {
        public long Hour { get; set; }

        public long Records { get; set; }

        public long Errors { get; set; }
    }
}
