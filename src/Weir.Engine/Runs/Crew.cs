using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// The workers of a run: enough to keep every slot of all its steps busy, and one only where the order must be kept. Their number
/// follows the levels while the run goes on.
/// </summary>
internal sealed class Crew(RunContext context, WorkQueue work, Func<Work, ValueTask> handle)
{
    private const int WorkersMax = 128;

    private readonly Lock _gate = new();
    private readonly List<Task> _tasks = [];
    private readonly ConnectionId[] _connections = [.. context.Plan.Steps.OfType<CallPlan>().Select(s => s.Connection).Distinct()];
    private int _workers;
    private int _target;

    /// <summary>What must not happen, and did: it stopped the run.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Follows the levels and hires what is missing. Called whenever there is new work.</summary>
    public void Adjust()
    {
        var target = Target();
        lock (_gate)
        {
            _target = target;
            _tasks.RemoveAll(t => t.IsCompleted);
            while (_workers < target)
            {
                _workers++;
                _tasks.Add(Task.Run(WorkAsync));
            }
        }
    }

    /// <summary>Waits until all have gone home. Never throws.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_tasks);
        }
    }

    private int Target()
    {
        if (context.KeepsOrder)
        {
            return 1;
        }

        // Who has no slot can only make a request ready while others' are under way. That helps where there are fewer slots than
        // processors; else it costs each request a place in a queue.
        var slots = Math.Max(1, context.Services.Governor.SlotsOf(_connections));
        return Math.Min(WorkersMax, Math.Max(slots, Math.Min(slots + 2, Environment.ProcessorCount)));
    }

    private async Task WorkAsync()
    {
        try
        {
            while (Stays())
            {
                var next = await work.TakeAsync(context.Stop);
                if (next.Page is null)
                {
                    break;
                }

                await handle(next);
            }
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            // The page of this record is not written: a resume does it again.
        }
        catch (Exception e)
        {
            Failure ??= e;
            await context.StopSource.CancelAsync();
        }
    }

    /// <summary>One goes home where a level was lowered, and never the last one.</summary>
    private bool Stays()
    {
        if (Volatile.Read(ref _workers) <= Volatile.Read(ref _target))
        {
            return true;
        }

        lock (_gate)
        {
            if (_workers <= _target)
            {
                return true;
            }

            _workers--;
            return false;
        }
    }
}
