using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteRunLogStoreTests : RunLogStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresRunLogStoreTests : RunLogStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryRunLogStoreTests : RunLogStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class RunLogStoreTests : StoreTest
{
    [Fact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        var run = await StoredRunAsync(New<FlowId>());
        var entry = Entry(1) with
        {
            Level = RunLogLevel.Error,
            Step = "write",
            TraceKey = "“7”",
            Code = "rejected",
            HttpStatus = 422,
            Attempts = 3,
        };

        await CommitAsync(new RunCommit { Run = run, Log = [entry] });
        await Stores.Runs.UpdateAsync(run with { Status = RunStatus.Completed }, [Entry(2)], None);

        Assert.Equal([entry, Entry(2)], (await Stores.Runs.LogAsync(new RunLogQuery(run.Id), 10, null, None)).Data);
    }

    [Fact]
    public async Task Entries_come_in_their_order_each_once_and_only_those_of_their_run()
    {
        var run = await StoredRunAsync(New<FlowId>());
        var other = await StoredRunAsync(New<FlowId>());
        await CommitAsync(
            new RunCommit { Run = run, Log = [.. Enumerable.Range(1, 11).Select(n => Entry(n))] },
            new RunCommit { Run = other, Log = [Entry(1)] });

        var all = await WalkAsync(c => Stores.Runs.LogAsync(new RunLogQuery(run.Id), 3, c, None));

        Assert.Equal(Enumerable.Range(1, 11).Select(n => (long)n), all.Select(e => e.Number));
    }

    [Fact]
    public async Task A_log_is_filtered_by_record_step_and_level()
    {
        var run = await StoredRunAsync(New<FlowId>());
        await CommitAsync(new RunCommit
        {
            Run = run,
            Log =
            [
                Entry(1),
                Entry(2) with { TraceKey = "7", Step = "find", Level = RunLogLevel.Warning },
                Entry(3) with { TraceKey = "7", Step = "write", Level = RunLogLevel.Error },
                Entry(4) with { TraceKey = "8", Step = "write" },
            ],
        });

        Assert.Equal([2, 3], await NumbersAsync(new RunLogQuery(run.Id, TraceKey: "7")));
        Assert.Equal([3, 4], await NumbersAsync(new RunLogQuery(run.Id, Step: "write")));
        Assert.Equal([2, 3], await NumbersAsync(new RunLogQuery(run.Id, From: RunLogLevel.Warning)));
        Assert.Equal([3], await NumbersAsync(new RunLogQuery(run.Id, "7", "write", RunLogLevel.Error)));
    }

    [Fact]
    public async Task How_far_a_log_goes_is_known()
    {
        var run = await StoredRunAsync(New<FlowId>());
        Assert.Equivalent(RunLogState.Empty, await Stores.Runs.LogStateAsync(run.Id, None), strict: true);

        await CommitAsync(new RunCommit { Run = run, Log = [Entry(3), Entry(5), Entry(9) with { Kind = RunLogKind.Failed }] });

        var state = await Stores.Runs.LogStateAsync(run.Id, None);
        Assert.Equal((9, 2, 1), (state.Last, state.Counts[RunLogKind.Passed], state.Counts[RunLogKind.Failed]));
    }

    [Fact]
    public async Task What_a_commit_resolves_stands_in_the_log_of_its_run()
    {
        var flow = New<FlowId>();
        await FailAsync(await StoredRunAsync(flow, RunTrigger.Retry), "7");
        await FailAsync(await StoredRunAsync(flow, RunTrigger.Retry), "8");
        var run = await StoredRunAsync(flow);

        await CommitAsync(new RunCommit
        {
            Run = run,
            At = At(5),
            Passed = [.. new[] { "6", "7", "9" }.Select(k => new PassedRecord(flow, "tickets", "write", k))],
            ResolvedAfter = 20,
        });

        var entry = Assert.Single((await Stores.Runs.LogAsync(new RunLogQuery(run.Id), 10, null, None)).Data);
        Assert.Equal(
            (21, RunLogKind.Resolved, "write", "7", "rejected", At(5)),
            (entry.Number, entry.Kind, entry.Step, entry.TraceKey, entry.Code, entry.At));
    }

    [Fact]
    public async Task Errors_that_share_a_trace_key_take_no_more_numbers_than_records_have_passed()
    {
        var flow = New<FlowId>();
        var former = await StoredRunAsync(flow, RunTrigger.Retry);
        await CommitAsync(new RunCommit { Run = former, Errors = [Failure(former, "7"), Failure(former, "7")] });
        var run = await StoredRunAsync(flow);

        await CommitAsync(new RunCommit
        {
            Run = run,
            At = At(5),
            Passed = [new PassedRecord(flow, "tickets", "write", "7")],
            ResolvedAfter = 20,
        });
        await CommitAsync(new RunCommit { Run = run, At = At(6), Log = [Entry(22)] });

        Assert.Equal([21, 22], await NumbersAsync(new RunLogQuery(run.Id)));
    }

    private static RunLogEntry Entry(long number) =>
        new() { Number = number, At = At((int)number), Kind = RunLogKind.Passed, Message = $"Entry {number}" };

    private async Task<IEnumerable<long>> NumbersAsync(RunLogQuery query) =>
        (await Stores.Runs.LogAsync(query, 10, null, None)).Data.Select(e => e.Number);
}
