using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteRunStoreTests : RunStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresRunStoreTests : RunStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryRunStoreTests : RunStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class RunStoreTests : StoreTest
{
    private FlowId Flow => field.Value is null ? field = New<FlowId>() : field;

    [Fact]
    public async Task A_run_comes_back_as_it_was_stored()
    {
        var run = NewRun(Flow) with
        {
            Status = RunStatus.Paused,
            EndedAt = At(9),
            Pages = 20,
            Resumes = 1,
            Restarts = 2,
            Resolves = """{"filter":{"q":"é"}}""",
            Steps = [new StepCounts("tickets", 2000, 1990, 7, 3, 21), new StepCounts("write", long.MaxValue, 0, 0, 0, 0)],
            Error = new RunNote("timeout", "No answer in 30 s."),
            Pause = new RunNote("offline", "Wrong “password”."),
        };

        await Stores.Runs.InsertAsync(run, None);

        Assert.Equivalent(run, await Stores.Runs.FindAsync(run.Id, None), strict: true);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_null() => Assert.Null(await Stores.Runs.FindAsync(New<RunId>(), None));

    [Fact]
    public async Task The_last_run_of_each_flow_comes_newest_first_and_a_retry_is_none()
    {
        var (one, other) = (New<FlowId>(), New<FlowId>());
        var done = NewRun(one) with { Status = RunStatus.Completed };
        await Stores.Runs.InsertAsync(done with { StartedAt = At(1) }, None);
        var lastOfOne = done with { Id = New<RunId>(), StartedAt = At(2) };
        await Stores.Runs.InsertAsync(lastOfOne, None);
        await Stores.Runs.InsertAsync(done with { Id = New<RunId>(), StartedAt = At(9), Trigger = RunTrigger.Retry }, None);
        var lastOfOther = NewRun(other) with { StartedAt = At(3) };
        await Stores.Runs.InsertAsync(lastOfOther, None);
        await Stores.Runs.InsertAsync(NewRun(New<FlowId>()) with { Trigger = RunTrigger.Retry, StartedAt = At(4) }, None);

        Assert.Equal([lastOfOther.Id, lastOfOne.Id], (await Stores.Runs.LastOfFlowsAsync(10, null, None)).Select(run => run.Id));
        Assert.Equal([lastOfOther.Id], (await Stores.Runs.LastOfFlowsAsync(1, null, None)).Select(run => run.Id));
    }

    [Fact]
    public async Task Where_nothing_ran_there_is_no_last_run() => Assert.Empty(await Stores.Runs.LastOfFlowsAsync(10, null, None));

    [Fact]
    public async Task A_flow_has_one_active_run_however_many_start_at_once()
    {
        var flow = Flow;
        var started = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => Stores.Runs.InsertAsync(NewRun(flow), None))));

        Assert.Single(started, true);
        Assert.Single(await Stores.Runs.UnfinishedAsync(None));
    }

    [Theory]
    [InlineData(RunStatus.Completed, true)]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.Cancelled, true)]
    [InlineData(RunStatus.Running, false)]
    [InlineData(RunStatus.Paused, false)]
    public async Task The_next_run_of_a_flow_starts_when_the_one_before_is_over(RunStatus status, bool starts)
    {
        var first = await StoredRunAsync(Flow);
        await Stores.Runs.UpdateAsync(first with { Status = status }, None);

        Assert.Equal(starts, await Stores.Runs.InsertAsync(NewRun(Flow), None));
    }

    [Fact]
    public async Task A_retry_starts_beside_an_active_run_and_does_not_keep_one_from_starting()
    {
        await StoredRunAsync(Flow, RunTrigger.Retry);
        await StoredRunAsync(Flow, RunTrigger.Retry);
        await StoredRunAsync(Flow);
        await StoredRunAsync(Flow, RunTrigger.Retry);

        Assert.False(await Stores.Runs.InsertAsync(NewRun(Flow, RunTrigger.Schedule), None));
    }

    [Fact]
    public async Task Runs_come_newest_first_and_each_once_also_when_they_started_together()
    {
        var other = New<FlowId>();
        var runs = new List<Run>();
        for (var i = 0; i < 11; i++)
        {
            runs.Add(await StoredRunAsync(i == 5 ? other : Flow, RunTrigger.Retry, second: i / 4));
        }

        var all = await WalkAsync(c => Stores.Runs.ListAsync(null, 3, c, None));
        var ofFlow = await WalkAsync(c => Stores.Runs.ListAsync(Flow, 3, c, None));

        Assert.Equal(runs.Select(r => r.Id).Reverse(), all.Select(r => r.Id));
        Assert.Equal(runs.Where(r => r.Flow == Flow).Select(r => r.Id).Reverse(), ofFlow.Select(r => r.Id));
    }

    [Fact]
    public async Task A_cursor_that_no_list_made_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Stores.Runs.ListAsync(null, 3, "nonsense", None));

        Assert.Equal("cursor", Assert.Single(refusal.Problems).Field);
    }

    [Fact]
    public async Task Unfinished_runs_come_oldest_first()
    {
        var later = await StoredRunAsync(New<FlowId>(), second: 2);
        var earlier = await StoredRunAsync(New<FlowId>(), second: 1);
        var done = await StoredRunAsync(New<FlowId>());
        await Stores.Runs.UpdateAsync(done with { Status = RunStatus.Completed }, None);

        Assert.Equal([earlier.Id, later.Id], (await Stores.Runs.UnfinishedAsync(None)).Select(r => r.Id));
    }

    [Fact]
    public async Task An_ended_run_keeps_neither_checkpoint_nor_intents()
    {
        var run = await StoredRunAsync(Flow);
        await CommitAsync(new RunCommit { Run = run, Checkpoint = [1] });
        await Stores.Runs.WriteIntentsAsync([new Intent(run.Id, "write", "k", null, null, At(0))], None);

        await Stores.Runs.UpdateAsync(run with { Status = RunStatus.Completed }, None);

        Assert.Null(await Stores.Runs.CheckpointAsync(run.Id, None));
        Assert.Empty(await Stores.Runs.IntentsAsync(run.Id, None));
    }

    [Fact]
    public async Task A_commit_writes_counts_and_checkpoint_and_leaves_the_status_of_an_ended_run()
    {
        var run = await StoredRunAsync(Flow);
        await Stores.Runs.UpdateAsync(run with { Status = RunStatus.Cancelled, EndedAt = At(3) }, None);
        var counted = run with { Status = RunStatus.Running, Pages = 4, Steps = [new StepCounts("a", 4, 3, 1, 0, 5)] };

        await CommitAsync(new RunCommit { Run = counted, Checkpoint = [7, 8] });
        await CommitAsync(new RunCommit { Run = counted with { Pages = 5 } });

        var stored = await Stores.Runs.FindAsync(run.Id, None);
        Assert.Equal((RunStatus.Cancelled, 5, At(3)), (stored!.Status, stored.Pages, stored.EndedAt));
        Assert.Equal(counted.Steps, stored.Steps);
        Assert.Equal([7, 8], await Stores.Runs.CheckpointAsync(run.Id, None));
    }

    [Fact]
    public async Task A_run_without_a_checkpoint_has_none() =>
        Assert.Null(await Stores.Runs.CheckpointAsync((await StoredRunAsync(Flow)).Id, None));

    [Fact]
    public async Task Commits_that_fail_in_the_middle_leave_nothing()
    {
        var run = await StoredRunAsync(Flow);
        await Stores.Runs.WriteIntentsAsync([new Intent(run.Id, "write", "key", null, null, At(0))], None);
        var good = new RunCommit
        {
            Run = run with { Pages = 1 },
            Checkpoint = [1],
            Errors = [Failure(run, "1")],
            Parked = [Parked(run, "p1")],
            ClosedIntents = ["key"],
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommitAsync(good, new RunCommit { Run = NewRun(Flow) }));

        Assert.Equal(0, (await Stores.Runs.FindAsync(run.Id, None))!.Pages);
        Assert.Null(await Stores.Runs.CheckpointAsync(run.Id, None));
        Assert.Equal(0, await Stores.Runs.CountParkedAsync(run.Id, None));
        Assert.Equal(0, await Stores.Errors.CountAsync(new(), None));
        Assert.Single(await Stores.Runs.IntentsAsync(run.Id, None));
    }

    [Fact]
    public async Task Commits_of_many_callers_all_stand()
    {
        var runs = new List<Run>();
        for (var i = 0; i < 8; i++)
        {
            runs.Add(await StoredRunAsync(New<FlowId>()));
        }

        await Task.WhenAll(runs.Select(run => Task.Run(async () =>
        {
            for (var page = 1; page <= 25; page++)
            {
                await CommitAsync(new RunCommit
                {
                    Run = run with { Pages = page },
                    Checkpoint = [(byte)page],
                    Errors = [Failure(run, $"{page}")],
                });
            }
        })));

        foreach (var run in runs)
        {
            Assert.Equal(25, (await Stores.Runs.FindAsync(run.Id, None))!.Pages);
            Assert.Equal([25], await Stores.Runs.CheckpointAsync(run.Id, None));
        }

        Assert.Equal(8 * 25, await Stores.Errors.CountAsync(new(), None));
    }

    [Fact]
    public async Task Parked_records_come_back_whole_with_the_ones_due_first()
    {
        var run = await StoredRunAsync(Flow);
        var late = Parked(run, "a", second: 20);
        var soon = Parked(run, "b", second: 10);
        await CommitAsync(new RunCommit { Run = run, Parked = [late, soon, Parked(run, "c", second: 30)] });

        var parked = await Stores.Runs.ParkedAsync(run.Id, 2, None);

        Assert.Equivalent(new[] { soon, late }, parked, strict: true);
        Assert.Equal(3, await Stores.Runs.CountParkedAsync(run.Id, None));
    }

    [Fact]
    public async Task A_record_parked_again_replaces_itself_and_one_unparked_is_gone()
    {
        var run = await StoredRunAsync(Flow);
        await CommitAsync(new RunCommit { Run = run, Parked = [Parked(run, "a"), Parked(run, "b")] });

        await CommitAsync(new RunCommit
        {
            Run = run,
            Unparked = ["a", "b"],
            Parked = [Parked(run, "a", second: 50) with { Attempts = 4 }],
        });

        var left = Assert.Single(await Stores.Runs.ParkedAsync(run.Id, 10, None));
        Assert.Equal(("a", 4, At(50)), (left.Id, left.Attempts, left.DueAt));
    }

    [Fact]
    public async Task Intents_are_written_settled_and_closed()
    {
        var run = await StoredRunAsync(Flow);
        Intent[] intents = [.. "abc".Select(k => new Intent(run.Id, "write", $"{k}", null, null, At(1)))];
        await Stores.Runs.WriteIntentsAsync(intents, None);

        await Stores.Runs.SettleIntentsAsync(
            [intents[0] with { Outcome = "ok" }, intents[1] with { Outcome = "rejected", Message = "Not so." }], None);
        await Stores.Runs.SettleIntentsAsync([new Intent(run.Id, "write", "never written", "ok", null, At(1))], None);
        await CommitAsync(new RunCommit { Run = run, ClosedIntents = ["a"] });

        Assert.Equal(
            [new Intent(run.Id, "write", "b", "rejected", "Not so.", At(1)), intents[2]],
            await Stores.Runs.IntentsAsync(run.Id, None));
    }

    [Fact]
    public async Task Intents_that_have_a_record_are_given_with_it()
    {
        var run = await StoredRunAsync(Flow);
        Intent Of(string key, string? outcome = null) =>
            new(run.Id, "write", key, outcome, null, At(1), new IntentRecord("rows", $"trace {key}", [1, 2], key == "a" ? null : new ErrorId($"err_{key}")));
        await Stores.Runs.WriteIntentsAsync(
            [Of("a"), Of("b", "ok"), Of("c"), Of("d", "outcome_unknown"), Of("e", "unsent"), Of("f") with { Record = null }], None);

        var left = await Stores.Runs.LeftIntentsAsync(run.Id, "", 3, None);
        Assert.Equal([("a", null), ("b", "err_b"), ("c", "err_c")], left.Select(i => (i.Key, i.Record!.Retried?.Value)));
        left = await Stores.Runs.LeftIntentsAsync(run.Id, "c", 3, None);
        Assert.Equal([("d", "outcome_unknown"), ("e", "unsent")], left.Select(i => (i.Key, i.Outcome)));
        var last = left[0];
        Assert.Equal(
            ("d", "rows", "trace d", At(1)), (last.Key, last.Record!.Source, last.Record.TraceKey, last.SentAt));
        Assert.Equal([1, 2], last.Record.Sealed);
    }

    [Fact]
    public async Task An_intent_keeps_what_its_record_leaves_behind()
    {
        var run = await StoredRunAsync(Flow);
        var record = new IntentRecord("rows", "7", [1], new ErrorId("err_7"))
        {
            Entered = "first",
            Parked = "p",
            Place = 3,
            Seen = new SeenRecord("rows", "f", At(9)),
            HasPassed = true,
        };
        await Stores.Runs.WriteIntentsAsync([new Intent(run.Id, "write", "k", null, null, At(0), record)], None);

        var left = Assert.Single(await Stores.Runs.LeftIntentsAsync(run.Id, "", 10, None)).Record!;
        Assert.Equal(
            ("first", "p", 3L, new SeenRecord("rows", "f", At(9)), true),
            (left.Entered, left.Parked, left.Place, left.Seen, left.HasPassed));
    }

    [Fact]
    public async Task An_intent_that_stands_for_others_takes_their_records()
    {
        var run = await StoredRunAsync(Flow);
        Intent Of(string key, params string[] instead) =>
            new(run.Id, "write", key, null, null, At(1), new IntentRecord("rows", "7", [1]) { Instead = instead });
        await Stores.Runs.WriteIntentsAsync([Of("a"), Of("b"), Of("c")], None);
        await Stores.Runs.WriteIntentsAsync([Of("d", "a", "c")], None);

        Assert.Equal(["a", "b", "c", "d"], (await Stores.Runs.IntentsAsync(run.Id, None)).Select(i => i.Key));
        Assert.Equal(["b", "d"], (await Stores.Runs.LeftIntentsAsync(run.Id, "", 10, None)).Select(i => i.Key));
    }

    [Fact]
    public async Task A_run_ends_together_with_the_last_of_what_it_has_come_to_and_once()
    {
        var run = await StoredRunAsync(Flow);
        await CommitAsync(new RunCommit { Run = run, Checkpoint = [1] });
        await Stores.Runs.WriteIntentsAsync([new Intent(run.Id, "write", "k", null, null, At(0))], None);
        var ended = run with { Status = RunStatus.Cancelled, EndedAt = At(5) };
        var last = new RunCommit { Run = run, Errors = [Failure(run, "1")] };

        await Stores.Runs.EndAsync(ended, last, None);
        await Stores.Runs.EndAsync(ended with { Status = RunStatus.Failed }, last with { Errors = [Failure(run, "2")] }, None);

        var stored = await Stores.Runs.FindAsync(run.Id, None);
        Assert.Equal((RunStatus.Cancelled, At(5)), (stored!.Status, stored.EndedAt));
        Assert.Equal(1, await Stores.Errors.CountAsync(new(), None));
        Assert.Null(await Stores.Runs.CheckpointAsync(run.Id, None));
        Assert.Empty(await Stores.Runs.IntentsAsync(run.Id, None));
    }

    [Fact]
    public async Task The_end_of_a_run_whose_last_commit_fails_leaves_nothing()
    {
        var run = await StoredRunAsync(Flow);
        var last = new RunCommit { Run = NewRun(Flow), Errors = [Failure(run, "1")] };

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Stores.Runs.EndAsync(run with { Status = RunStatus.Cancelled, EndedAt = At(5) }, last, None));

        Assert.True((await Stores.Runs.FindAsync(run.Id, None))!.IsActive);
        Assert.Equal(0, await Stores.Errors.CountAsync(new(), None));
    }

    [Fact]
    public async Task An_intent_written_again_is_unknown_again()
    {
        var run = await StoredRunAsync(Flow);
        var intent = new Intent(run.Id, "write", "key", null, null, At(0));
        await Stores.Runs.WriteIntentsAsync([intent], None);
        await Stores.Runs.SettleIntentsAsync([intent with { Outcome = "timeout" }], None);

        await Stores.Runs.WriteIntentsAsync([intent], None);

        Assert.Equal([intent], await Stores.Runs.IntentsAsync(run.Id, None));
    }

    [Fact]
    public async Task A_run_that_waits_begins_when_no_other_of_its_flow_is_active()
    {
        var active = NewRun(Flow);
        var (second, third) = (NewRun(Flow) with { IsWaiting = true, Since = At(3) }, NewRun(Flow) with { IsWaiting = true });
        Assert.True(await Stores.Runs.InsertAsync(active, None));
        Assert.True(await Stores.Runs.InsertAsync(second, None));
        Assert.True(await Stores.Runs.InsertAsync(third, None));
        Assert.Equal([second.Id, third.Id], (await Stores.Runs.WaitingAsync(Flow, None)).Select(r => r.Id));

        var begun = second with { IsWaiting = false, StartedAt = At(50), Versions = new Dictionary<string, int> { ["flow_1"] = 7 } };
        Assert.False(await Stores.Runs.PromoteAsync(begun, None));
        await Stores.Runs.UpdateAsync(active with { Status = RunStatus.Completed }, None);
        Assert.True(await Stores.Runs.PromoteAsync(begun, None));
        Assert.False(await Stores.Runs.PromoteAsync(begun, None));
        Assert.False(await Stores.Runs.PromoteAsync(third, None));
        Assert.Equivalent(begun, await Stores.Runs.FindAsync(second.Id, None), strict: true);
        Assert.Equal([third.Id], (await Stores.Runs.WaitingAsync(Flow, None)).Select(r => r.Id));
        Assert.False(await Stores.Runs.InsertAsync(NewRun(Flow), None));
    }

    [Fact]
    public async Task Marks_are_set_one_by_one_and_kept_per_flow()
    {
        await Stores.Runs.SetMarksAsync(Flow, Marks(("a", 1), ("b", 1)), None);
        await Stores.Runs.SetMarksAsync(Flow, Marks(("b", 2)), None);
        await Stores.Runs.SetMarksAsync(New<FlowId>(), Marks(("a", 9)), None);

        var marks = await Stores.Runs.MarksAsync(Flow, None);
        Assert.Equal([("a", At(1)), ("b", At(2))], marks.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)));
        await Stores.Runs.SetMarksAsync(Flow, [new SourceMark("a", null)], None);
        Assert.Equal(["b"], (await Stores.Runs.MarksAsync(Flow, None)).Keys);
    }

    [Fact]
    public async Task What_a_source_gave_is_known_until_its_mark_has_passed_it()
    {
        var run = NewRun(Flow);
        await Stores.Runs.InsertAsync(run, None);
        await CommitAsync(new RunCommit { Run = run, Seen = [Seen("a", "1", 1), Seen("a", "2", 2), Seen("a", "3", 3), Seen("b", "1", 1)] });
        await CommitAsync(new RunCommit { Run = run, Seen = [Seen("a", "1", 1)] });
        Assert.Equal(["3", "2"], await SeenAsync("a", from: 2));
        Assert.Equal(["3"], await SeenAsync("a", from: 0, max: 1));

        await Stores.Runs.SetMarksAsync(Flow, [new SourceMark("a", At(5), At(3))], None);
        Assert.Equal(["3"], await SeenAsync("a", from: 0));
        await Stores.Runs.SetMarksAsync(Flow, [new SourceMark("a", At(5))], None);
        Assert.Empty(await SeenAsync("a", from: 0));
        Assert.Equal(["1"], await SeenAsync("b", from: 0));
    }

    private Task<IReadOnlyList<string>> SeenAsync(string source, int from, int max = 10) =>
        Stores.Runs.SeenAsync(Flow, source, At(from), max, None);

    private static SeenRecord Seen(string source, string fingerprint, int second) => new(source, fingerprint, At(second));

    [Fact]
    public async Task Writing_nothing_is_nothing()
    {
        await CommitAsync();
        await Stores.Runs.WriteIntentsAsync([], None);
        await Stores.Runs.SettleIntentsAsync([], None);
        await Stores.Runs.SetMarksAsync(Flow, Marks(), None);
    }

    private static List<SourceMark> Marks(params (string Source, int Second)[] marks) =>
        [.. marks.Select(m => new SourceMark(m.Source, At(m.Second), At(0)))];

    private static ParkedRecord Parked(Run run, string id, int second = 0) => new()
    {
        Id = id,
        Run = run.Id,
        Step = "write",
        TraceKey = $"key {id}",
        Fingerprint = "f00d",
        Attempts = 2,
        DueAt = At(second),
        Record = [9, 9, (byte)second],
    };
}
