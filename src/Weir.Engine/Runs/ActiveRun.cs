using Microsoft.Extensions.Logging;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Logs;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A run that is under way in this process, from its first step to the status it ends with.</summary>
internal sealed partial class ActiveRun(
    RunServices services,
    PlanCompiler compiler,
    Run run,
    Func<FlowId, Task> chain,
    ILogger log,
    CancellationToken stop,
    CancellationToken abort)
    : IDisposable
{
    /// <summary>A pause that is longer shows as the run's status; a shorter one is part of running.</summary>
    private static readonly TimeSpan PauseShownFrom = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookForPausesEvery = TimeSpan.FromMilliseconds(500);
    private const int EndAttemptsMax = 5;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Run _run = run;
    private RunLog? _log;
    private RunContext? _context;
    private RunExecutor? _executor;
    private RunCommit? _last;

    public Task Ended => _ended.Task;

    /// <summary>
    /// It has completed, and what stands blocked in the errors may be free to follow: a normal run puts records behind one
    /// that a retry delivers meanwhile. A retry that has delivered nothing would be followed by its like, without end.
    /// </summary>
    public bool MayBeFollowed => _run.Status == RunStatus.Completed
        && (_run.Resolves is not null || (_context is { Plan: { HasOrder: true } plan } context && HasDelivered(context, plan)));

    private bool HasDelivered(RunContext context, RunPlan plan) =>
        _run.Trigger != RunTrigger.Retry || context.Live.Skip(plan.Sources.Count).Any(t => t.ToCounts("").Success > 0);

    /// <summary>With the counts of this moment, which may be ahead of what is written.</summary>
    public Run Now
    {
        get
        {
            var now = Volatile.Read(ref _run);
            if (_context is not { } context || _executor is not { } executor)
            {
                return now;
            }

            var written = executor.Written;
            return now with
            {
                Pages = written.Pages,
                Restarts = written.Restarts,
                Steps = [.. context.Live.Select((tally, i) => tally.ToCounts(context.Plan.CountedAt(i)))],
            };
        }
    }

    /// <summary>Without the counts of this moment.</summary>
    public Run Stored => Volatile.Read(ref _run);

    /// <summary>The run as its parts see it, and when the next of its records that wait is due; null before it begins to work.</summary>
    public (RunContext Context, DateTimeOffset? NextAttempt)? AtWork =>
        _context is { } context && _executor is { } executor ? (context, executor.NextAttempt) : null;

    public void Start(SemaphoreSlim? turn, Func<Task> ended) => _ = Task.Run(async () =>
    {
        try
        {
            await RunInTurnAsync(turn);
        }
        catch (Exception e)
        {
            LogLost(log, _run.Id, e);
        }
        finally
        {
            await ended();
            _ended.TrySetResult();
        }
    });

    /// <summary>Ends it; nothing when it has ended.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await _cancel.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended at the same moment.
        }
    }

    public void Dispose() => _cancel.Dispose();

    private static RunNote Defect { get; } = new(ErrorCodes.Internal, "A defect in Weir ended the run; the server's log has the details.");

    private async Task RunInTurnAsync(SemaphoreSlim? turn)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, _cancel.Token);
        if (turn is not null)
        {
            try
            {
                await turn.WaitAsync(stopping.Token);
            }
            catch (OperationCanceledException e)
            {
                // A former life may have left something, which only its plan can tell the place of; nothing is sent any more.
                await EndAsync(_run.Resumes > 0 ? await ExecuteAsync(stopping) : e);
                return;
            }
        }

        try
        {
            await EndAsync(await ExecuteAsync(stopping));
        }
        finally
        {
            turn?.Release();
        }
    }

    /// <summary>Runs to the end, and gives what went wrong.</summary>
    private async Task<Exception?> ExecuteAsync(CancellationTokenSource stopping)
    {
        try
        {
            await ThrowIfEndedAsync();
            if (_run.Resolves is not null)
            {
                await ResolveAsync(stopping.Token);
                return null;
            }

            await BeginAsync();
            var plan = await compiler.CompileAsync(_run, abort);
            var context = new RunContext(services, _run, plan, await VariablesAsync(plan), await RetryNumberAsync())
            {
                StopSource = stopping,
                Abort = abort,
                Log = await LogAsync(),
                ResolvesErrors = await services.Errors.CountAsync(
                    new ErrorQuery { Flow = _run.Flow, Open = true }, abort) > 0,
            };
            await using var executor = await RunExecutor.OpenAsync(context);
            _context = context;
            _executor = executor;
            using var watch = new CancellationTokenSource();
            var watching = WatchPausesAsync(plan, executor, watch.Token);
            try
            {
                await executor.RunAsync();
                _last = await executor.EndAsync();
                return null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !_cancel.IsCancellationRequested)
            {
                await executor.SaveCountsAsync();
                throw;
            }
            catch
            {
                _last = await executor.EndAsync();
                await executor.CompleteLastAsync();
                throw;
            }
            finally
            {
                await watch.CancelAsync();
                await watching;
                _run = executor.Written with { Status = _run.Status };
            }
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>A run can be cancelled when it is stored and not begun yet (a retry claims its errors first): that stands.</summary>
    private async Task ThrowIfEndedAsync()
    {
        if (await services.Store.FindAsync(_run.Id, abort) is { IsActive: false })
        {
            await _cancel.CancelAsync();
            _cancel.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task ResolveAsync(CancellationToken stopped)
    {
        await foreach (var now in new Resolution(services, _run).RunAsync(stopped))
        {
            Volatile.Write(ref _run, now);
        }
    }

    private async Task BeginAsync()
    {
        var events = await LogAsync();
        if (_run.Resumes > 0)
        {
            events.Note(RunLogKind.Resumed, "The server was stopped; the run goes on from its checkpoint.", RunLogLevel.Warning);
        }
        else
        {
            events.Note(RunLogKind.Started, $"Started; trigger: {_run.Trigger.ToString().ToLowerInvariant()}.");
        }

        _run = _run with { Status = RunStatus.Running, Pause = null };
        await services.Store.UpdateAsync(_run, events.Take([]), abort);
    }

    private async Task<RunLog> LogAsync() =>
        _log ??= new RunLog(services.Time, await services.Store.LogStateAsync(_run.Id, abort));

    private async Task EndAsync(Exception? failure)
    {
        var ended = _run with { EndedAt = services.Time.GetUtcNow(), Pause = null };
        switch (failure)
        {
            case null:
                await MarkAsync();
                await ChainAsync();
                await WriteEndAsync(ended with { Status = RunStatus.Completed });
                break;
            case OperationCanceledException when _cancel.IsCancellationRequested:
                await WriteEndAsync(ended with { Status = RunStatus.Cancelled });
                break;
            case OperationCanceledException when stop.IsCancellationRequested:
                // The server stops: the run stays as it is and goes on from its checkpoint.
                break;
            case RunFailedException e:
                LogFailed(log, _run.Id, e.Code, e.Message);
                if (e.AtSource)
                {
                    await MarkAsync();
                }

                await WriteEndAsync(ended with { Status = RunStatus.Failed, Error = new RunNote(e.Code, e.Message) });
                break;
            case RefusalException e:
                LogFailed(log, _run.Id, e.Code, e.Message);
                await WriteEndAsync(ended with { Status = RunStatus.Failed, Error = new RunNote(e.Code, e.Message) });
                break;
            case ConnectionGoneException e:
                await WriteEndAsync(
                    ended with { Status = RunStatus.Failed, Error = new RunNote(ErrorCodes.NotFound, e.Message) });
                break;
            default:
                LogDefect(log, _run.Id, failure);
                await WriteEndAsync(ended with { Status = RunStatus.Failed, Error = Defect });
                break;
        }
    }

    /// <summary>
    /// The marks of the sources that were read to their end move to this run's start: what changed while it ran is read
    /// again. What another source has failed at does not hold them back: their records are delivered. A run from a date
    /// moves a mark only where it has left nothing out between the two.
    /// </summary>
    private async Task MarkAsync()
    {
        if (_executor is null)
        {
            return;
        }

        var marks = await services.Store.MarksAsync(_run.Flow, abort);
        var moved = _executor.ReadToEnd
            .Where(source => _run.Since is not { } since
                || (marks.TryGetValue(source.Id, out var mark) && since <= mark && mark <= _run.StartedAt))
            .Select(source => new SourceMark(
                source.Id,
                _run.StartedAt,
                source.Delta?.Compares == true ? Milliseconds(_run.StartedAt) : OverlapOf(source, _run.StartedAt)));
        await services.Store.SetMarksAsync(_run.Flow, [.. moved], abort);
    }

    /// <summary>
    /// Before the end is written: a kill between the two starts the next flows once more, and never not at all. Records that
    /// stand in the errors hold nothing back; a retry starts nothing.
    /// </summary>
    private async Task ChainAsync()
    {
        if (_run.Trigger != RunTrigger.Retry && _context is { } context)
        {
            foreach (var next in context.Plan.RunNext)
            {
                await chain(next);
            }
        }
    }

    private async Task WriteEndAsync(Run ended)
    {
        var events = await LogAsync();
        RunCommit? last = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (last is null)
                {
                    last = await new RunRemains(services, events).AddToAsync(
                        _last ?? new RunCommit { Run = _run, At = ended.EndedAt!.Value }, CancellationToken.None);
                    ended = ended with { Steps = last.Run.Steps };
                    last = last with { Log = [.. last.Log, .. events.Take([]), events.End(ended)] };
                }

                await services.Store.EndAsync(ended, last, CancellationToken.None);
                break;
            }
            catch (Exception) when (attempt < EndAttemptsMax && !stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), services.Time, CancellationToken.None);
            }
        }

        _run = ended;
        _executor = null;
    }

    private async Task<IReadOnlyList<Variables>> VariablesAsync(RunPlan plan)
    {
        var marks = await services.Store.MarksAsync(_run.Flow, abort);
        return
        [
            .. plan.Sources.Select(source => new Variables(
                _run.Since is { } since ? TextOf(since)
                    : marks.TryGetValue(source.Id, out var mark) ? TextOf(OverlapOf(source, mark))
                    : Variables.None.LastRun,
                TextOf(_run.StartedAt),
                _run.Id.Value)),
        ];
    }

    /// <summary>From when on a source is read again, in the milliseconds in which its templates see it.</summary>
    private static DateTimeOffset OverlapOf(SourcePlan source, DateTimeOffset mark) =>
        Milliseconds(mark - (source.Delta?.Overlap ?? TimeSpan.Zero));

    private static DateTimeOffset Milliseconds(DateTimeOffset time) =>
        time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMillisecond));

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat);

    /// <summary>Which retry of its flow this is, from 1; null for a flow's own run.</summary>
    private async Task<int?> RetryNumberAsync() =>
        _run.Trigger == RunTrigger.Retry ? await services.Store.RetriesBeforeAsync(_run, abort) + 1 : null;

    /// <summary>Shows a long pause as the run's status, and takes it back by itself.</summary>
    private async Task WatchPausesAsync(RunPlan plan, RunExecutor executor, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(LookForPausesEvery, services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                var pause = plan.Connections.Select(PauseOf).FirstOrDefault(p => p is not null) ?? HeldBack();
                if (pause != _run.Pause)
                {
                    _run = _run with { Pause = pause, Status = pause is null ? RunStatus.Running : RunStatus.Paused };
                    executor.Show(pause);
                    if (pause is not null)
                    {
                        LogPaused(log, _run.Id, pause.Message);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    /// <summary>Its records wait behind one of another run that has a key in common with them, and that one cannot go on.</summary>
    private RunNote? HeldBack() => services.Turns.Before(_run.Id).Select(PauseOf).FirstOrDefault(p => p is not null) is { } pause
        ? pause with { Message = $"Waits for a record of another run with the same key: {pause.Message}" }
        : null;

    private RunNote? PauseOf(ConnectionId id) => services.Governor.BlockageOf(id) switch
    {
        { Until: null } offline => new RunNote(ErrorCodes.Offline, offline.Reason),
        { Until: { } until } told when _run.Pause is not null || until - services.Time.GetUtcNow() > PauseShownFrom =>
            new RunNote(ErrorCodes.RateLimited, told.Reason),
        _ => null,
    };

    [LoggerMessage(1, LogLevel.Error, "Run {Run} was ended by a defect")]
    private static partial void LogDefect(ILogger log, RunId run, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "Run {Run} failed: {Code}: {Reason}")]
    private static partial void LogFailed(ILogger log, RunId run, string code, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run} is paused: {Reason}")]
    private static partial void LogPaused(ILogger log, RunId run, string reason);

    [LoggerMessage(2, LogLevel.Error, "The end of run {Run} could not be written; it goes on after a restart")]
    private static partial void LogLost(ILogger log, RunId run, Exception failure);
}
