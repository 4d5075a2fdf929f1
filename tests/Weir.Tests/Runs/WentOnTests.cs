using Weir.Engine.Runs.Steps;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>Records that failed and went on: what their retry does again, and what it must not send twice. // Promise 2</summary>
public sealed class WentOnTests : IDisposable
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    private readonly RunRig _rig = new(rows: 5);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_retry_does_again_what_may_be_repeated_and_sends_nothing_twice_that_must_not_be()
    {
        await FailAsync(Goes("first"), _rig.Send("again"), Once("reply"), _rig.Send("behind"));
        var retry = await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((5, 10, 5, 5), (Count("first"), Count("again"), Count("reply"), Count("behind")));
        Assert.Equal([5L, 5L, 0L, 0L], retry.Steps.Where(s => s.Id is "first" or "again" or "reply" or "behind").Select(s => s.Success));
    }

    [Fact]
    public async Task Where_all_may_be_repeated_a_retry_goes_through_all_later_steps()
    {
        await FailAsync(Goes("first"), _rig.Send("second"), _rig.Send("third"));
        await _rig.RetryAsync();
        Assert.Equal((5, 10, 10), (Count("first"), Count("second"), Count("third")));
    }

    [Fact]
    public async Task What_stands_at_the_step_behind_is_sent_by_its_own_retry()
    {
        var fails = true;
        _rig.Steps = [Goes("first"), Once("reply"), _rig.Send("behind")];
        _rig.Application.StepFault = (step, _) => fails && step is "first" or "reply" && fails ? Refused : null;
        await _rig.RunAsync();
        Assert.Equal(10, (await _rig.OpenErrorsAsync()).Count);
        fails = false;
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((5, 5, 5), (Count("first"), Count("reply"), Count("behind")));
    }

    [Fact]
    public async Task A_retry_that_fails_again_still_knows_that_its_record_went_on()
    {
        await FailAsync(Goes("first"), Once("reply"));
        _rig.Steps = [_rig.Send("first"), Once("reply")];
        _rig.Application.StepFault = (step, _) => step == "first" ? Refused : null;
        await _rig.RetryAsync();
        _rig.Application.StepFault = (_, _) => null;
        await _rig.RetryAsync();
        Assert.Equal((5, 5), (Count("first"), Count("reply")));
    }

    [Fact]
    public async Task What_waited_at_a_branch_comes_to_its_steps_by_its_retry()
    {
        var list = string.Join(',', Enumerable.Range(1, 25_000));
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.Add($$"""{"id":1,"n":[{{list}}]}""");
        // More steps than an evaluation may take.
        _rig.Plan = Routed("""{"all":[{"var":"n"},{"all":[[1,2,3,4,5,6,7,8],{"all":[[1,2,3,4,5,6,7,8],{"all":[[1,2,3,4,5,6,7,8],true]}]}]}]}""");
        await _rig.RunAsync();
        Assert.Equal((1, 0, 1), ((await _rig.OpenErrorsAsync()).Count, Count("inside"), Count("behind")));
        _rig.Plan = Routed(null);
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal((1, 1), (Count("inside"), Count("behind")));
    }

    [Fact]
    public async Task A_source_that_marks_does_not_send_it_again_while_its_error_is_open_and_marks_it_after_the_retry()
    {
        _rig.Mark = new FakeApplication();
        await FailAsync(Goes("first"), Once("reply"));
        _rig.Application.StepFault = (step, _) => step == "first" ? Refused : null;
        await _rig.RunAsync();
        Assert.Equal((5, 0), (Count("reply"), _rig.Mark.Sink.Count));
        _rig.Application.StepFault = (_, _) => null;
        await _rig.RetryAsync();
        Assert.Equal((5, 5), (Count("reply"), _rig.Mark.Sink.Count));
    }

    [Fact]
    public async Task A_record_that_went_on_when_the_run_was_cancelled_stands_where_it_was()
    {
        using var cancel = new CancellationTokenSource();
        _rig.Level = 1;
        _rig.Steps = [Goes("first"), _rig.Send("second"), Once("reply")];
        _rig.Application.StepFault = (step, _) => step == "first" ? Refused : null;
        _rig.Application.UnderWay = body => body.Contains("\"id\":2,") ? cancel.CancelAsync() : Task.CompletedTask;
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.CancelledAsync(run, cancel.Token));
        (_rig.Application.StepFault, _rig.Application.UnderWay) = ((_, _) => null, _ => Task.CompletedTask);
        await _rig.RetryAsync();
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.All(_rig.SentBy("reply").CountBy(id => id), sent => Assert.Equal(1, sent.Value));
        Assert.Contains(1, _rig.SentBy("reply"));
    }

    /// <summary>A branch that lets go on what fails at it.</summary>
    private IReadOnlyList<StepPlan> Routed(string? when)
    {
        var plan = PlanSteps.Of([PlanSteps.Branch("route", false, (when, [Once("inside")])), Once("behind")]);
        return [plan[0] with { ContinueOnError = true }, .. plan.Skip(1)];
    }

    /// <summary>All records fail at <c>first</c> and go on; the retry then finds nothing wrong.</summary>
    private async Task FailAsync(params StepPlan[] steps)
    {
        _rig.Steps = steps;
        _rig.Application.StepFault = (step, _) => step == "first" ? Refused : null;
        await _rig.RunAsync();
        Assert.All(await _rig.OpenErrorsAsync(), e => Assert.True(e is { Step: "first", WentOn: true }));
        _rig.Application.StepFault = (_, _) => null;
    }

    private SendPlan Goes(string id) => _rig.Send(id) with { ContinueOnError = true };

    private SendPlan Once(string id) => _rig.Send(id) with { Repeat = RepeatRule.Never };

    private int Count(string step) => _rig.SentBy(step).Count();
}
