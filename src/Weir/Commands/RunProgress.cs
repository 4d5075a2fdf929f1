using Spectre.Console;
using Weir.Engine.Connections;
using Weir.Engine.Runs;

namespace Weir.Commands;

/// <summary>Follows a run to its end: a live bar on a terminal, plain lines in a pipe.</summary>
/// <param name="client">The server.</param>
/// <param name="connections">Ids of connections whose slots are shown.</param>
/// <param name="total">How many records there are; null where nobody knows.</param>
/// <param name="time">The clock.</param>
internal sealed class RunProgress(
    ApiClient client, IReadOnlyList<string> connections, long? total, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>In a pipe at most two lines a second are printed.</summary>
    private static readonly TimeSpan LineInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>While nothing moves a line now and then says that it is still there.</summary>
    private static readonly TimeSpan QuietInterval = TimeSpan.FromSeconds(10);

    private const int BarColumns = 26;

    private readonly RunMeter _meter = new(time);

    /// <summary>Nothing is shown: standard output is for the result alone.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The run as it ended.</summary>
    public Task<RunView> FollowAsync(RunView run, CancellationToken stop) => IsQuiet
        ? LookAsync(run, (_, _) => { }, stop)
        : Output.IsLive ? FollowLiveAsync(run, stop) : FollowInLinesAsync(run, stop);

    private static bool IsActive(RunView run) =>
        run.Status is Model.RunStatus.Queued or Model.RunStatus.Running or Model.RunStatus.Paused;

    private Task<RunView> FollowLiveAsync(RunView run, CancellationToken stop) => AnsiConsole.Progress()
        .AutoClear(false)
        .Columns(new ProgressBarColumn { Width = BarColumns }, new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            var bar = context.AddTask("starting", maxValue: Math.Max(1, total ?? 1));
            bar.IsIndeterminate = total is null;
            var ended = await LookAsync(run, (now, reading) =>
            {
                bar.Description = Markup.Escape(WithPause(reading.Words, now));
                bar.Value = total is null ? 0 : Math.Min(reading.Done, bar.MaxValue);
            }, stop);
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
            bar.StopTask();
            return ended;
        });

    private Task<RunView> FollowInLinesAsync(RunView run, CancellationToken stop)
    {
        RunReading? last = null;
        RunNoteView? pause = null;
        return LookAsync(run, (now, reading) =>
        {
            var moved = last is null || reading.Done != last.Done || reading.SlotsInUse != last.SlotsInUse;
            var turned = now.Pause != pause;
            if (last is null || turned || reading.Elapsed - last.Elapsed >= (moved ? LineInterval : QuietInterval) || !IsActive(now))
            {
                Console.Out.WriteLine(WithPause(reading.Line, now));
                Console.Out.Flush();
                (last, pause) = (reading, now.Pause);
            }
        }, stop);
    }

    private static string WithPause(string words, RunView run) =>
        run.Pause is not { } pause ? words
        : pause.Code == Model.ErrorCodes.Offline
            ? $"{words}  paused: {pause.Message} When it is mended, 'weir connections test NAME' lets the run go on."
            : $"{words}  paused: {pause.Message}";

    private async Task<RunView> LookAsync(
        RunView run, Action<RunView, RunReading> show, CancellationToken stop)
    {
        using var looks = new PeriodicTimer(LookInterval, time);
        while (true)
        {
            run = await client.GetAsync($"/v1/runs/{run.Id}", RunJson.Default.RunView, stop);
            show(run, _meter.Read(run, await PoolsAsync(stop)));
            if (!IsActive(run))
            {
                return run;
            }

            await looks.WaitForNextTickAsync(stop);
        }
    }

    private async Task<IReadOnlyList<TrafficView>> PoolsAsync(CancellationToken stop)
    {
        var pools = new Dictionary<string, TrafficView>(StringComparer.Ordinal);
        foreach (var connection in connections)
        {
            var traffic = await client.GetAsync(
                $"/v1/connections/{connection}/traffic", ConnectionJson.Default.TrafficView, stop);
            pools[traffic.Pool] = traffic;
        }

        return [.. pools.Values];
    }
}
