using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Weir.Engine.Runs.Batches;
using Weir.Engine.Runs.Jobs;
using Weir.Engine.Runs.Lookups;
using Weir.Engine.Runs.Orders;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Executes one run: reads pages inside a window by position, works on their records concurrently, writes a checkpoint when
/// pages are done. What lies between two checkpoints may be done again after a kill, and nothing else. // Promise 2
/// </summary>
internal sealed class RunExecutor : IAsyncDisposable
{
    /// <summary>Page n+4 is not read before page n is written.</summary>
    public const int PagesInFlightMax = 4;

    private readonly RunContext _context;
    private readonly SemaphoreSlim _window = new(PagesInFlightMax, PagesInFlightMax);
    private readonly Channel<PageWork?> _done = Channel.CreateUnbounded<PageWork?>();
    private readonly Outstanding _outstanding;
    private readonly HashSet<PageWork> _open = [];
    private readonly WorkQueue _work = new();
    private readonly RowFiles _rows;
    private readonly LookupCache _lookups;
    private readonly IntentLog _intents;
    private readonly IRecordFeed _feed;
    private readonly PageLedger _ledger;
    private readonly RecordPipeline _pipeline;
    private readonly OrderGate _orders;
    private readonly PageStages _stages;
    private readonly ParkedRecords _parked;
    private readonly TornRecords _torn;
    private readonly LeftRecords _left;
    private readonly Crew _crew;

    private RunExecutor(
        RunContext context, Checkpoint? checkpoint, IntentLog intents, IRecordFeed feed, Outstanding outstanding)
    {
        _feed = feed;
        _outstanding = outstanding;
        _context = context;
        _intents = intents;
        _lookups = new LookupCache(context.Services.Lookups);
        _rows = new RowFiles(context);
        _ledger = new PageLedger(context, _feed, _rows, checkpoint?.Unpack() ?? new FingerprintSet());
        var orders = new OrderKeys(context);
        var outcomes = new RecordOutcomes(context, orders);
        var once = new OnlyOnce(context, intents);
        var steps = new StepRunner(context, once, _rows, _lookups);
        var path = new StepPath(context.Plan.Steps);
        _torn = new TornRecords(outcomes, path);
        _left = new LeftRecords(context, intents, outcomes, path);
        _pipeline = new RecordPipeline(
            context, new RecordEntry(context, outcomes, checkpoint?.Unpack() ?? new FingerprintSet()), outcomes, steps, _torn);
        _orders = new OrderGate(
            context, _work, orders, new OrderChains(context, steps, once, _pipeline), _pipeline, feed.Checkpoint.Position);
        _stages = new PageStages(
            context,
            _work,
            _pipeline,
            new LookupGroups(context, steps, _lookups, _pipeline),
            new BatchRunner(context, once, _pipeline),
            new JobGroups(context, new JobRunner(context, once), steps, _pipeline),
            _orders);
        _parked = new ParkedRecords(context);
        _crew = new Crew(context, _work, HandleAsync);
    }

    /// <summary>Opens what the checkpoint names.</summary>
    public static async Task<RunExecutor> OpenAsync(RunContext context)
    {
        // Also a run that is cancelled already knows what it has sent before: it must not begin with nothing. // Promise 2
        var bytes = await context.Services.Store.CheckpointAsync(context.Run.Id, context.Abort);
        var checkpoint = bytes is null ? null : Checkpoint.Read(bytes);
        var outstanding = new Outstanding();
        IRecordFeed feed = context.Retry is null
            ? await SourceFeed.OpenAsync(context, checkpoint, () => outstanding.WhenZeroAsync(context.Stop))
            : new RetryFeed(context, checkpoint);
        var intents = await IntentLog.OpenAsync(context.Services.Store, context.Run.Id, context.Abort);
        var executor = new RunExecutor(context, checkpoint, intents, feed, outstanding);
        try
        {
            executor._ledger.Restore();
            await executor._parked.OpenAsync();
            await executor._rows.OpenAsync(checkpoint?.Rows ?? new Dictionary<string, string>(StringComparer.Ordinal));
            return executor;
        }
        catch
        {
            await executor.DisposeAsync();
            throw;
        }
    }

    /// <summary>The sources that were read to their end, after <see cref="RunAsync"/>.</summary>
    public IEnumerable<SourcePlan> ReadToEnd => (_feed as SourceFeed)?.ReadToEnd ?? [];

    /// <summary>The run with its counts as they are written.</summary>
    public Run Written => _ledger.Written;

    /// <summary>When the next parked record is tried again; null when none is parked.</summary>
    public DateTimeOffset? NextAttempt => _parked.NextDue;

    /// <summary>
    /// Goes to the end of the source and of what was parked. Throws <see cref="RunFailedException"/>, or
    /// <see cref="OperationCanceledException"/> after a stop, when everything under way was read to its end and every page
    /// that is done was written.
    /// </summary>
    public async Task RunAsync()
    {
        var writer = WriteAsync();
        var failure = await ReadAndWaitAsync();
        _work.Complete();
        await _crew.EndAsync();
        _done.Writer.TryComplete();
        var unwritten = await writer;
        failure = Gravest(_crew.Failure, unwritten, failure);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        await _rows.CompleteAsync();
    }

    /// <summary>
    /// The run will not go on: what its unfinished pages, if it has any, and its former lives have come to. It is written with the
    /// run's end. // Promise 1
    /// </summary>
    public async Task<RunCommit> EndAsync()
    {
        List<PageWork> pages = [.. _open.OrderBy(p => p.Position)];
        pages.ForEach(_torn.GiveUp);
        if (await _left.TakeAsync() is { } left)
        {
            _open.Add(left);
            pages.Add(left);
        }

        return await _ledger.LastAsync(pages);
    }

    /// <summary>After <see cref="EndAsync"/> of a run that has ended before its end: files that nobody writes again get their names.</summary>
    public Task CompleteLastAsync() => _rows.CompleteLastAsync();

    /// <summary>The server stops: the run goes on later, with the requests that were sent until now.</summary>
    public Task SaveCountsAsync() => _ledger.WriteAsync([]);

    /// <summary>Shows a long pause in the stored run, or takes it back. Only the writer of checkpoints writes the run.</summary>
    public void Show(RunNote? pause)
    {
        _context.Paused(pause);
        _done.Writer.TryWrite(null);
    }

    public async ValueTask DisposeAsync()
    {
        await _intents.DisposeAsync();
        await _rows.DisposeAsync();
        foreach (var page in _open)
        {
            page.Dispose();
        }

        _lookups.Dispose();
        _work.Dispose();
        _window.Dispose();
    }

    /// <summary>What stopped the others, rather than that they were stopped.</summary>
    private static Exception? Gravest(params Exception?[] failures) =>
        failures.FirstOrDefault(f => f is not null and not OperationCanceledException)
        ?? failures.FirstOrDefault(f => f is not null);

    private async Task<Exception?> ReadAndWaitAsync()
    {
        Exception? failure = null;
        try
        {
            try
            {
                await ReadAsync();
            }
            catch (RunFailedException e)
            {
                // What was read before is still delivered and written.
                failure = e;
            }

            await _outstanding.WhenZeroAsync(_context.Stop);
            while (await _parked.AnyAsync())
            {
                if (await _parked.TakeDueAsync() is { } due)
                {
                    Enqueue(due);
                    await _outstanding.WhenZeroAsync(_context.Stop);
                }
                else
                {
                    await _parked.WaitAsync();
                }
            }
        }
        catch (Exception e)
        {
            failure = e;
            await _context.StopSource.CancelAsync();
        }

        return failure;
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            await _window.WaitAsync(_context.Stop);
            if (await _parked.TakeDueAsync() is { } due)
            {
                Enqueue(due);
            }

            if (await _feed.NextAsync() is not { } page)
            {
                return;
            }

            Enqueue(page);
        }
    }

    private void Enqueue(PageWork page)
    {
        _outstanding.Add();
        lock (_open)
        {
            _open.Add(page);
        }

        if (page.IsDone)
        {
            _orders.Pass(page, int.MaxValue);
            _done.Writer.TryWrite(page);
            return;
        }

        _work.Add(page);
        _crew.Adjust();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HandleAsync(Work work)
    {
        var page = work.Page!;
        await (work.Task is { } task ? task() : _pipeline.RunAsync(page, work.Index));
        if (page.Finish() && !_stages.Next(page))
        {
            _done.Writer.TryWrite(page);
        }
    }

    /// <summary>Writes pages as they are done, several at once when they are ready. Gives what went wrong.</summary>
    private async Task<Exception?> WriteAsync()
    {
        try
        {
            List<PageWork> done = [];
            while (await _done.Reader.WaitToReadAsync())
            {
                done.Clear();
                while (_done.Reader.TryRead(out var page))
                {
                    if (page is not null)
                    {
                        done.Add(page);
                    }
                }

                var result = await _ledger.WriteAsync(done);
                foreach (var page in result.Written)
                {
                    Close(page);
                }

                if (result.Below > 0)
                {
                    _window.Release(result.Below);
                }
            }

            return null;
        }
        catch (Exception e)
        {
            await _context.StopSource.CancelAsync();
            return e;
        }
    }

    private void Close(PageWork page)
    {
        _parked.Written(page);
        _orders.Written(page);
        lock (_open)
        {
            _open.Remove(page);
        }

        page.Dispose();
        _outstanding.Written();
    }
}
