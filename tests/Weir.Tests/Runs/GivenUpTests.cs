using Weir.Engine.Runs;
using Weir.Expressions.Paths;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>What a run that ends before its end leaves to the next one: nothing twice, nothing lost. // Promises 1 and 2</summary>
public sealed class GivenUpTests
{
    private const int Records = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(38)]
    public async Task What_a_cancelled_run_of_changes_has_sent_is_not_sent_by_the_next_one(int after)
    {
        using var rig = Rig();
        await CancelAsync(rig, RunTrigger.Manual, after);
        Assert.InRange(rig.Application.Sink.Count, after, Records);
        await rig.RunAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("write").Order());
    }

    [Theory]
    [InlineData(1, RepeatRule.Always)]
    [InlineData(20, RepeatRule.Always)]
    [InlineData(20, RepeatRule.Never)]
    [InlineData(45, RepeatRule.Never)]
    public async Task What_has_come_through_one_step_only_stands_in_the_errors_and_goes_on_from_there(int after, RepeatRule second)
    {
        using var rig = Rig();
        rig.Steps = [rig.Send("first"), rig.Send("second") with { Repeat = second }];
        await CancelAsync(rig, RunTrigger.Manual, after);
        await rig.RunAsync();
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("first").Order());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("second").Order());
    }

    [Fact]
    public async Task What_a_cancelled_retry_has_brought_through_its_step_goes_on_from_the_next()
    {
        using var rig = Rig();
        rig.Steps = [rig.Send("first"), rig.Send("second")];
        rig.Application.StepFault = (step, _) => step == "first" ? Refused : null;
        await rig.RunAsync();
        rig.Application.StepFault = (_, _) => null;
        await CancelAsync(rig, RunTrigger.Retry, 25);
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("first").Order());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("second").Order());
    }

    [Fact]
    public async Task What_waits_for_the_others_of_its_batch_stands_in_the_errors_too()
    {
        using var rig = Rig();
        rig.Steps = [rig.Send("first"), rig.Send("second") with { Repeat = RepeatRule.Always, BatchSize = 5 }];
        await CancelAsync(rig, RunTrigger.Manual, 14);
        await rig.RunAsync();
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("first").Order());
        Assert.Equal(
            Enumerable.Range(1, Records),
            rig.Application.Sink.Where(s => s.Step == "second")
                .SelectMany(s => Expressions.Json.Of(s.Body).EnumerateArray().Select(r => r.GetProperty("id").GetInt32())).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_of_changes_gets_its_name_when_its_run_ends_early(bool isCancelled)
    {
        using var rig = Rig();
        var file = new FakeRows();
        rig.Steps = [rig.Send("send"), rig.File("file", file)];
        if (isCancelled)
        {
            await CancelAsync(rig, RunTrigger.Manual, 25);
        }
        else
        {
            rig.Application.ReadFault = state => state == "30" ? Refused : null;
            await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
            rig.Application.ReadFault = _ => null;
        }

        Assert.NotEmpty(Assert.Single(file.Finished));
        await rig.RunAsync();
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("send").Order());
        Assert.Equal(Enumerable.Range(1, Records), IdsIn(file));
    }

    [Fact]
    public async Task A_retry_that_is_cancelled_leaves_what_it_has_written_in_a_file()
    {
        using var rig = Rig();
        var file = new FakeRows();
        rig.Steps = [rig.Send("send"), rig.File("file", file)];
        rig.Application.StepFault = (_, _) => Refused;
        await rig.RunAsync();
        rig.Application.StepFault = (_, _) => null;
        await CancelAsync(rig, RunTrigger.Retry, 25);
        await rig.RetryAsync();
        Assert.Equal(Enumerable.Range(1, Records), IdsIn(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    public async Task A_file_that_the_next_run_writes_whole_or_that_has_no_row_is_not_put_in_another_ones_place(string broken)
    {
        using var rig = Rig();
        var file = new FakeRows();
        rig.Steps = [rig.File("file", file)];
        rig.Delta = broken.Length == 0 ? rig.Delta : null;
        rig.Application.ReadFault = state => state == broken ? Refused : null;
        await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Empty(file.Finished);
    }

    private static IEnumerable<int> IdsIn(FakeRows file) =>
        file.Finished.SelectMany(f => f).Select(line => Expressions.Json.Of(line).GetProperty("id").GetInt32()).Order();

    private static Fault Refused { get; } =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 400 };

    /// <summary>Records that changed within the overlap: each run reads all of them.</summary>
    private static RunRig Rig()
    {
        var rig = new RunRig(rows: 0, level: 3)
        {
            Repeat = RepeatRule.Never,
            Delta = new DeltaPlan(JsonPath.Parse("$.changed"), NewestFirst: false, LeavesOut: true, TimeSpan.FromMinutes(5)),
        };
        rig.Application.Rows.AddRange(
            Enumerable.Range(1, Records).Select(i => $$"""{"id":{{i}},"changed":"2026-01-01T00:00:00Z"}"""));
        return rig;
    }

    /// <summary>A person cancels a run when so many requests have left.</summary>
    private static async Task CancelAsync(RunRig rig, RunTrigger trigger, int after)
    {
        using var cancel = new CancellationTokenSource();
        var left = after;
        rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0 ? cancel.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(trigger);
        if (trigger == RunTrigger.Retry)
        {
            await rig.Errors.ClaimAsync(new Engine.Errors.ErrorQuery { Flow = RunRig.Flow, Open = true }, run.Id, default);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.CancelledAsync(run, cancel.Token));
        rig.Application.UnderWay = _ => Task.CompletedTask;
    }
}
