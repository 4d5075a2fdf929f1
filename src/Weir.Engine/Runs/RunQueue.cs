using Microsoft.Extensions.Logging;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// The runs that wait for the active run of their flow. They stand in the store, so that they outlive a restart, and begin
/// one after the other in the order in which they came, with the versions that stand when they begin.
/// </summary>
internal sealed partial class RunQueue(RunServices services, NewRuns runs, Action<Run> begin, ILogger log) : IDisposable
{
    /// <summary>More runs of one flow do not wait. // Promise 8</summary>
    public const int WaitingMax = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isStopped;

    /// <summary>
    /// Lets a run wait; it begins at once when nothing is before it. Null when <paramref name="merges"/> and a run with the
    /// same trigger waits already. Refusal: <c>conflict</c> when too many wait.
    /// </summary>
    public async Task<Run?> AddAsync(Run run, bool merges, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var waiting = await services.Store.WaitingAsync(run.Flow, cancellationToken);
            if (merges && waiting.Any(w => w.Trigger == run.Trigger))
            {
                return null;
            }

            if (waiting.Count >= WaitingMax)
            {
                throw new RefusalException(
                    ErrorCodes.Conflict, $"{WaitingMax} runs of this flow wait already; start this one when some of them have ended.");
            }

            await services.Store.InsertAsync(run with { IsWaiting = true }, CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }

        await AdvanceAsync(run.Flow);
        return run;
    }

    /// <summary>Begins the run that has waited longest, when none of its flow is active.</summary>
    public async Task AdvanceAsync(FlowId flow)
    {
        await _gate.WaitAsync();
        try
        {
            foreach (var waiting in _isStopped ? [] : await services.Store.WaitingAsync(flow, CancellationToken.None))
            {
                if (await TryBeginAsync(waiting))
                {
                    return;
                }
            }
        }
        catch (Exception e)
        {
            // The next end of a run of this flow, or the next start of the server, tries again.
            LogStuck(log, flow, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends a run that waits. Null when it does not (any more).</summary>
    public async Task<Run?> CancelAsync(RunId id, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await services.Store.FindAsync(id, cancellationToken) is not { IsWaiting: true, IsActive: true } waiting)
            {
                return null;
            }

            var ended = waiting with { Status = RunStatus.Cancelled, EndedAt = services.Time.GetUtcNow() };
            await services.Store.UpdateAsync(ended, cancellationToken);
            return ended;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Begins something else, if anything may still begin.</summary>
    public async Task UnlessStoppedAsync(Func<Task> work)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_isStopped)
            {
                await work();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>When it returns nothing begins any more.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync();
        _isStopped = true;
        _gate.Release();
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>False when this run can never begin; it has failed, and the next one may.</summary>
    private async Task<bool> TryBeginAsync(Run waiting)
    {
        try
        {
            var now = await runs.RunnableAsync(waiting.Flow, waiting.Trigger, waiting.Since, CancellationToken.None);
            var begun = now with { Id = waiting.Id };
            if (await services.Store.PromoteAsync(begun, CancellationToken.None))
            {
                begin(begun);
            }

            return true;
        }
        catch (RefusalException e)
        {
            var failed = waiting with
            {
                Status = RunStatus.Failed,
                EndedAt = services.Time.GetUtcNow(),
                Error = new RunNote(e.Code, e.Message),
            };
            await services.Store.UpdateAsync(failed, CancellationToken.None);
            return false;
        }
    }

    [LoggerMessage(10, LogLevel.Error, "The runs of flow {Flow} that wait could not be begun")]
    private static partial void LogStuck(ILogger log, FlowId flow, Exception failure);
}
