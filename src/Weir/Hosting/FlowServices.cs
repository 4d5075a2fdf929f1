using Weir.Engine.Alerts;
using Weir.Engine.Configuration;
using Weir.Engine.Dashboard;
using Weir.Engine.Errors;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Previews;
using Weir.Engine.Retention;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Engine.Schedules;

namespace Weir.Hosting;

/// <summary>What moves records: exports, imports, flows, their runs and errors.</summary>
internal static class FlowServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ExportService>();
        services.AddSingleton<ImportService>();
        services.AddSingleton<FlowService>();
        services.AddSingleton<MarkService>();
        services.AddSingleton<PreviewSender>();
        services.AddSingleton(provider =>
        {
            var runs = provider.GetRequiredService<RunServices>();
            return new PreviewKeys(runs.Turns, runs.Made, runs.Time);
        });
        services.AddSingleton<ExportPreview>();
        services.AddSingleton<ImportPreview>();
        services.AddSingleton<StepPreview>();
        services.AddSingleton<ErrorService>();
        services.AddSingleton(provider => new AlertAddress(provider.GetRequiredService<WeirOptions>().PublicUrl));
        services.AddSingleton<AlertSender>();
        services.AddSingleton<AlertConditions>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertService>();
        services.AddSingleton<AlertTesting>();
        services.AddSingleton<AlertWatch>();
        services.AddSingleton<DashboardService>();
        services.AddSingleton<DraftParts>();
        services.AddSingleton<ConfigurationService>();
        services.AddSingleton<CommitQueue>();
        services.AddSingleton<PlanCompiler>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<RunService>();
        services.AddSingleton<RunLogReader>();
        services.AddSingleton<Scheduler>();
        services.AddHostedService<RunLife>();
        services.AddSingleton<RetentionSweep>();
        services.AddHostedService<RetentionLife>();
    }

    /// <summary>Goes on with interrupted runs and starts what is due when the server starts, and stops all of them in order with it.</summary>
    private sealed class RunLife(RunService runs, Scheduler scheduler, AlertWatch alerts) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await runs.ResumeAsync(cancellationToken);
            scheduler.Start();
            alerts.Start();
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await alerts.DisposeAsync();
            await scheduler.DisposeAsync();
            await runs.DisposeAsync();
        }
    }
}
