using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class QueueTests : IAsyncDisposable
{
    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task Runs_that_wait_begin_one_after_the_other_in_their_order()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        var runs = new List<Run> { await _rig.StartAsync(flow) };
        for (var i = 0; i < 3; i++)
        {
            _rig.Clock.AdvanceSeconds(1);
            runs.Add(await _rig.StartAsync(flow, queue: true));
        }

        Assert.All(runs.Skip(1), r => Assert.Equal((RunStatus.Queued, true), (r.Status, r.IsWaiting)));
        _rig.Clock.AdvanceSeconds(60);
        hold.SetResult();
        foreach (var run in runs)
        {
            await _rig.UntilAsync(run.Id, RunStatus.Completed);
        }

        var ended = await _rig.AllAsync();
        Assert.Equal(runs.Select(r => r.Id), ended.OrderBy(r => r.StartedAt).Select(r => r.Id));
        Assert.All(ended.Skip(1), r => Assert.Equal(_rig.Clock.GetUtcNow(), r.StartedAt));
        Assert.Equal(20, _rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_run_that_may_wait_and_need_not_begins_at_once()
    {
        var run = await _rig.StartAsync(await _rig.FlowAsync(), queue: true);
        Assert.False(run.IsWaiting);
        await _rig.UntilAsync(run.Id, RunStatus.Completed);
    }

    [Fact]
    public async Task A_hundred_wait_and_no_more()
    {
        var flow = await _rig.FlowAsync();
        _rig.Hold();
        await _rig.StartAsync(flow);
        for (var i = 0; i < 100; i++)
        {
            await _rig.StartAsync(flow, queue: true);
        }

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => _rig.StartAsync(flow, queue: true));
        Assert.Equal(ErrorCodes.Conflict, refusal.Code);
    }

    [Fact]
    public async Task What_waits_outlives_a_restart()
    {
        var flow = await _rig.FlowAsync();
        _rig.Hold();
        var first = await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        await _rig.RestartAsync();
        await _rig.UntilAsync(first.Id, RunStatus.Completed);
        await _rig.UntilAsync(second.Id, RunStatus.Completed);
    }

    [Fact]
    public async Task What_waits_can_be_cancelled_and_the_next_one_begins()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        var first = await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        var third = await _rig.StartAsync(flow, queue: true);
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.CancelAsync(second.Id, default)).Status);
        hold.SetResult();
        await _rig.UntilAsync(first.Id, RunStatus.Completed);
        await _rig.UntilAsync(third.Id, RunStatus.Completed);
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.FindAsync(second.Id, default))!.Status);
        Assert.Equal(10, _rig.Application.Sink.Count);
    }

    [Fact]
    public async Task When_the_active_run_is_cancelled_the_next_one_begins()
    {
        _rig.AddRows(400);
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        var first = await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        var cancel = _rig.Runs.CancelAsync(first.Id, default);
        hold.SetResult();
        Assert.Equal(RunStatus.Cancelled, (await cancel).Status);
        await _rig.UntilAsync(second.Id, RunStatus.Completed);
    }

    [Fact]
    public async Task A_flow_that_was_switched_off_meanwhile_does_not_run()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        await _rig.ChangeAsync(flow, """{"enabled":false}""");
        hold.SetResult();
        var failed = await _rig.UntilAsync(second.Id, RunStatus.Failed);
        Assert.Equal(ErrorCodes.Validation, failed.Error!.Code);
    }

    [Fact]
    public async Task Triggered_runs_that_would_wait_are_merged_into_one()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        await _rig.StartAsync(flow);
        var first = await _rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default);
        Assert.Null(await _rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default));
        hold.SetResult();
        Assert.Equal(RunTrigger.Schedule, (await _rig.UntilAsync(first!.Id, RunStatus.Completed)).Trigger);
        Assert.Equal(2, (await _rig.AllAsync()).Count);
    }

    [Fact]
    public async Task A_run_without_queue_is_refused_while_one_is_active()
    {
        var flow = await _rig.FlowAsync();
        _rig.Hold();
        await _rig.StartAsync(flow);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => _rig.StartAsync(flow));
        Assert.Equal(ErrorCodes.Conflict, refusal.Code);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
