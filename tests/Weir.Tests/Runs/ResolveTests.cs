using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>Open errors are resolved by a run, batch by batch.</summary>
public sealed class ResolveTests : IAsyncDisposable
{
    private static readonly ErrorQuery All = new() { Open = true };

    private readonly ServiceRig _rig = new();

    [Fact]
    public async Task Resolving_gives_a_run_that_counts_what_was_resolved_at_each_step()
    {
        var flow = await FailedAsync(3);
        await _rig.ChangeAsync(flow, """{"steps":[]}""");

        var run = await EndOfAsync(await _rig.Runs.ResolveAsync(flow, All, default));

        Assert.Equal((RunStatus.Completed, RunTrigger.Retry), (run.Status, run.Trigger));
        Assert.Equal([new StepCounts("rows", 0, 0, 0, 0, 0), new StepCounts("write", 3, 0, 0, 3, 0)], run.Steps);
        Assert.Equal(0, await OpenAsync());
        var log = (await _rig.Store.LogAsync(new(run.Id), 10, null, default)).Data;
        Assert.Equal("Errors resolved by hand: 3.", Assert.Single(log).Message);
    }

    [Fact]
    public async Task A_filter_without_matches_gives_a_run_that_has_resolved_nothing()
    {
        var flow = await FailedAsync(2);

        var run = await EndOfAsync(await _rig.Runs.ResolveAsync(flow, All with { Code = "timeout" }, default));

        Assert.Equal((RunStatus.Completed, 0), (run.Status, run.Steps.Sum(s => s.Ignored)));
        Assert.Equal(2, await OpenAsync());
    }

    [Fact]
    public async Task Resolving_ids_leaves_the_others()
    {
        var flow = await FailedAsync(3);
        var one = (await _rig.Errors.OpenAsync(All, null, 1, default))[0].Id;

        var run = await EndOfAsync(await _rig.Runs.ResolveAsync(flow, All with { Ids = [one, _rig.Ids.New<ErrorId>()] }, default));

        Assert.Equal(1, run.Steps.Sum(s => s.Ignored));
        Assert.False((await _rig.Errors.FindAsync(one, default))!.Open);
        Assert.Equal(2, await OpenAsync());
    }

    [Fact]
    public async Task It_goes_batch_by_batch_and_shows_how_far_it_is()
    {
        const int Count = (2 * Resolution.BatchMax) + 1;
        var flow = await FailedAsync(Count);
        var (second, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var batches = 0;
        _rig.Errors.OnResolve = () =>
        {
            if (++batches != 2)
            {
                return Task.CompletedTask;
            }

            second.SetResult();
            return gate.Task;
        };

        var resolving = _rig.Runs.ResolveAsync(flow, All, default);
        await second.Task;
        var half = (await _rig.AllAsync())[^1];
        var shown = await _rig.Runs.FindAsync(half.Id, default);

        Assert.Equal((RunStatus.Running, Resolution.BatchMax), (shown!.Status, shown.Steps.Sum(s => s.Ignored)));
        gate.SetResult();
        Assert.Equal(Count, (await EndOfAsync(await resolving)).Steps.Sum(s => s.Ignored));
        Assert.Equal((3, 0), (batches, await OpenAsync()));
    }

    [Fact]
    public async Task After_a_stop_in_the_middle_it_goes_on_and_counts_everything_once()
    {
        const int Count = 2 * Resolution.BatchMax;
        var flow = await FailedAsync(Count);
        var (second, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var batches = 0;
        _rig.Errors.OnResolve = () =>
        {
            if (++batches == 2)
            {
                second.SetResult();
                return stopped.Task;
            }

            return Task.CompletedTask;
        };
        var resolving = _rig.Runs.ResolveAsync(flow, All, default);
        await second.Task;
        // As a statement that was under way when the server was told to stop.
        var restarting = _rig.RestartAsync();
        stopped.SetCanceled(default);
        await restarting;
        var ended = await _rig.UntilAsync((await resolving).Id, RunStatus.Completed);

        Assert.Equal((1, Count), (ended.Resumes, ended.Steps.Sum(s => s.Ignored)));
        Assert.Equal(0, await OpenAsync());
    }

    [Fact]
    public async Task What_fails_after_it_began_stays_open()
    {
        var flow = await FailedAsync(2);
        var held = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _rig.Errors.OnResolve = () =>
        {
            begun.TrySetResult();
            return held.Task;
        };
        var resolving = _rig.Runs.ResolveAsync(flow, All with { Code = "rejected" }, default);
        await begun.Task;
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.Add("""{"id":99,"n":"later"}""");
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        held.SetResult();

        Assert.Equal(2, (await EndOfAsync(await resolving)).Steps.Sum(s => s.Ignored));
        Assert.Equal("99", (await _rig.Errors.ListAsync(All, 10, null, default)).Data.Single().TraceKey);
    }

    [Fact]
    public async Task A_flow_that_is_not_there_is_not_found() => Assert.Equal(
        " not_found",
        await Flows.Workshop.RefusedAsync(() => _rig.Runs.ResolveAsync(new FlowId("flow_none"), All, default)));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task<FlowId> FailedAsync(int count)
    {
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.AddRange(Enumerable.Range(1, count).Select(i => $$"""{"id":{{i}}}"""));
        _rig.Application.SendFault = (_, _) =>
            (new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 }, false);
        var flow = await _rig.FlowAsync();
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Completed);
        Assert.Equal(count, await OpenAsync());
        return flow;
    }

    private Task<Run> EndOfAsync(Run run) => _rig.UntilAsync(run.Id, RunStatus.Completed);

    private Task<long> OpenAsync() => _rig.Errors.CountAsync(All, default);
}
