using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Schedules;

/// <summary>
/// Starts the runs of flows that have a schedule. The flows are the source of truth; the store only knows up to when each
/// schedule was looked at, so that what came due while the server was down is known. Times that went by are one run.
/// </summary>
public sealed partial class Scheduler : IAsyncDisposable
{
    /// <summary>What is later than this was missed.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromMinutes(1);

    /// <summary>The clock may have been set, or the machine have slept: it is looked at this often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly ResourceEditor _editor;
    private readonly IResourceStore _resources;
    private readonly IScheduleStore _store;
    private readonly RunService _runs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<FlowId> _changed = new();
    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<FlowId, Entry> _entries = [];
    private Task _work = Task.CompletedTask;
    private long _lookedAt;

    public Scheduler(
        ResourceEditor editor,
        IResourceStore resources,
        IScheduleStore store,
        RunService runs,
        TimeProvider time,
        ILogger<Scheduler> log)
    {
        _editor = editor;
        _resources = resources;
        _store = store;
        _runs = runs;
        _time = time;
        _log = log;
    }

    /// <summary>When all that was due by then had been started, for tests.</summary>
    internal DateTimeOffset LookedAt => new(Interlocked.Read(ref _lookedAt), TimeSpan.Zero);

    /// <summary>Begins to look, with what came due since the last life.</summary>
    public void Start()
    {
        _editor.Saved += Changed;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>When it returns nothing is started any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _editor.Saved -= Changed;
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private void Changed(ResourceKind kind, string id)
    {
        if (kind == ResourceKind.Flow)
        {
            _changed.Enqueue(new FlowId(id));
            _wake.Writer.TryWrite(true);
        }
    }

    private async Task WorkAsync()
    {
        var isLoaded = false;
        while (!_stop.IsCancellationRequested)
        {
            var isGood = false;
            try
            {
                if (!isLoaded)
                {
                    await LoadAsync();
                    isLoaded = true;
                }

                while (_changed.TryPeek(out var flow))
                {
                    await TakeAsync(flow, null);
                    _changed.TryDequeue(out _);
                }

                await FireAsync();
                isGood = true;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A database that is away, for example: all is tried again in a moment.
                LogFailed(_log, e);
            }

            await WaitAsync(isGood);
        }
    }

    private async Task LoadAsync()
    {
        var marks = (await _store.AllAsync(_stop.Token)).ToDictionary(m => m.Flow);
        string? cursor = null;
        do
        {
            var slice = await _resources.ListAsync(ResourceKind.Flow, new ListQuery { Limit = 200, Cursor = cursor }, _stop.Token);
            foreach (var row in slice.Data)
            {
                await TakeAsync(FlowDocument.FromRow(row), marks.GetValueOrDefault(new FlowId(row.Id)));
            }

            cursor = slice.Next;
        }
        while (cursor is not null);
    }

    private async Task TakeAsync(FlowId id, ScheduleMark? mark)
    {
        if (await _resources.FindAsync(ResourceKind.Flow, id.Value, _stop.Token) is { } row)
        {
            await TakeAsync(FlowDocument.FromRow(row), mark);
        }
        else if (_entries.Remove(id))
        {
            await _store.RemoveAsync(id, _stop.Token);
        }
    }

    /// <summary>A flow as it stands now; what came due before it had this schedule, or was switched on, was not missed.</summary>
    private async Task TakeAsync(Flow flow, ScheduleMark? mark)
    {
        if (!flow.Enabled || ScheduleDocument.Of(flow.Schedule) is not { } schedule)
        {
            if (_entries.Remove(flow.Id) || mark is not null)
            {
                await _store.RemoveAsync(flow.Id, _stop.Token);
            }

            return;
        }

        if (_entries.TryGetValue(flow.Id, out var present) && present.Schedule.Key == schedule.Key)
        {
            _entries[flow.Id] = present with { Schedule = schedule };
            return;
        }

        var times = schedule.Times();
        var at = mark?.Key == schedule.Key ? mark.At : _time.GetUtcNow();
        if (mark?.Key != schedule.Key)
        {
            await _store.SetAsync(new ScheduleMark(flow.Id, schedule.Key, at), _stop.Token);
        }

        _entries[flow.Id] = new Entry(schedule, times, times.After(at));
    }

    private async Task FireAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var (flow, entry) in _entries.Where(e => e.Value.Next <= now).ToList())
        {
            if (now - entry.Next <= LateMax || !entry.Schedule.SkipsMissed)
            {
                await StartAsync(flow);
            }

            // Noted after the start: a kill between the two starts it once more, and never not at all.
            await _store.SetAsync(new ScheduleMark(flow, entry.Schedule.Key, now), _stop.Token);
            _entries[flow] = entry with { Next = entry.Times.After(now) };
        }

        Interlocked.Exchange(ref _lookedAt, now.UtcTicks);
    }

    private async Task StartAsync(FlowId flow)
    {
        try
        {
            await _runs.TriggerAsync(flow, RunTrigger.Schedule, _stop.Token);
        }
        catch (RefusalException e)
        {
            LogRefused(_log, flow, e.Message);
        }
    }

    private async Task WaitAsync(bool isGood)
    {
        var now = _time.GetUtcNow();
        var due = _entries.Values.Select(e => e.Next).Where(n => n is not null).Min() - now;
        var wait = !isGood || due is not { } left || left > LookEvery ? LookEvery : left;
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(wait, _time);
        if (_time.GetUtcNow() - now >= wait)
        {
            // The clock moved on before the timer stood.
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time, or the server stops.
        }
    }

    private sealed record Entry(Schedule Schedule, CronTimes Times, DateTimeOffset? Next);

    [LoggerMessage(20, LogLevel.Error, "The schedules could not be looked at; they are looked at again")]
    private static partial void LogFailed(ILogger log, Exception failure);

    [LoggerMessage(21, LogLevel.Warning, "The schedule of flow {Flow} could not start a run: {Reason}")]
    private static partial void LogRefused(ILogger log, FlowId flow, string reason);
}
