using Weir.Engine.Errors;
using Weir.Engine.Resources;
using Weir.Engine.Retention;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteRetentionStoreTests : RetentionStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresRetentionStoreTests : RetentionStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public abstract class RetentionStoreTests : StoreTest
{
    private const int Day = 24 * 60 * 60;

    [Fact]
    public async Task Runs_that_ended_long_ago_go_with_their_logs_and_the_last_one_of_a_flow_stays()
    {
        var flow = await FlowAsync();
        var old = await EndedAsync(flow, day: 1);
        var late = await EndedAsync(flow, day: 9);
        var last = await EndedAsync(flow, day: 9, second: 1);

        await SweepAsync(day: 95);

        Assert.Null(await Stores.Runs.FindAsync(old.Id, None));
        Assert.Empty((await LogAsync(old)).Data);
        Assert.NotNull(await Stores.Runs.FindAsync(late.Id, None));
        Assert.NotEmpty((await LogAsync(late)).Data);
        await SweepAsync(day: 1000);
        Assert.Null(await Stores.Runs.FindAsync(late.Id, None));
        Assert.NotNull(await Stores.Runs.FindAsync(last.Id, None));
    }

    [Fact]
    public async Task A_run_that_has_not_ended_stays_whatever_its_age()
    {
        var flow = await FlowAsync();
        var run = await StoredRunAsync(flow);
        await EndedAsync(flow, day: 1, trigger: RunTrigger.Retry);

        await SweepAsync(day: 1000);

        Assert.NotNull(await Stores.Runs.FindAsync(run.Id, None));
    }

    [Fact]
    public async Task An_open_error_stays_whatever_its_age_and_so_does_its_run()
    {
        var flow = await FlowAsync();
        var run = await EndedAsync(flow, day: 1);
        await EndedAsync(flow, day: 1, second: 1);
        var open = await FailAsync(run, "7");

        await SweepAsync(day: 1000);

        Assert.True((await Stores.Errors.FindAsync(open.Error.Id, None))!.Open);
        Assert.NotNull(await Stores.Runs.FindAsync(run.Id, None));
    }

    [Fact]
    public async Task A_resolved_error_goes_with_its_record_so_many_days_after_it_was_resolved()
    {
        var flow = await FlowAsync();
        var failed = await FailAsync(await StoredRunAsync(flow), "7");
        await Stores.Errors.ResolveAsync(new ErrorQuery { Flow = flow }, New<RunId>(), At(50 * Day), None);

        await SweepAsync(day: 139);
        Assert.Equal(At(50 * Day), (await Stores.Errors.FindAsync(failed.Error.Id, None))!.ResolvedAt);

        await SweepAsync(day: 141);
        Assert.Null(await Stores.Errors.FindAsync(failed.Error.Id, None));
        Assert.Null(await Stores.Errors.RecordAsync(failed.Error.Id, None));
    }

    [Fact]
    public async Task Of_a_flow_that_is_gone_marks_and_seen_go_at_once_and_its_open_errors_are_resolved()
    {
        var (flow, gone) = (await FlowAsync(), New<FlowId>());
        foreach (var one in new[] { flow, gone })
        {
            var run = await StoredRunAsync(one);
            await Stores.Runs.SetMarksAsync(one, [new SourceMark("tickets", At(1), At(0))], None);
            await CommitAsync(new RunCommit { Run = run, Seen = [new SeenRecord("tickets", new string('a', 32), At(5))] });
            await FailAsync(run, "7");
        }

        await SweepAsync(day: 1);

        Assert.Equal((1, 1, 1), await LeftAsync(flow));
        Assert.Equal((0, 0, 0), await LeftAsync(gone));
        Assert.Equal(1, await Stores.Errors.CountAsync(new ErrorQuery { Flow = gone, Open = false }, None));
        await SweepAsync(day: 92);
        Assert.Equal(0, await Stores.Errors.CountAsync(new ErrorQuery { Flow = gone }, None));
    }

    [Fact]
    public async Task The_number_of_a_retry_is_not_given_again_when_former_ones_are_gone()
    {
        var flow = await FlowAsync();
        await EndedAsync(flow, day: 1, trigger: RunTrigger.Retry);
        await EndedAsync(flow, day: 1, second: 1, trigger: RunTrigger.Retry);
        await EndedAsync(flow, day: 1, second: 2);
        var third = NewRun(flow, RunTrigger.Retry, 3);
        Assert.Equal(2, await Stores.Runs.RetriesBeforeAsync(third, None));

        await SweepAsync(day: 1000);

        Assert.Equal(2, await Stores.Runs.RetriesBeforeAsync(third, None));
        Assert.Single((await Stores.Runs.ListAsync(flow, 10, null, None)).Data);
    }

    [Fact]
    public async Task A_long_log_goes_in_batches()
    {
        var flow = await FlowAsync();
        var old = await EndedAsync(flow, day: 1, entries: 25);
        await EndedAsync(flow, day: 9);
        var batches = 1;

        while (await Stores.Retention.DropRunsAsync(At(5 * Day), 10, None))
        {
            batches++;
        }

        Assert.Equal(3, batches);
        Assert.Null(await Stores.Runs.FindAsync(old.Id, None));
    }

    private Task SweepAsync(int day) =>
        new RetentionSweep(Stores.Retention, new RetentionRules(), new ManualClock(At(day * Day))).SweepAsync(None);

    private async Task<FlowId> FlowAsync()
    {
        var id = New<FlowId>();
        await Stores.Resources.InsertAsync(
            new ResourceRow
            {
                Kind = ResourceKind.Flow,
                Id = id.Value,
                Name = id.Value,
                Version = 1,
                CreatedAt = At(0),
                UpdatedAt = At(0),
                Document = "{}",
            },
            SecretChanges.None,
            InMemoryAuditLog.By(First, id.Value),
            None);
        return id;
    }

    private async Task<Run> EndedAsync(
        FlowId flow, int day, int second = 0, RunTrigger trigger = RunTrigger.Manual, int entries = 1)
    {
        var run = await StoredRunAsync(flow, trigger, (day * Day) + second);
        var ended = run with { Status = RunStatus.Completed, EndedAt = At((day * Day) + second) };
        await Stores.Runs.UpdateAsync(
            ended,
            [.. Enumerable.Range(1, entries).Select(n => new RunLogEntry { Number = n, At = At(0), Kind = RunLogKind.Ended, Message = "x" })],
            None);
        return ended;
    }

    private Task<Slice<RunLogEntry>> LogAsync(Run run) => Stores.Runs.LogAsync(new RunLogQuery(run.Id), 10, null, None);

    private async Task<(int Marks, int Seen, long Open)> LeftAsync(FlowId flow) => (
        (await Stores.Runs.MarksAsync(flow, None)).Count,
        (await Stores.Runs.SeenAsync(flow, "tickets", At(0), 10, None)).Count,
        await Stores.Errors.CountAsync(new ErrorQuery { Flow = flow, Open = true }, None));
}
