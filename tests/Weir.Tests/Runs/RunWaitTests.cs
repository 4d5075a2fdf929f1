using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>A run says what it waits for.</summary>
public sealed class RunWaitTests : IAsyncDisposable
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    private static readonly Fault SignedOut =
        new() { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password.", HttpStatus = 401 };

    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task A_queued_run_names_the_run_at_work_and_counts_those_before_it()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        var first = await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        _rig.Clock.AdvanceSeconds(1);
        var third = await _rig.StartAsync(flow, queue: true);

        Assert.Equal(Behind(first, 1), Assert.Single(await WaitsAsync(second.Id)));
        Assert.Equal(Behind(first, 2), Assert.Single(await WaitsAsync(third.Id)));

        hold.SetResult();
        await _rig.UntilAsync(third.Id, RunStatus.Completed);
        Assert.Empty(await WaitsAsync(third.Id));
    }

    [Fact]
    public async Task A_retry_names_the_retry_that_is_at_work()
    {
        var flow = await _rig.FlowAsync();
        _rig.Application.SendFault = (_, _) => (Refused, false);
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        _rig.Application.SendFault = (_, _) => (null, true);
        var hold = _rig.Hold();
        var first = await _rig.Runs.RetryAsync(flow, new ErrorQuery(), default);
        await _rig.UntilAsync(first.Id, RunStatus.Running);
        var second = await _rig.Runs.RetryAsync(flow, new ErrorQuery(), default);

        Assert.Equal(Behind(first, 1), Assert.Single(await WaitsAsync(second.Id)));

        hold.SetResult();
        await _rig.UntilAsync(second.Id, RunStatus.Completed);
    }

    [Fact]
    public async Task A_run_whose_connection_is_offline_says_so_and_how_many_wait()
    {
        var flow = await _rig.FlowAsync();
        _rig.Application.SendFault = (_, _) => (SignedOut, false);
        var run = await _rig.StartAsync(flow);
        IReadOnlyList<RunWaitView> waits = [];
        await Wait.UntilAsync(() => (waits = WaitsAsync(run.Id).GetAwaiter().GetResult()) is [{ Count: 4 }]);

        var wait = Assert.Single(waits);
        Assert.Equal((WaitReason.Offline, "conn_1", "Wrong password."), (wait.Reason, wait.Connection, wait.Message));
    }

    [Fact]
    public async Task What_a_run_begins_to_wait_for_is_told_to_those_who_follow_it()
    {
        var flow = await _rig.FlowAsync();
        var hold = _rig.Hold();
        var first = await _rig.StartAsync(flow);
        var second = await _rig.StartAsync(flow, queue: true);
        await using var told = _rig.Runs.WatchAsync(second.Id, default).GetAsyncEnumerator();

        Assert.True(await told.MoveNextAsync());
        Assert.Equal(Behind(first, 1), Assert.Single(told.Current.Waiting!));

        hold.SetResult();
        await _rig.UntilAsync(second.Id, RunStatus.Completed);
        var next = told.MoveNextAsync().AsTask();
        await Wait.UntilAsync(() =>
        {
            _rig.Clock.AdvanceSeconds(1);
            return next.IsCompleted;
        });
        Assert.True(await next);
        Assert.Empty(told.Current.Waiting!);
    }

    [Fact]
    public async Task Records_that_wait_for_their_next_attempt_are_said_with_its_time()
    {
        var flow = await _rig.FlowAsync();
        var busy = new Fault { Kind = FaultKind.Transient, Code = ErrorCodes.Busy, Message = "Later.", RetryAfter = TimeSpan.FromSeconds(300) };
        _rig.Application.SendFault = (_, body) => body.Contains("row 3", StringComparison.Ordinal) ? (busy, false) : (null, true);
        var run = await _rig.StartAsync(flow);
        IReadOnlyList<RunWaitView> waits = [];
        await Wait.UntilAsync(() => (waits = WaitsAsync(run.Id).GetAwaiter().GetResult()) is [{ Reason: WaitReason.Attempt }]);

        Assert.Equal(_rig.Clock.GetUtcNow().AddSeconds(300), waits[0].Until);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private static RunWaitView Behind(Run run, int count) => new()
    {
        Reason = WaitReason.Run,
        Connection = null,
        Run = run.Id.Value,
        Until = null,
        Count = count,
        Message = null,
    };

    private async Task<IReadOnlyList<RunWaitView>> WaitsAsync(RunId run) => (await _rig.Runs.ReadAsync(run, default)).Waiting!;
}
