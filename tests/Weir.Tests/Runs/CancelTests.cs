using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>A run is cancelled wherever it stands, after a kill: nothing is sent twice, and nothing is lost. // Promises 1 and 2</summary>
public sealed class CancelTests : IAsyncDisposable
{
    private const int Records = 30;

    private static readonly Fault SignedOut =
        new() { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password.", HttpStatus = 401 };

    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 400 };

    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task A_killed_run_that_is_cancelled_by_two_at_once_while_its_connection_is_offline_sends_nothing_again()
    {
        var flow = await FlowAsync();
        var run = await PausedAfterKillAsync(flow);
        var cancelled = await Task.WhenAll(_rig.Runs.CancelAsync(run, default), _rig.Runs.CancelAsync(run, default));
        Assert.All(cancelled, r => Assert.Equal(RunStatus.Cancelled, r.Status));
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.CancelAsync(run, default)).Status);
        await MendAsync();
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        await AssertOnceAsync(unknown: 4);
    }

    [Fact]
    public async Task What_waits_behind_a_killed_and_cancelled_run_begins_and_sends_nothing_again()
    {
        var flow = await FlowAsync();
        var run = await PausedAfterKillAsync(flow);
        var next = await _rig.StartAsync(flow, queue: true);
        var never = await _rig.StartAsync(flow, queue: true);
        var ended = await Task.WhenAll(_rig.Runs.CancelAsync(never.Id, default), _rig.Runs.CancelAsync(never.Id, default));
        Assert.All(ended, r => Assert.Equal(RunStatus.Cancelled, r.Status));
        await _rig.Runs.CancelAsync(run, default);
        await MendAsync();
        await _rig.UntilAsync(next.Id, RunStatus.Completed);
        await AssertOnceAsync(unknown: 4);
    }

    [Fact]
    public async Task A_killed_run_whose_end_could_not_be_written_is_cancelled_later_and_sends_nothing_again()
    {
        var flow = await FlowAsync();
        var run = await PausedAfterKillAsync(flow);
        _rig.Store.OnCommit = _ => throw new IOException("The disk is full.");
        var cancel = _rig.Runs.CancelAsync(run, default);
        await Wait.UntilAsync(() =>
        {
            _rig.Clock.AdvanceSeconds(1);
            return cancel.IsCompleted;
        });
        await Assert.ThrowsAsync<IOException>(() => cancel);
        _rig.Store.OnCommit = null;
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.CancelAsync(run, default)).Status);
        await MendAsync();
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        await AssertOnceAsync(unknown: 4);
    }

    [Fact]
    public async Task A_retry_that_was_killed_leaves_its_errors_open_and_free()
    {
        var flow = await FlowAsync();
        _rig.Application.SendFault = (_, _) => (Refused, false);
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        _rig.Application.SendFault = (_, _) => (null, true);
        var retry = await UnderWayAsync(() => _rig.Runs.RetryAsync(flow, new ErrorQuery(), default));
        var second = await _rig.Runs.RetryAsync(flow, new ErrorQuery(), default);
        _rig.Application.SendFault = (_, _) => (SignedOut, false);
        await _rig.KillAsync();
        await _rig.Runs.CancelAsync(retry.Id, default);
        await _rig.Runs.CancelAsync(second.Id, default);
        await MendAsync();
        var known = (await OpenAsync()).Where(e => e.Code != ErrorCodes.OutcomeUnknown).Select(e => e.Id).ToList();
        Assert.Equal(Records - 4, known.Count);
        await _rig.UntilAsync((await _rig.Runs.RetryAsync(flow, new ErrorQuery { Ids = known }, default)).Id, RunStatus.Completed);
        await AssertOnceAsync(unknown: 4);
    }

    [Fact]
    public async Task A_retry_that_is_cancelled_before_it_begins_does_not_begin()
    {
        var flow = await FlowAsync();
        _rig.Application.SendFault = (_, _) => (Refused, false);
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        _rig.Application.SendFault = (_, _) => (null, true);
        var claim = new TaskCompletionSource();
        _rig.Errors.OnClaim = () => claim.Task;
        var retry = _rig.Runs.RetryAsync(flow, new ErrorQuery(), default);
        var run = (await _rig.AllAsync())[^1];
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.CancelAsync(run.Id, default)).Status);
        var ended = new TaskCompletionSource();
        _rig.Runs.Ended += ended.SetResult;
        claim.SetResult();
        Assert.Equal(run.Id, (await retry).Id);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Cancelled, (await _rig.Runs.FindAsync(run.Id, default))!.Status);
        Assert.Empty(_rig.Application.Sink);
        Assert.Equal(Records, (await OpenAsync()).Count);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private Task<FlowId> FlowAsync()
    {
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.AddRange(
            Enumerable.Range(1, Records).Select(i => $$"""{"id":{{i}},"changed":"{{_rig.Clock.GetUtcNow():O}}"}"""));
        return _rig.FlowAsync(
            export: """
                ,"mode":"delta","delta":{"changed":"$.changed","overlapSeconds":300}
                """,
            import: """
                ,"repeat":"never"
                """);
    }

    /// <summary>Four requests are under way, and are held.</summary>
    private async Task<Run> UnderWayAsync(Func<Task<Run>> start)
    {
        var left = 4;
        var held = new TaskCompletionSource();
        var hold = _rig.Hold();
        _rig.Application.UnderWay = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                held.TrySetResult();
            }

            return hold.Task;
        };
        var run = await start();
        await held.Task.WaitAsync(TestContext.Current.CancellationToken);
        return run;
    }

    /// <summary>The server was killed while four requests were under way; since it goes on its source cannot be read.</summary>
    private async Task<RunId> PausedAfterKillAsync(FlowId flow)
    {
        var run = await UnderWayAsync(() => _rig.StartAsync(flow));
        _rig.Application.ReadFault = _ => SignedOut;
        await _rig.KillAsync();
        await Wait.UntilAsync(() =>
        {
            _rig.Clock.AdvanceSeconds(1);
            return _rig.Runs.FindAsync(run.Id, default).GetAwaiter().GetResult()!.Status == RunStatus.Paused;
        });
        Assert.Equal(4, _rig.Application.Sink.Count);
        return run.Id;
    }

    /// <summary>The password is right again, and a probe has passed.</summary>
    private async Task MendAsync()
    {
        _rig.Application.ReadFault = _ => null;
        _rig.Application.SendFault = (_, _) => (null, true);
        var permit = await _rig.Governor.AcquireAsync(new ConnectionId("conn_1"), "test", urgent: true, default);
        _rig.Governor.Release(permit, null, null);
    }

    private async Task<IReadOnlyList<RecordError>> OpenAsync() =>
        (await _rig.Errors.ListAsync(new ErrorQuery { Open = true }, 200, null, default)).Data;

    /// <summary>Every record has arrived once; of those that were under way in the kill nobody knows it.</summary>
    private async Task AssertOnceAsync(int unknown)
    {
        Assert.Equal(Enumerable.Range(1, Records), _rig.Application.Sink.Select(s => int.Parse(s.Body.Split(':', ',')[1])).Order());
        var open = await OpenAsync();
        Assert.All(open, e => Assert.Equal(ErrorCodes.OutcomeUnknown, e.Code));
        Assert.Equal(unknown, open.Count);
    }
}
