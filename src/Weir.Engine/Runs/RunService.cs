using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Engine.Errors;
using Weir.Engine.Resources;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Starts, follows, cancels and goes on with runs.</summary>
public sealed partial class RunService : IAsyncDisposable
{
    /// <summary>How long requests under way may take to end in order when the server stops.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(8);

    /// <summary>How long a request waits for the end of a short run.</summary>
    private static readonly TimeSpan AnswerAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(200);

    private readonly RunServices _services;
    private readonly PlanCompiler _compiler;
    private readonly ILogger _log;
    private readonly NewRuns _new;
    private readonly RunQueue _queue;
    private readonly RunWaits _waits;
    private readonly ConcurrentDictionary<RunId, ActiveRun> _active = new();
    private readonly ConcurrentDictionary<FlowId, SemaphoreSlim> _retryTurns = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private int _isStopped;

    public RunService(RunServices services, IResourceStore resources, PlanCompiler compiler, ILogger<RunService> log)
    {
        _services = services;
        _compiler = compiler;
        _log = log;
        _new = new NewRuns(services, resources, compiler);
        _queue = new RunQueue(services, _new, run => Begin(run), log);
        _waits = new RunWaits(services, _active);
    }

    /// <summary>Goes on with what a stop or a kill has interrupted.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var unfinished = await _services.Store.UnfinishedAsync(cancellationToken);
        foreach (var run in unfinished.Where(r => !r.IsWaiting))
        {
            var begun = run.Status != RunStatus.Queued;
            Begin(run with { Resumes = run.Resumes + (begun ? 1 : 0) });
        }

        foreach (var flow in unfinished.Where(r => r.IsWaiting).Select(r => r.Flow).Distinct())
        {
            await _queue.AdvanceAsync(flow);
        }
    }

    /// <summary>
    /// Starts a run of a flow. Refusals: <c>not_found</c>; <c>validation</c> when it has no source or no steps or is
    /// disabled; <c>conflict</c> while another run of it is active, or when too many wait for it.
    /// </summary>
    public async Task<Run> StartAsync(FlowId id, RunRequest request, CancellationToken cancellationToken)
    {
        var run = await _new.RunnableAsync(id, RunTrigger.Manual, request.Since, cancellationToken);
        if (await _new.InsertAsync(run, cancellationToken))
        {
            return Begin(run);
        }

        if (!request.Queue)
        {
            throw await ActiveAsync(id, cancellationToken);
        }

        await _queue.AddAsync(run, merges: false, cancellationToken);
        return await FindAsync(run.Id, cancellationToken) ?? run;
    }

    /// <summary>
    /// Starts a run that nobody asked for. While another one is active it waits, but not more than one with this trigger:
    /// null is answered when one waits already. Refusals as of <see cref="StartAsync"/>; but what cannot be compiled any more is
    /// a run that has failed.
    /// </summary>
    public async Task<Run?> TriggerAsync(FlowId id, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var run = await _new.TriggeredAsync(id, trigger, cancellationToken);
        if (!run.IsActive)
        {
            LogFailed(_log, run.Id, id, run.Error!.Message);
            Ended?.Invoke();
            return run;
        }

        return await _new.InsertAsync(run, cancellationToken)
            ? Begin(run)
            : await _queue.AddAsync(run, merges: true, cancellationToken);
    }

    /// <summary>
    /// Tries open errors again, from the step at which each failed, in a run of its own. One at a time per flow: further
    /// ones wait.
    /// </summary>
    public async Task<Run> RetryAsync(FlowId id, ErrorQuery query, CancellationToken cancellationToken)
    {
        var flow = await _new.FlowAsync(id, cancellationToken);
        if (query.Ids is { } ids
            && await _services.Errors.CountAsync(query with { Flow = id, Open = true }, cancellationToken) < ids.Count)
        {
            throw RefusalException.Invalid("ids", "Not all of these ids are open errors of this flow.");
        }

        var run = await _new.OfAsync(flow, RunTrigger.Retry, cancellationToken);
        // From here on it is the server's: a client that goes away leaves no run behind that nobody begins.
        await _new.InsertAsync(run, CancellationToken.None);
        await _services.Errors.ClaimAsync(query with { Flow = id, Open = true }, run.Id, CancellationToken.None);
        await _services.Errors.ClaimFreeAsync(id, run.Id, CancellationToken.None);
        return Begin(run);
    }

    /// <summary>
    /// Resolves open errors of a flow in a run of its own, beside whatever else runs; a small one has ended when this answers.
    /// Afterwards what was blocked by them is tried. Refusal: <c>not_found</c>.
    /// </summary>
    public async Task<Run> ResolveAsync(FlowId id, ErrorQuery query, CancellationToken cancellationToken)
    {
        var run = await _new.ResolvingAsync(id, query, cancellationToken);
        await _services.Store.InsertAsync(run, CancellationToken.None);
        Begin(run);
        if (_active.TryGetValue(run.Id, out var active))
        {
            await Task.WhenAny(active.Ended, Task.Delay(AnswerAfter, _services.Time, cancellationToken));
        }

        return await FindAsync(run.Id, cancellationToken) ?? run;
    }

    /// <summary>
    /// Tries blocked errors that nothing stands in the way of any more: what was before them is resolved. Null when there
    /// are none, or the flow is gone.
    /// </summary>
    public async Task<Run?> FollowAsync(FlowId id)
    {
        if (!await _new.IsThereAsync(id))
        {
            return null;
        }

        // A claim of a run that is not stored yet is nobody's: a kill in between leaves nothing behind.
        var run = await _new.OfAsync(await _new.FlowAsync(id, CancellationToken.None), RunTrigger.Retry, CancellationToken.None);
        if (await _services.Errors.ClaimFreeAsync(id, run.Id, CancellationToken.None) == 0)
        {
            return null;
        }

        await _services.Store.InsertAsync(run, CancellationToken.None);
        return Begin(run);
    }

    /// <summary>Ends a run: no request leaves any more, those under way are read to their end. Ended ones stay as they are.</summary>
    public async Task<Run> CancelAsync(RunId id, CancellationToken cancellationToken)
    {
        // One that is at work is told before anything is waited for; one that waits may begin while it is looked for.
        if (!_active.ContainsKey(id) && await _queue.CancelAsync(id, cancellationToken) is { } waiting)
        {
            return waiting;
        }

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
        var log = new RunLog(_services.Time, await _services.Store.LogStateAsync(id, cancellationToken));
        var last = await new RunRemains(_services, log).AddToAsync(
            new RunCommit { Run = run, At = _services.Time.GetUtcNow() }, cancellationToken);
        run = run with { Status = RunStatus.Cancelled, EndedAt = last.At, Pause = null, Steps = last.Run.Steps };
        await _services.Store.EndAsync(run, last with { Log = [.. log.Take([]), log.End(run)] }, cancellationToken);
        return run;
    }

    /// <summary>The run with its counts of this moment; null when there is none.</summary>
    public async Task<Run?> FindAsync(RunId id, CancellationToken cancellationToken) =>
        _active.TryGetValue(id, out var active) ? active.Now : await _services.Store.FindAsync(id, cancellationToken);

    /// <summary>The run with what it waits for at this moment. Refusal: <c>not_found</c>.</summary>
    public async Task<RunView> ReadAsync(RunId id, CancellationToken cancellationToken)
    {
        var run = await FindAsync(id, cancellationToken) ?? throw RefusalException.NotFound("run", id.Value);
        return RunView.Of(run, await _waits.OfAsync(run, cancellationToken));
    }

    /// <summary>A run that was read before, with its counts and, where it is at work, what it waits for at this moment.</summary>
    public RunView Now(Run run) =>
        _active.TryGetValue(run.Id, out var active) ? RunView.Of(active.Now, _waits.AtWork(active)) : RunView.Of(run);

    /// <summary>Newest first; null lists the runs of all flows.</summary>
    public async Task<Slice<Run>> ListAsync(
        FlowId? flow, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var slice = await _services.Store.ListAsync(flow, limit, cursor, cancellationToken);
        return slice with
        {
            Data = [.. slice.Data.Select(r => _active.TryGetValue(r.Id, out var active) ? active.Now : r)],
        };
    }

    /// <summary>
    /// The run whenever it, or what it waits for, has changed, until it has ended. Nothing when there is none.
    /// </summary>
    public async IAsyncEnumerable<RunView> WatchAsync(
        RunId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Run? last = null;
        IReadOnlyList<RunWait> waited = [];
        while (await FindAsync(id, cancellationToken) is { } run)
        {
            var waits = await _waits.OfAsync(run, cancellationToken);
            if (last is null || !IsSame(run, last) || !waits.SequenceEqual(waited))
            {
                yield return RunView.Of(run, waits);
                (last, waited) = (run, waits);
            }

            if (!run.IsActive)
            {
                yield break;
            }

            await Task.Delay(WatchEvery, _services.Time, cancellationToken);
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
        await _queue.StopAsync();
        _abort.CancelAfter(StopMax);
        await Task.WhenAll(_active.Values.Select(a => a.Ended));
        _stop.Dispose();
        _abort.Dispose();
        _queue.Dispose();
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

    /// <summary>Starts a flow after another one. One that cannot run (any more) is left out.</summary>
    private async Task ChainAsync(FlowId flow)
    {
        try
        {
            await TriggerAsync(flow, RunTrigger.Chain, CancellationToken.None);
        }
        catch (RefusalException e)
        {
            LogRefused(_log, flow, e.Message);
        }
    }

    private async Task TryFollowAsync(FlowId flow)
    {
        try
        {
            await FollowAsync(flow);
        }
        catch (RefusalException e)
        {
            // The flow is gone, or its parts are.
            LogNotFollowed(_log, flow, e.Message);
        }
    }

    [LoggerMessage(12, LogLevel.Warning, "What was blocked in flow {Flow} could not be tried again: {Reason}")]
    private static partial void LogNotFollowed(ILogger log, FlowId flow, string reason);

    [LoggerMessage(13, LogLevel.Error, "Run {Run} of flow {Flow} could not begin: {Reason}")]
    private static partial void LogFailed(ILogger log, RunId run, FlowId flow, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Flow {Flow} could not be started after another one: {Reason}")]
    private static partial void LogRefused(ILogger log, FlowId flow, string reason);

    /// <summary>A run has ended and that is stored. Handlers are quick and never throw.</summary>
    public event Action? Ended;

    private Run Begin(Run run)
    {
        var active = new ActiveRun(_services, _compiler, run, ChainAsync, _log, _stop.Token, _abort.Token);
        _active[run.Id] = active;
        var turn = run is { Trigger: RunTrigger.Retry, Resolves: null }
            ? _retryTurns.GetOrAdd(run.Flow, _ => new SemaphoreSlim(1, 1))
            : null;
        active.Start(turn, async () =>
        {
            _active.TryRemove(run.Id, out _);
            active.Dispose();
            Ended?.Invoke();
            if (!_stop.IsCancellationRequested)
            {
                await _queue.AdvanceAsync(run.Flow);
                if (active.MayBeFollowed)
                {
                    await _queue.UnlessStoppedAsync(() => TryFollowAsync(run.Flow));
                }
            }
        });
        return run;
    }
}
