using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>A paused run is an active one: others wait behind it, and all go on by themselves.</summary>
public sealed class PausedQueueTests : IAsyncDisposable
{
    private static readonly Fault SignedOut =
        new() { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password.", HttpStatus = 401 };

    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task Runs_wait_behind_a_paused_one_and_begin_when_it_has_gone_on()
    {
        var flow = await _rig.FlowAsync();
        var paused = await PausedAsync(flow);
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<RefusalException>(() => _rig.StartAsync(flow))).Code);
        var queued = await _rig.StartAsync(flow, queue: true);
        var scheduled = await _rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default);
        Assert.Null(await _rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default));
        Assert.Equal(RunStatus.Queued, (await _rig.Runs.FindAsync(queued.Id, default))!.Status);

        await MendAsync();

        foreach (var run in new[] { paused, queued.Id, scheduled!.Id })
        {
            await _rig.UntilAsync(run, RunStatus.Completed);
        }

        Assert.Equal(15, _rig.Application.Sink.Count);
        Assert.Equal(3, (await _rig.AllAsync()).Count);
    }

    [Fact]
    public async Task A_paused_run_that_is_cancelled_makes_way_for_the_one_that_waits()
    {
        var flow = await _rig.FlowAsync();
        var paused = await PausedAsync(flow);
        var queued = await _rig.StartAsync(flow, queue: true);

        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.CancelAsync(paused, default)).Status);
        await MendAsync();

        await _rig.UntilAsync(queued.Id, RunStatus.Completed);
        Assert.Equal(5, _rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_pause_and_what_waits_behind_it_outlive_a_restart()
    {
        var flow = await _rig.FlowAsync();
        var paused = await PausedAsync(flow);
        var queued = await _rig.StartAsync(flow, queue: true);

        await _rig.RestartAsync();
        await MendAsync();

        await _rig.UntilAsync(paused, RunStatus.Completed);
        await _rig.UntilAsync(queued.Id, RunStatus.Completed);
        Assert.Equal(10, _rig.Application.Sink.Count);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <summary>A probe passes.</summary>
    private async Task MendAsync()
    {
        _rig.Application.SendFault = (_, _) => (null, true);
        var permit = await _rig.Governor.AcquireAsync(new ConnectionId("conn_1"), "test", urgent: true, default);
        _rig.Governor.Release(permit, null, null);
    }

    /// <summary>A run of five records whose connection has gone offline.</summary>
    private async Task<RunId> PausedAsync(FlowId flow)
    {
        _rig.Application.SendFault = (_, _) => (SignedOut, false);
        var run = await _rig.StartAsync(flow);
        await Wait.UntilAsync(() =>
        {
            _rig.Clock.AdvanceSeconds(1);
            return _rig.Runs.FindAsync(run.Id, default).GetAwaiter().GetResult()!.Status == RunStatus.Paused;
        });
        Assert.Equal(ErrorCodes.Offline, (await _rig.Runs.FindAsync(run.Id, default))!.Pause!.Code);
        return run.Id;
    }
}
