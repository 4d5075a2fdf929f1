using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Engine.Errors;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Starts, follows, cancels and goes on with runs.</summary>
public sealed class RunService(
    RunServices services, IResourceStore resources, PlanCompiler compiler, ILogger<RunService> log) : IAsyncDisposable
{
    /// <summary>How long requests under way may take to end in order when the server stops.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<RunId, ActiveRun> _active = new();
    private readonly ConcurrentDictionary<FlowId, SemaphoreSlim> _retryTurns = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private int _isStopped;

    /// <summary>Goes on with what a stop or a kill has interrupted.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await services.Store.UnfinishedAsync(cancellationToken))
        {
            var begun = run.Status != RunStatus.Queued;
            Begin(run with { Resumes = run.Resumes + (begun ? 1 : 0) });
        }
    }

    /// <summary>
    /// Starts a run of a flow. Refusals: <c>not_found</c>; <c>validation</c> when it has no source or no steps or is
    /// disabled; <c>conflict</c> while another run of it is active.
    /// </summary>
    public async Task<Run> StartAsync(FlowId id, CancellationToken cancellationToken)
    {
        var flow = await FlowAsync(id, cancellationToken);
        if (flow.Sources.Count == 0 || flow.Steps.Count == 0)
        {
            throw RefusalException.Invalid(
                flow.Sources.Count == 0 ? "sources" : "steps", "A flow needs a source and a step before it can run.");
        }

        if (!flow.Enabled)
        {
            throw RefusalException.Invalid("enabled", "The flow is switched off.");
        }

        var run = await NewAsync(flow, RunTrigger.Manual, cancellationToken);
        await compiler.CompileAsync(run, cancellationToken);
        if (!await services.Store.InsertAsync(run, cancellationToken))
        {
            throw await ActiveAsync(id, cancellationToken);
        }

        return Begin(run);
    }

    /// <summary>
    /// Tries open errors again, from the step at which each failed, in a run of its own. One at a time per flow: further
    /// ones wait.
    /// </summary>
    public async Task<Run> RetryAsync(FlowId id, ErrorQuery query, CancellationToken cancellationToken)
    {
        var flow = await FlowAsync(id, cancellationToken);
        if (query.Ids is { } ids
            && await services.Errors.CountAsync(query with { Flow = id, Open = true }, cancellationToken) < ids.Count)
        {
            throw RefusalException.Invalid("ids", "Not all of these ids are open errors of this flow.");
        }

        var run = await NewAsync(flow, RunTrigger.Retry, cancellationToken);
        // From here on it is the server's: a client that goes away leaves no run behind that nobody begins.
        await services.Store.InsertAsync(run, CancellationToken.None);
        await services.Errors.ClaimAsync(query with { Flow = id, Open = true }, run.Id, CancellationToken.None);
        return Begin(run);
    }

    /// <summary>Ends a run: no request leaves any more, those under way are read to their end. Ended ones stay as they are.</summary>
    public async Task<Run> CancelAsync(RunId id, CancellationToken cancellationToken)
    {
        if (_active.TryGetValue(id, out var active))
        {
            await active.CancelAsync();
            await active.Ended.WaitAsync(cancellationToken);
        }

        var run = await FindAsync(id, cancellationToken) ?? throw RefusalException.NotFound("run", id.Value);
        if (!run.IsActive || _active.ContainsKey(id))
        {
            return run;
        }

        // Its end could not be written when it came (a full disk): it is ended now.
        run = run with { Status = RunStatus.Cancelled, EndedAt = services.Time.GetUtcNow(), Pause = null };
        await services.Store.UpdateAsync(run, cancellationToken);
        return run;
    }

    /// <summary>The run with its counts of this moment; null when there is none.</summary>
    public async Task<Run?> FindAsync(RunId id, CancellationToken cancellationToken) =>
        _active.TryGetValue(id, out var active) ? active.Now : await services.Store.FindAsync(id, cancellationToken);

    /// <summary>Newest first; null lists the runs of all flows.</summary>
    public async Task<Slice<Run>> ListAsync(
        FlowId? flow, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var slice = await services.Store.ListAsync(flow, limit, cursor, cancellationToken);
        return slice with
        {
            Data = [.. slice.Data.Select(r => _active.TryGetValue(r.Id, out var active) ? active.Now : r)],
        };
    }

    /// <summary>The run whenever it has changed, until it has ended. Nothing when there is none.</summary>
    public async IAsyncEnumerable<Run> WatchAsync(
        RunId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Run? last = null;
        while (await FindAsync(id, cancellationToken) is { } run)
        {
            if (last is null || !IsSame(run, last))
            {
                yield return last = run;
            }

            if (!run.IsActive)
            {
                yield break;
            }

            await Task.Delay(WatchEvery, services.Time, cancellationToken);
        }
    }

    /// <summary>Stops in order: nothing new leaves, requests under way end, done pages are written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        _abort.CancelAfter(StopMax);
        await Task.WhenAll(_active.Values.Select(a => a.Ended));
        _stop.Dispose();
        _abort.Dispose();
        foreach (var turn in _retryTurns.Values)
        {
            turn.Dispose();
        }
    }

    /// <summary>Names the run that is in the way, and why it stands still where it does.</summary>
    private async Task<RefusalException> ActiveAsync(FlowId flow, CancellationToken cancellationToken)
    {
        const int Looked = 50;
        var runs = await ListAsync(flow, Looked, null, cancellationToken);
        var sentence = runs.Data.FirstOrDefault(r => r.IsActive && r.Trigger != RunTrigger.Retry) switch
        {
            null => "A run of this flow is active.",
            { Pause: { } pause } run => $"The run {run.Id} of this flow is paused: {pause.Message}",
            { } run => $"The run {run.Id} of this flow is {run.Status.ToString().ToLowerInvariant()}.",
        };
        return new RefusalException(ErrorCodes.Conflict, sentence);
    }

    private static bool IsSame(Run a, Run b) =>
        a.Status == b.Status && a.Pages == b.Pages && a.Pause == b.Pause && a.Steps.SequenceEqual(b.Steps);

    private Run Begin(Run run)
    {
        var active = new ActiveRun(services, compiler, run, log, _stop.Token, _abort.Token);
        _active[run.Id] = active;
        var turn = run.Trigger == RunTrigger.Retry
            ? _retryTurns.GetOrAdd(run.Flow, _ => new SemaphoreSlim(1, 1))
            : null;
        active.Start(turn, () =>
        {
            _active.TryRemove(run.Id, out _);
            active.Dispose();
        });
        return run;
    }

    private async Task<Run> NewAsync(Flow flow, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var steps = flow.Sources.Select(s => s.Id).Concat(flow.AllSteps.Select(s => s.Id));
        return new Run
        {
            Id = services.Ids.New<RunId>(),
            Flow = flow.Id,
            Status = RunStatus.Queued,
            Trigger = trigger,
            Versions = await compiler.PresentVersionsAsync(flow, cancellationToken),
            StartedAt = services.Time.GetUtcNow(),
            Steps = [.. steps.Select(id => new StepCounts(id, 0, 0, 0, 0, 0))],
        };
    }

    private async Task<Flow> FlowAsync(FlowId id, CancellationToken cancellationToken) =>
        FlowDocument.FromRow(
            await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("flow", id.Value));
}
