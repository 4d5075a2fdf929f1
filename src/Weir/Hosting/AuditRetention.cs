using Weir.Engine.Audit;

namespace Weir.Hosting;

/// <summary>Drops what is too old in the audit, at the start and once a day.</summary>
internal sealed partial class AuditRetention(
    AuditTrail audit, WeirOptions options, TimeProvider time, ILogger<AuditRetention> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await audit.DropOldAsync(options.AuditKeepDays, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // Tried again tomorrow: keeping too much harms nobody.
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "The audit could not be shortened")]
    private partial void LogFailed(Exception failed);
}
