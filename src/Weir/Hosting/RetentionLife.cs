using Weir.Engine.Retention;

namespace Weir.Hosting;

/// <summary>Drops runs, logs and resolved errors that were kept long enough, soon after the start and once an hour.</summary>
internal sealed partial class RetentionLife(RetentionSweep sweep, TimeProvider time, ILogger<RetentionLife> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Runs that go on after the start come first.
        await Task.Delay(First, time, stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await sweep.SweepAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // Tried again in an hour: keeping too much harms nobody.
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "What was kept long enough could not be dropped")]
    private partial void LogFailed(Exception failed);
}
