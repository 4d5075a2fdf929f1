using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class BranchTests
{
    private const string Low = """{"<=":[{"var":"id"},10]}""";
    private const string Even = """{"==":[{"%":[{"var":"id"},2]},0]}""";

    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    [Fact]
    public async Task First_sends_each_record_through_the_first_case_that_takes_it_and_then_on()
    {
        using var rig = new RunRig(rows: 30);
        rig.Steps =
        [
            PlanSteps.Branch("route", false, (Low, [rig.Send("low")]), (Even, [rig.Send("even")])),
            rig.Send("after"),
        ];
        var run = await rig.RunAsync();
        Assert.Equal(Enumerable.Range(1, 10), rig.SentBy("low").Order());
        Assert.Equal(Enumerable.Range(11, 20).Where(i => i % 2 == 0), rig.SentBy("even").Order());
        Assert.Equal(Enumerable.Range(1, 30), rig.SentBy("after").Order());
        Assert.Equal(
            [("rows", 30, 30, 0), ("route", 30, 20, 10), ("low", 10, 10, 0), ("even", 10, 10, 0), ("after", 30, 30, 0)],
            run.Steps.Select(s => (s.Id, (int)s.Read, (int)s.Success, (int)s.Ignored)));
    }

    [Fact]
    public async Task All_sends_a_record_through_every_case_that_takes_it_one_after_the_other()
    {
        using var rig = new RunRig(rows: 20, level: 1);
        rig.Steps =
        [
            PlanSteps.Branch("route", true, (Low, [rig.Send("low")]), (null, []), (Even, [rig.Send("even")])),
            rig.Send("after"),
        ];
        await rig.RunAsync();
        string[] ways = [.. rig.Application.Sink.Where(s => s.Body.Contains("\"id\":8,")).Select(s => s.Step)];
        Assert.Equal(["low", "even", "after"], ways);
        Assert.Equal(10, rig.SentBy("low").Count());
        Assert.Equal(10, rig.SentBy("even").Count());
        Assert.Equal(20, rig.SentBy("after").Count());
    }

    [Fact]
    public async Task What_a_case_puts_into_the_record_is_seen_by_later_cases_and_after_the_branch()
    {
        using var rig = new RunRig(rows: 4);
        rig.Application.Says = (step, _) => $$"""{"by":"{{step}}"}""";
        rig.Steps =
        [
            PlanSteps.Branch(
                "route",
                true,
                (Even, [rig.Send("even") with { Into = ["seen"] }]),
                ("""{"==":[{"var":"seen.by"},"even"]}""", [rig.Send("second")])),
            rig.Send("after"),
        ];
        await rig.RunAsync();
        Assert.Equal([2, 4], rig.SentBy("second").Order());
        Assert.Equal(2, rig.Application.Sink.Count(s => s.Step == "after" && s.Body.Contains("""{"by":"even"}""")));
    }

    [Fact]
    public async Task A_record_that_fails_inside_a_branch_waits_there_and_a_retry_takes_it_through_all_that_comes_later()
    {
        using var rig = new RunRig(rows: 6);
        rig.Steps =
        [
            PlanSteps.Branch(
                "route",
                true,
                (null, [PlanSteps.Branch("inner", false, (Even, [rig.Send("a"), rig.Send("b")]))]),
                (null, [rig.Send("c")])),
            rig.Send("after"),
        ];
        rig.Application.StepFault = (step, body) => step == "a" && body.Contains("\"id\":4,") ? Refused : null;
        await rig.RunAsync();
        Assert.Equal(("a", "4"), Assert.Single((await rig.OpenErrorsAsync()).Select(e => (e.Step, e.TraceKey))));
        Assert.DoesNotContain(4, rig.SentBy("c").Concat(rig.SentBy("after")));

        rig.Application.StepFault = (_, _) => null;
        var before = rig.Application.Sink.Count;
        var retry = await rig.RetryAsync();
        Assert.Equal(["a", "b", "c", "after"], rig.Application.Sink.Skip(before).Select(s => s.Step));
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.All(retry.Steps, s => Assert.Equal(s.Read, s.Success + s.Error + s.Ignored));
    }

    [Fact]
    public async Task A_failed_record_that_may_continue_goes_on_to_later_cases_and_after_the_branch()
    {
        using var rig = new RunRig(rows: 3);
        rig.Steps =
        [
            PlanSteps.Branch("route", true, (null, [rig.Send("a") with { ContinueOnError = true }]), (null, [rig.Send("c")])),
            rig.Send("after"),
        ];
        rig.Application.StepFault = (step, _) => step == "a" ? Refused : null;
        await rig.RunAsync();
        Assert.Equal(3, (await rig.OpenErrorsAsync()).Count);
        Assert.Equal((3, 3), (rig.SentBy("c").Count(), rig.SentBy("after").Count()));
    }

    [Fact]
    public async Task A_branch_that_is_switched_off_is_passed_by_and_its_steps_are_gone_for_a_retry()
    {
        using var rig = new RunRig(rows: 3);
        IReadOnlyList<StepPlan> Steps(bool enabled) =>
        [
            .. PlanSteps.Of([PlanSteps.Branch("route", false, (null, [rig.Send("a")])), rig.Send("after")])
                .Select(s => s.Id == "after" ? s : s with { Enabled = enabled }),
        ];
        rig.Plan = Steps(true);
        rig.Application.StepFault = (step, _) => step == "a" ? Refused : null;
        await rig.RunAsync();
        Assert.Empty(rig.SentBy("after"));
        rig.Plan = Steps(false);
        await rig.RetryAsync();
        Assert.All(await rig.OpenErrorsAsync(), e => Assert.Equal(("step_gone", 2), (e.Code, e.Attempts)));
        await rig.RunAsync();
        Assert.Equal(3, rig.SentBy("after").Count());
    }

    [Fact]
    public async Task A_success_at_a_nested_step_in_a_later_run_resolves_the_error_there()
    {
        using var rig = new RunRig(rows: 3);
        rig.Steps = [PlanSteps.Branch("route", false, (Even, [rig.Send("a")]))];
        rig.Application.StepFault = (_, _) => Refused;
        await rig.RunAsync();
        Assert.Equal("a", Assert.Single(await rig.OpenErrorsAsync()).Step);
        await rig.RunAsync();
        Assert.Equal(2, Assert.Single(await rig.OpenErrorsAsync()).Attempts);
        rig.Application.StepFault = (_, _) => null;
        await rig.RunAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Kills_inside_branches_lose_nothing_and_every_count_adds_up(int seed)
    {
        using var rig = new RunRig(rows: 200, level: 5);
        rig.Steps =
        [
            PlanSteps.Branch(
                "route",
                true,
                (Even, [PlanSteps.Branch("inner", false, (Low, [rig.Send("low")]), (null, [rig.Send("rest")]))]),
                ("""{"!":[{"var":"gone"}]}""", [rig.Send("odd")])),
            rig.Send("after"),
        ];
        rig.Application.StepFault = (step, body) => step == "rest" && body.Contains("0,") ? Refused : null;
        var run = await Kills.LiveAsync(rig, seed, kills: 4);
        Assert.All(run.Steps, s => Assert.Equal(s.Read, s.Success + s.Error + s.Ignored));
        rig.Application.StepFault = (_, _) => null;
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, 200), rig.SentBy("after").Distinct().Order());
        Assert.Equal(Enumerable.Range(1, 200), rig.SentBy("odd").Distinct().Order());
        Assert.Equal(
            Enumerable.Range(1, 200).Where(i => i % 2 == 0),
            rig.SentBy("low").Concat(rig.SentBy("rest")).Distinct().Order());
    }
}
