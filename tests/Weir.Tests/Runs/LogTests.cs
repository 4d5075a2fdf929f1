using Weir.Engine.Runs.Logs;
using Weir.Expressions.Filters;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class LogTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No such customer.", HttpStatus = 422, Field = "email" };

    private static readonly Fault Broken =
        new() { Kind = FaultKind.Transient, Code = ErrorCodes.Unexpected, Message = "Broken.", HttpStatus = 500, RetryAfter = TimeSpan.Zero };

    [Fact]
    public async Task A_record_that_passes_is_written_down_at_each_step()
    {
        using var rig = new RunRig(rows: 12);
        rig.Steps = [rig.Send("first"), rig.Send("second")];
        var run = await rig.RunAsync();
        Assert.Equal(
            [(RunLogKind.Passed, "first"), (RunLogKind.Passed, "second")],
            (await rig.LogAsync(run, "7")).Select(e => (e.Kind, e.Step!)));
    }

    [Fact]
    public async Task What_the_users_filter_leaves_out_is_written_down_at_its_source()
    {
        using var rig = new RunRig(rows: 3) { Filter = Filter.Parse(System.Text.Json.JsonDocument.Parse("""{"!=":[{"var":"id"},2]}""").RootElement) };
        var run = await rig.RunAsync();
        Assert.Equal((RunLogKind.Ignored, "rows"), (await rig.LogAsync(run, "2")).Select(e => (e.Kind, e.Step)).Single());
    }

    [Fact]
    public async Task A_record_that_fails_is_written_down_with_the_applications_words_and_without_its_data()
    {
        using var rig = new RunRig(rows: 9);
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        var run = await rig.RunAsync();
        var entry = Assert.Single(await rig.LogAsync(run, "7"));
        Assert.Equal(
            (RunLogKind.Failed, RunLogLevel.Error, "write", "rejected", "email: No such customer.", 422),
            (entry.Kind, entry.Level, entry.Step, entry.Code, entry.Message, entry.HttpStatus));
        Assert.DoesNotContain(await rig.LogAsync(run), e => e.Message.Contains("row 7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attempts_that_failed_are_written_down_before_the_one_that_passed()
    {
        using var rig = new RunRig(rows: 3);
        var left = 2;
        rig.Application.SendFault = (_, body) =>
            body.Contains("\"id\":2,") && Interlocked.Decrement(ref left) >= 0 ? (Broken, false) : (null, true);
        var run = await rig.RunAsync();
        var log = await rig.LogAsync(run, "2");
        Assert.Equal([RunLogKind.Repeated, RunLogKind.Repeated, RunLogKind.Passed], log.Select(e => e.Kind));
        Assert.Equal([1, 2, null], log.Select(e => e.Attempts));
        Assert.Equal(500, log[0].HttpStatus);
    }

    [Fact]
    public async Task A_page_that_was_asked_for_again_is_written_down_at_its_source()
    {
        using var rig = new RunRig(rows: 3);
        var left = 1;
        rig.Application.ReadFault = _ => Interlocked.Decrement(ref left) >= 0 ? Broken : null;
        var run = await rig.RunAsync();
        Assert.Contains(await rig.LogAsync(run), e => e is { Kind: RunLogKind.Repeated, Step: "rows", TraceKey: null });
    }

    [Fact]
    public async Task A_retry_that_passes_writes_down_what_it_has_resolved()
    {
        using var rig = new RunRig(rows: 9);
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        rig.Application.SendFault = (_, _) => (null, true);
        var retry = await rig.RetryAsync();
        Assert.Equal([RunLogKind.Passed, RunLogKind.Resolved], (await rig.LogAsync(retry, "7")).Select(e => e.Kind));
    }

    [Fact]
    public async Task A_log_of_any_length_of_run_has_the_same_most_entries()
    {
        using var rig = new RunRig(rows: 1_300);
        rig.Application.PageSize = 500;
        rig.Application.SendFault = (_, body) => int.Parse(body.Split(':', ',')[1]) > 1_200 ? (Refused, false) : (null, true);
        var run = await rig.NewAsync(RunTrigger.Manual);
        // As a long life before has left it.
        await rig.Store.UpdateAsync(
            run,
            [
                .. Enumerable.Range(1, RunLog.TroublesMax - 40).Select(n => new RunLogEntry
                {
                    Number = n,
                    At = run.StartedAt,
                    Kind = RunLogKind.Failed,
                    Message = "Refused.",
                }),
            ],
            default);
        await rig.LiveAsync(run, default);
        var log = await rig.LogAsync(run);
        Assert.Equal(RunLog.PassagesMax, log.Count(e => e.Kind == RunLogKind.Passed));
        Assert.Equal(RunLog.TroublesMax, log.Count(e => e.Kind == RunLogKind.Failed));
        Assert.Equal(2, log.Count(e => e.Kind == RunLogKind.Limited));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public async Task After_kills_each_record_is_written_down_once(int seed)
    {
        using var rig = new RunRig(rows: 300, level: 5);
        rig.Application.SendFault = (_, body) => body.Contains("0,") ? (Refused, false) : (null, true);
        var run = await Kills.LiveAsync(rig, seed, kills: 4);
        var log = await rig.LogAsync(run);
        Assert.Equal(300, log.Count(e => e.Kind is RunLogKind.Passed or RunLogKind.Failed));
        Assert.Equal(300, log.Where(e => e.TraceKey is not null).Select(e => e.TraceKey).Distinct().Count());
        Assert.Equal(log.Select(e => e.Number).Distinct(), log.Select(e => e.Number));
    }

    [Fact]
    public async Task A_long_message_is_cut()
    {
        using var rig = new RunRig(rows: 1);
        rig.Application.SendFault = (_, _) => (Refused with { Message = new string('x', 10_000) }, false);
        var run = await rig.RunAsync();
        Assert.Equal(RunLogEntry.MessageCharactersMax, (await rig.LogAsync(run, "1")).Single().Message.Length);
    }

    [Fact]
    public async Task A_run_writes_down_its_start_its_end_and_that_it_went_on_after_a_stop()
    {
        await using var rig = new ServiceRig();
        rig.AddRows(400);
        var flow = await rig.FlowAsync("One");
        rig.Hold();
        var run = await rig.StartAsync(flow);
        await rig.UntilAsync(run.Id, RunStatus.Running);
        await rig.RestartAsync();
        await rig.UntilAsync(run.Id, RunStatus.Completed);
        var log = (await rig.Store.LogAsync(new RunLogQuery(run.Id), 10_000, null, default)).Data;
        Assert.Equal(
            [RunLogKind.Started, RunLogKind.Resumed, RunLogKind.Ended],
            log.Where(e => e.TraceKey is null).Select(e => e.Kind));
        Assert.Equal("The run is completed.", log[^1].Message);
    }
}
