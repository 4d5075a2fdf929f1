using Weir.Storage;

namespace Weir.Hosting;

/// <summary>Says when the database is away and when it is back, and stops the server when it may no longer write.</summary>
internal sealed partial class DatabaseWatch(
    DatabaseStores stores, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DatabaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        stores.BeginStop();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var wasAway = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (stores.Lost.IsCompleted)
            {
                lifetime.StopApplication();
                return;
            }

            if (stores.IsAway != wasAway)
            {
                wasAway = !wasAway;
                (wasAway ? (Action<string>)LogAway : LogBack)(stores.Name);
            }
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "The {Database} is away; runs stand still until it is back")]
    private partial void LogAway(string database);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "The {Database} is back; runs go on")]
    private partial void LogBack(string database);
}
