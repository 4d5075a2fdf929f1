using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>What is blocked in the errors follows by itself when nothing stands before it any more.</summary>
public sealed class FollowTests : IAsyncDisposable
{
    private const string Ordered = ""","order":"key","orderKey":"all" """;

    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task What_a_run_left_blocked_behind_an_error_that_is_resolved_by_then_follows_when_a_run_ends()
    {
        var flow = await BlockedAsync();
        // As a retry beside the run does it: nobody looks for what was blocked after that.
        await _rig.Errors.ResolveAsync(new ErrorQuery { Code = "rejected" }, new RunId("run_0"), _rig.Clock.GetUtcNow(), default);
        _rig.Application.Rows.Clear();

        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);

        await Wait.UntilAsync(() => _rig.Application.Sink.Count == 4);
        Assert.Equal([2, 3, 4, 5], _rig.Application.Sink.Select(s => int.Parse(s.Body.Split(':', ',')[1])));
        await Wait.UntilAsync(() => OpenAsync().GetAwaiter().GetResult() == 0);
    }

    [Fact]
    public async Task What_fails_again_is_not_tried_without_end()
    {
        var flow = await BlockedAsync();
        _rig.Application.SendFault = (_, _) => (Refused, false);

        await _rig.UntilAsync((await _rig.Runs.RetryAsync(flow, new ErrorQuery { Code = "rejected" }, default)).Id, RunStatus.Completed);
        _rig.Application.Rows.Clear();
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);

        await Wait.UntilAsync(() => _rig.AllAsync().GetAwaiter().GetResult().All(r => !r.IsActive));
        Assert.Equal(3, (await _rig.AllAsync()).Count);
        Assert.Equal(5, await OpenAsync());
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_not_followed()
    {
        var flow = await BlockedAsync();
        await _rig.Errors.ResolveAsync(new ErrorQuery { Code = "rejected" }, new RunId("run_0"), _rig.Clock.GetUtcNow(), default);
        var started = new TaskCompletionSource<RunId>();
        Task<Run>? cancelling = null;
        _rig.Application.Pages = state =>
        {
            // Told while its first page is read; the list is as long as that takes.
            cancelling ??= _rig.Runs.CancelAsync(started.Task.GetAwaiter().GetResult(), default);
            var page = state.Length == 0 ? 0 : int.Parse(state);
            return ([$$"""{"id":{{9 + page}},"n":"a row"}"""], $"{page + 1}");
        };
        var run = await _rig.StartAsync(flow);
        started.SetResult(run.Id);
        await _rig.UntilAsync(run.Id, RunStatus.Cancelled);

        Assert.Equal(RunStatus.Cancelled, (await cancelling!).Status);
        Assert.Equal(2, (await _rig.AllAsync()).Count);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <summary>The first of five records with one key was refused: four wait for it.</summary>
    private async Task<FlowId> BlockedAsync()
    {
        var flow = await _rig.FlowAsync(import: Ordered);
        _rig.Application.SendFault = (_, body) => body.Contains("\"id\":1,") ? (Refused, false) : (null, true);
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        // What follows a run is looked for after its end.
        await Wait.UntilAsync(() => _rig.Errors.LooksForFree == 1);
        Assert.Equal(4, (await _rig.Errors.CountAsync(new ErrorQuery { Code = "blocked" }, default)));
        _rig.Application.SendFault = (_, _) => (null, true);
        return flow;
    }

    private Task<long> OpenAsync() => _rig.Errors.CountAsync(new ErrorQuery { Open = true }, default);
}
