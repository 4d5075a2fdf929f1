using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;
using static Weir.Tests.Runs.KillScene;

namespace Weir.Tests.Runs;

/// <summary>
/// A run is killed, and ends before it has come to its old pages again: what it has sent is not sent by the next run, and nothing
/// is lost. // Promises 1 and 2
/// </summary>
public sealed class KilledAndCancelledTests
{
    private static readonly Fault Endless = new()
    {
        Kind = FaultKind.Throttled,
        Code = ErrorCodes.RateLimited,
        Message = "Later.",
        HttpStatus = 429,
        RetryAfter = TimeSpan.FromDays(2),
    };

    private static readonly Fault Busy = new()
    {
        Kind = FaultKind.Transient,
        Code = ErrorCodes.Unexpected,
        Message = "Busy.",
        RetryAfter = TimeSpan.FromMinutes(2),
    };

    private static bool IsSeventh(string body) => int.Parse(body.Split(':', ',')[1]) % 7 == 0;

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_a_killed_and_cancelled_run_of_changes_has_sent_is_not_sent_by_the_next_one(KillMoment moment, int nth)
    {
        using var rig = Rig();
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        await rig.RunAsync();
        await AssertOnceAsync(rig, "write");
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_had_come_through_one_of_two_steps_goes_on_at_the_second(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "first", "second");
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_the_first_answer_put_into_the_record_is_there_at_the_second_step(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        rig.Steps = [rig.Steps![0] with { Into = ["answer"] }, rig.Steps[1]];
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "first", "second");
        Assert.All(rig.Application.Sink.Where(s => s.Step == "second"), s => Assert.Contains("\"answer\":{\"ok\":true}", s.Body));
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_second_kill_while_it_goes_on_doubles_nothing_either(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        var run = await KilledAsync(rig, moment, nth);
        run = await Kills.LifeAsync(rig, Resumed(run), KillMoment.Arrived, 4);
        await CancelAtOnceAsync(rig, run);
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "first", "second");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(21)]
    [InlineData(44)]
    [InlineData(70)]
    public async Task A_stop_in_order_before_a_second_step_and_a_cancellation_leave_the_record_at_that_step(int after)
    {
        using var rig = Rig("first", "second");
        using var stop = new CancellationTokenSource();
        rig.Application.UnderWay = _ => Interlocked.Decrement(ref after) == 0 ? stop.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, default, stop.Token));
        rig.Application.UnderWay = _ => Task.CompletedTask;
        await CancelAtOnceAsync(rig, (await rig.Store.FindAsync(run.Id, default))!);
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        Assert.Empty(await rig.OpenErrorsAsync());
        await AssertOnceAsync(rig, "first", "second");
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_run_that_goes_on_and_fails_leaves_nothing_to_be_sent_twice(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        var run = await KilledAsync(rig, moment, nth);
        rig.Application.ReadFault = _ => Refused;
        await Assert.ThrowsAsync<RunFailedException>(() => rig.LiveAsync(Resumed(run), default));
        rig.Application.ReadFault = _ => null;
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "first", "second");
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_run_that_goes_on_and_fails_because_it_would_wait_for_days_leaves_nothing_to_be_sent_twice(KillMoment moment, int nth)
    {
        var clock = new ManualClock();
        using var rig = Rig(clock, "first", "second");
        var run = await KilledAsync(rig, moment, nth);
        rig.Application.SendFault = (_, _) => (Endless, false);
        await Assert.ThrowsAsync<RunFailedException>(() => rig.LiveAsync(Resumed(run), default));
        rig.Application.SendFault = (_, _) => (null, true);
        clock.Advance(TimeSpan.FromDays(3));
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "first", "second");
    }

    [Theory]
    [InlineData(KillMoment.AfterIntent)]
    [InlineData(KillMoment.Arrived)]
    [InlineData(KillMoment.AfterOutcome)]
    public async Task A_record_that_had_waited_long_stands_at_the_step_to_which_it_came_and_nowhere_else(KillMoment moment)
    {
        var clock = new ManualClock();
        using var rig = Rig(clock);
        rig.Application.Rows.RemoveRange(1, Records - 1);
        rig.Steps = [rig.Send("first") with { Repeat = RepeatRule.Always }, rig.Send("second")];
        rig.Application.SendFault = (n, _) => n == 1 ? (Busy, false) : (null, true);
        var killed = KilledAsync(rig, moment, moment == KillMoment.Arrived ? 2 : 1);
        await Wait.UntilAsync(() =>
        {
            clock.AdvanceSeconds(10);
            return killed.IsCompleted;
        });
        await CancelAtOnceAsync(rig, await killed);
        Assert.Equal(
            moment == KillMoment.AfterOutcome ? [] : [("second", "outcome_unknown")],
            (await rig.OpenErrorsAsync()).Select(e => (e.Step, e.Code)));
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_run_whose_plan_cannot_be_made_any_more_leaves_all_that_left_in_the_errors(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        await rig.EndAsync(await KilledAsync(rig, moment, nth));
        await rig.RunAsync();
        var open = await rig.OpenErrorsAsync();
        Assert.All(rig.SentBy("first").CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.All(rig.SentBy("second").CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("second").Concat(open.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
    }

    [Theory]
    [InlineData(KillMoment.BeforeEnd)]
    [InlineData(KillMoment.AfterEnd)]
    public async Task A_kill_while_the_end_is_written_doubles_nothing(KillMoment moment)
    {
        using var rig = Rig("first", "second");
        rig.Delta = null;
        var run = await KilledAsync(rig, KillMoment.Arrived, 17);
        run = await Kills.LifeAsync(rig, Resumed(run), moment, 1, new CancellationToken(canceled: true));
        if (run.IsActive)
        {
            await rig.LiveAsync(Resumed(run), default);
            await AssertOnceAsync(rig, "first", "second");
        }

        Assert.Equal(moment == KillMoment.AfterEnd, run.Status == RunStatus.Cancelled);
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_failed_at_a_step_and_went_on_stands_in_the_errors_of_that_step(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        rig.Steps = [rig.Send("first") with { ContinueOnError = true }, rig.Send("second")];
        rig.Application.StepFault = (step, body) => step == "first" && IsSeventh(body) ? Refused : null;
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        await rig.RunAsync();
        var open = await rig.OpenErrorsAsync();
        Assert.Equal(
            Enumerable.Range(1, Records / 7).Select(i => i * 7),
            open.Where(e => e.Step == "first").Select(e => int.Parse(e.TraceKey)).Where(id => id % 7 == 0).Distinct().Order());
        Assert.All(rig.SentBy("second").CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("second").Concat(open.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_was_sent_and_not_marked_at_its_source_yet_is_marked_by_the_retry_and_not_sent_again(KillMoment moment, int nth)
    {
        using var rig = Rig();
        (rig.Delta, rig.Mark) = (null, new FakeApplication());
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        rig.Application.Rows.RemoveAll(row => rig.Mark.Sink.Any(s => s.Body == row));
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "write");
        var unknown = (await rig.OpenErrorsAsync()).Select(e => int.Parse(e.TraceKey));
        Assert.Equal(
            Enumerable.Range(1, Records).Except(unknown), rig.Mark.Sink.Select(s => int.Parse(s.Body.Split(':', ',')[1])).Distinct().Order());
    }
}
