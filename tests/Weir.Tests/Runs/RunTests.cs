using System.Text.Json;
using Weir.Engine.Runs;
using Weir.Expressions.Filters;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class RunTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No such customer.", HttpStatus = 422 };

    private static readonly Fault Lost =
        new() { Kind = FaultKind.Unknown, Code = ErrorCodes.Timeout, Message = "No answer." };

    [Fact]
    public async Task Every_record_arrives_once_and_the_counts_say_so()
    {
        using var rig = new RunRig(rows: 95);
        var run = await rig.RunAsync();
        Assert.Equal(Ids(95), rig.SinkIds.Select(int.Parse).Order());
        Assert.Equal(new StepCounts("rows", 95, 95, 0, 0, 10), run.Steps[0]);
        Assert.Equal(new StepCounts("write", 95, 95, 0, 0, 95), run.Steps[1]);
        Assert.Equal(10, run.Pages);
    }

    [Fact]
    public async Task An_empty_source_is_a_run_without_records()
    {
        using var rig = new RunRig(rows: 0);
        var run = await rig.RunAsync();
        Assert.Equal((1, 0L), (run.Pages, run.Steps[0].Read));
    }

    [Fact]
    public async Task Requests_under_way_never_exceed_the_level_and_reach_it()
    {
        using var rig = new RunRig(rows: 200, level: 4);
        var allFour = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = 0;
        rig.Application.UnderWay = _ =>
        {
            if (Interlocked.Increment(ref underWay) == 4)
            {
                allFour.SetResult();
            }

            return allFour.Task;
        };
        await rig.RunAsync();
        Assert.Equal(4, rig.Application.Peak);
    }

    [Fact]
    public async Task A_pool_of_level_1_keeps_all_in_order()
    {
        using var rig = new RunRig(rows: 60, level: 1);
        await rig.RunAsync();
        Assert.Equal(Ids(60), rig.SinkIds.Select(int.Parse));
    }

    [Fact]
    public async Task What_the_users_filter_leaves_out_is_ignored_and_counted()
    {
        using var rig = new RunRig(rows: 30)
        {
            Filter = Filter.Parse(JsonDocument.Parse("""{"<=":[{"var":"id"},10]}""").RootElement),
        };
        var run = await rig.RunAsync();
        Assert.Equal((30, 10, 0, 20), Shape(run.Steps[0]));
        Assert.Equal(10, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_refused_record_stands_in_the_errors_with_its_data_and_the_others_arrive()
    {
        using var rig = new RunRig(rows: 30);
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        var run = await rig.RunAsync();
        Assert.Equal((30, 29, 1, 0), Shape(run.Steps[1]));
        var error = Assert.Single(await rig.OpenErrorsAsync());
        Assert.Equal(("7", "write", "rejected", "No such customer."), (error.TraceKey, error.Step, error.Code, error.Message));
    }

    [Fact]
    public async Task A_retry_that_passes_resolves_the_error_with_the_same_key()
    {
        using var rig = new RunRig(rows: 12);
        List<string> keys = [];
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, true) : (null, true);
        await rig.RunAsync();
        rig.Application.SendFault = (_, _) => (null, true);
        var retry = await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal((1, 1, 0, 0), Shape(retry.Steps[1]));
        Assert.Single(rig.Application.Sink.Where(s => s.Body.Contains("\"id\":7,")).Select(s => s.Key).Distinct());
    }

    [Fact]
    public async Task A_retry_that_fails_again_is_the_same_error_with_one_attempt_more()
    {
        using var rig = new RunRig(rows: 3);
        rig.Application.SendFault = (_, _) => (Refused, false);
        await rig.RunAsync();
        await rig.RetryAsync();
        Assert.Equal([2, 2, 2], (await rig.OpenErrorsAsync()).Select(e => e.Attempts));
    }

    [Fact]
    public async Task Records_that_share_a_trace_key_are_errors_of_their_own_and_each_is_retried()
    {
        using var rig = new RunRig(rows: 0);
        rig.Application.Rows.AddRange(["""{"id":1,"n":"a"}""", """{"id":1,"n":"b"}""", """{"id":1,"n":"c"}"""]);
        rig.Application.SendFault = (_, _) => (Refused, false);
        await rig.RunAsync();
        Assert.Equal(3, (await rig.OpenErrorsAsync()).Count);
        rig.Application.SendFault = (_, body) => body.Contains("\"b\"") ? (Refused, false) : (null, true);
        await rig.RetryAsync();
        Assert.Equal(2, Assert.Single(await rig.OpenErrorsAsync()).Attempts);
        Assert.Equal(2, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task What_passes_in_a_later_run_resolves_its_error_by_itself()
    {
        using var rig = new RunRig(rows: 3);
        rig.Application.SendFault = (_, _) => (Refused, false);
        await rig.RunAsync();
        rig.Application.SendFault = (_, _) => (null, true);
        await rig.RunAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_fails_the_run_after_what_was_read_is_delivered()
    {
        using var rig = new RunRig(rows: 50);
        rig.Application.ReadFault = state => state == "20" ? Refused with { HttpStatus = 403 } : null;
        var failure = await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal("rejected", failure.Code);
        Assert.Equal(20, rig.Application.Sink.Count);
    }

    [Fact]
    public void A_list_whose_next_page_was_seen_before_is_found_with_one_remembered_state()
    {
        var loops = new LoopDetector("");
        string[] states = ["a", "b", "c", "b", "c", "b", "c", "b", "c"];
        Assert.Contains(true, states.Select(loops.IsLoop));
    }

    [Fact]
    public async Task A_cursor_that_is_refused_at_the_same_depth_again_fails_the_run_and_does_not_walk_for_ever()
    {
        using var rig = new RunRig(rows: 50);
        rig.Application.ReadFault = state => state == "20" ? Refused with { HttpStatus = 422 } : null;
        await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(6, rig.Application.Reads.Count);
    }

    [Fact]
    public async Task A_list_without_an_order_is_not_walked_again_into_what_must_not_be_repeated()
    {
        using var rig = new RunRig(rows: 50) { Repeat = RepeatRule.Never };
        rig.Application.ReadFault = state => state == "20" ? Refused with { HttpStatus = 410 } : null;
        await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(20, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task The_run_can_be_looked_at_while_pages_are_written()
    {
        using var rig = new RunRig(rows: 2000, level: 8);
        using var ended = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                var counts = rig.Now()?.Steps;
                Assert.True(counts is null or [] || counts[0].Read == counts[0].Success);
            }
        });
        await rig.RunAsync();
        await ended.CancelAsync();
        await looking;
    }

    [Fact]
    public async Task A_waiting_record_that_keeps_failing_while_others_pass_becomes_an_error()
    {
        var clock = new Fakes.ManualClock();
        using var rig = new RunRig(rows: 400, time: clock);
        var busy = new Fault
        {
            Kind = FaultKind.Transient,
            Code = ErrorCodes.Unexpected,
            Message = "Busy.",
            RetryAfter = TimeSpan.FromSeconds(6),
        };
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":1,") ? (busy, false) : (null, true);
        var run = rig.RunAsync();
        await Wait.UntilAsync(() =>
        {
            clock.AdvanceSeconds(1);
            _ = PassAsync();
            return run.IsCompleted;
        });
        Assert.Equal("unexpected", Assert.Single(await rig.OpenErrorsAsync()).Code);
        Assert.Equal((400, 399, 1, 0), Shape((await run).Steps[1]));

        async Task PassAsync() => rig.Governor.Release(
            await rig.Governor.AcquireAsync(new ConnectionId("conn_1"), "test", urgent: true, default), null, null);
    }

    [Fact]
    public async Task A_limit_reads_no_more_records_than_it_says()
    {
        using var rig = new RunRig(rows: 50) { Limit = 25 };
        var run = await rig.RunAsync();
        Assert.Equal(25, run.Steps[0].Read);
        Assert.Equal(3, rig.Application.Reads.Count);
    }

    [Fact]
    public async Task An_unknown_outcome_of_what_must_not_be_repeated_waits_for_a_person()
    {
        using var rig = new RunRig(rows: 5) { Repeat = RepeatRule.Never };
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":3,") ? (Lost, true) : (null, true);
        await rig.RunAsync();
        Assert.Equal("outcome_unknown", Assert.Single(await rig.OpenErrorsAsync()).Code);
        Assert.Equal(5, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_request_proven_not_sent_is_repeated_whatever_the_rule()
    {
        using var rig = new RunRig(rows: 5) { Repeat = RepeatRule.Never };
        rig.Application.SendFault = (n, _) => n == 2 ? (Lost with { NotSent = true }, false) : (null, true);
        await rig.RunAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Ids(5), rig.SinkIds.Select(int.Parse).Order());
    }

    [Fact]
    public async Task A_record_told_to_wait_long_is_parked_and_holds_no_page()
    {
        var clock = new Fakes.ManualClock();
        using var rig = new RunRig(rows: 100, time: clock);
        var wait = new Fault
        {
            Kind = FaultKind.Transient,
            Code = ErrorCodes.Unexpected,
            Message = "Busy.",
            RetryAfter = TimeSpan.FromMinutes(2),
        };
        var first = true;
        rig.Application.SendFault = (_, body) =>
        {
            var fails = first && body.Contains("\"id\":1,");
            first &= !fails;
            return fails ? (wait, false) : (null, true);
        };
        var run = rig.RunAsync();
        await Wait.UntilAsync(() => rig.Application.Sink.Count == 99);
        await Wait.UntilAsync(() =>
        {
            clock.AdvanceSeconds(10);
            return run.IsCompleted;
        });
        Assert.Equal((100, 100, 0, 0), Shape((await run).Steps[1]));
        Assert.Equal(100, rig.Application.Sink.Count);
    }

    private static IEnumerable<int> Ids(int count) => Enumerable.Range(1, count);

    private static (long Read, long Success, long Error, long Ignored) Shape(StepCounts counts) =>
        (counts.Read, counts.Success, counts.Error, counts.Ignored);
}
