using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteHourStoreTests : HourStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresHourStoreTests : HourStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public abstract class HourStoreTests : StoreTest
{
    private const int Hour = 60 * 60;

    private static readonly DateTimeOffset FirstHour = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_came_in_and_what_failed_is_counted_in_the_hour_of_its_commit()
    {
        var run = await StoredRunAsync(New<FlowId>());
        await CommitAsync(Read(run, 100, second: 0) with { Errors = [Failure(run, "1"), Failure(run, "2")] });
        await CommitAsync(Read(run, 50, second: 60), Read(run, 7, second: Hour));

        Assert.Equal([new(FirstHour, 150, 2), new(FirstHour.AddHours(1), 7, 0)], await Stores.Hours.SinceAsync(At(0), null, None));
        Assert.Equal([new(FirstHour.AddHours(1), 7, 0)], await Stores.Hours.SinceAsync(At(Hour), null, None));
    }

    [Fact]
    public async Task A_commit_in_which_nothing_came_in_counts_in_no_hour()
    {
        await CommitAsync(Read(await StoredRunAsync(New<FlowId>()), 0, second: 0));
        Assert.Empty(await Stores.Hours.SinceAsync(At(0), null, None));
    }

    [Fact]
    public async Task The_hours_and_runs_of_an_integration_are_those_of_its_flows()
    {
        var integration = New<IntegrationId>();
        await SaveAsync(ResourceKind.Integration, integration.Value);
        var (inside, outside) = (New<FlowId>(), New<FlowId>());
        await SaveAsync(ResourceKind.Flow, inside.Value, integration.Value);
        var (mine, other) = (await StoredRunAsync(inside), await StoredRunAsync(outside));
        await CommitAsync(Read(mine, 3, second: 0) with { Errors = [Failure(mine, "1")] }, Read(other, 40, second: 0) with { Errors = [Failure(other, "1")] });

        Assert.Equal([new(FirstHour, 3, 1)], await Stores.Hours.SinceAsync(At(0), integration, None));
        Assert.Equal([mine.Id], (await Stores.Runs.LastOfFlowsAsync(10, integration, None)).Select(r => r.Id));
        Assert.Equal([new(inside, 1)], await Stores.Errors.CountOpenAsync(10, integration, None));
        Assert.Equal([new(FirstHour, 43, 2)], await Stores.Hours.SinceAsync(At(0), null, None));
    }

    [Fact]
    public async Task Hours_are_dropped_after_eight_days_in_bounded_batches()
    {
        var run = await StoredRunAsync(New<FlowId>());
        await CommitAsync(Read(run, 1, second: 0), Read(run, 2, second: Hour), Read(run, 3, second: 2 * Hour));

        Assert.True(await Stores.Retention.DropHoursAsync(At(2 * Hour), 1, None));
        Assert.True(await Stores.Retention.DropHoursAsync(At(2 * Hour), 1, None));
        Assert.False(await Stores.Retention.DropHoursAsync(At(2 * Hour), 1, None));
        Assert.Equal([3], (await Stores.Hours.SinceAsync(At(0), null, None)).Select(h => h.Records));
    }

    private static RunCommit Read(Run run, long records, int second) => new() { Run = run, Records = records, At = At(second) };

    private Task SaveAsync(ResourceKind kind, string id, params IReadOnlyList<string> references) => Stores.Resources.InsertAsync(
        new ResourceRow
        {
            Kind = kind,
            Id = id,
            Name = id,
            Version = 1,
            CreatedAt = Start,
            UpdatedAt = Start,
            Document = "{}",
            References = references,
        },
        SecretChanges.None,
        InMemoryAuditLog.By(First, id),
        None);
}
