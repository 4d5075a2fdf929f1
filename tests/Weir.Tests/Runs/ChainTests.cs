using Weir.Model;
using Weir.Tests.Flows;

namespace Weir.Tests.Runs;

public sealed class ChainTests : IAsyncDisposable
{
    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task When_a_run_has_completed_the_next_flows_start()
    {
        var c = await _rig.FlowAsync("C");
        var b = await _rig.FlowAsync("B", $$""","runNext":["{{c}}"]""");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        await _rig.StartAsync(a);
        await UntilEndedAsync(3);
        Assert.Equal(
            [(a, RunTrigger.Manual), (b, RunTrigger.Chain), (c, RunTrigger.Chain)],
            (await _rig.AllAsync()).Select(r => (r.Flow, r.Trigger)));
    }

    [Fact]
    public async Task Record_errors_hold_nothing_back_and_a_failure_does()
    {
        var b = await _rig.FlowAsync("B");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        var refused = new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 403 };
        _rig.Application.SendFault = (_, _) => (refused, false);
        await _rig.StartAsync(a);
        await UntilEndedAsync(2);
        _rig.Application.ReadFault = _ => refused;
        await _rig.UntilAsync((await _rig.StartAsync(a)).Id, RunStatus.Failed);
        Assert.Equal(3, (await _rig.AllAsync()).Count);
    }

    [Fact]
    public async Task A_next_flow_that_is_active_waits_and_two_are_one()
    {
        var b = await _rig.FlowAsync("B");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        var c = await _rig.FlowAsync("C", $$""","runNext":["{{b}}"]""");
        _rig.Application.Rows.Clear();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Application.Rows.Add("""{"id":1,"n":"x"}""");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Application.UnderWay = _ =>
        {
            held.TrySetResult();
            return hold.Task;
        };
        await _rig.StartAsync(b);
        await held.Task;
        _rig.Application.UnderWay = _ => Task.CompletedTask;
        await _rig.UntilAsync((await _rig.StartAsync(a)).Id, RunStatus.Completed);
        await _rig.UntilAsync((await _rig.StartAsync(c)).Id, RunStatus.Completed);
        hold.SetResult();
        await UntilEndedAsync(4);
    }

    [Fact]
    public async Task A_next_flow_that_is_switched_off_is_left_out()
    {
        var b = await _rig.FlowAsync("B", ""","enabled":false""");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        await _rig.StartAsync(a);
        await UntilEndedAsync(1);
    }

    [Fact]
    public async Task Flows_never_come_back_to_where_they_began()
    {
        var c = await _rig.FlowAsync("C");
        var b = await _rig.FlowAsync("B", $$""","runNext":["{{c}}"]""");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        Assert.Equal("runNext[0] validation", await Workshop.RefusedAsync(() => _rig.ChangeAsync(c, $$"""{"runNext":["{{a}}"]}""")));
        Assert.Equal("runNext[0] validation", await Workshop.RefusedAsync(() => _rig.ChangeAsync(a, $$"""{"runNext":["{{a}}"]}""")));
        Assert.Equal("runNext[0] validation", await Workshop.RefusedAsync(() => _rig.ChangeAsync(a, """{"runNext":["flow_none"]}""")));
        Assert.Equal(" in_use", await Workshop.RefusedAsync(() => _rig.Flows.DeleteAsync(c, null, Workshop.By, default)));
    }

    [Fact]
    public async Task A_retry_starts_nothing()
    {
        var b = await _rig.FlowAsync("B");
        var a = await _rig.FlowAsync("A", $$""","runNext":["{{b}}"]""");
        _rig.Application.SendFault = (_, _) => (new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No." }, false);
        await _rig.StartAsync(a);
        await UntilEndedAsync(2);
        await _rig.Runs.RetryAsync(a, new Engine.Errors.ErrorQuery(), default);
        await UntilEndedAsync(3);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task UntilEndedAsync(int runs)
    {
        await Wait.UntilAsync(() => _rig.AllAsync().GetAwaiter().GetResult() is var all && all.Count >= runs && all.All(r => !r.IsActive));
        Assert.Equal(runs, (await _rig.AllAsync()).Count);
    }
}
