using Weir.Engine.Errors;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Dashboard;

/// <summary>Reads what the first page shows, in few questions however many flows, runs and errors there are.</summary>
public sealed class DashboardService(
    IRunStore runs, RunService atWork, IErrorStore errors, IHourStore hours, ResourceEditor resources, Governor.Governor governor, TimeProvider time)
{
    public const int DaysMax = 7;

    private const int FlowsMax = 1000;

    private const int BusiestMax = 50;

    /// <param name="integration">Only its flows; null: all.</param>
    /// <param name="days">So many days of hours, 1 to 7.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DashboardView> ReadAsync(IntegrationId? integration, int days, CancellationToken cancellationToken)
    {
        if (days is < 1 or > DaysMax)
        {
            throw RefusalException.Invalid("days", $"must be a whole number from 1 to {DaysMax}");
        }

        if (integration is { } one)
        {
            await resources.GetAsync(ResourceKind.Integration, one.Value, cancellationToken);
        }

        // The hour that runs is one of them.
        var since = time.GetUtcNow().AddDays(-days).AddHours(1);
        var last = await runs.LastOfFlowsAsync(FlowsMax, integration, cancellationToken);
        var open = await errors.CountOpenAsync(FlowsMax, integration, cancellationToken);
        var worked = await hours.SinceAsync(since, integration, cancellationToken);
        return new DashboardView
        {
            LastRuns = [.. last.Select(atWork.Now)],
            OpenErrors = [.. open.Select(flow => new OpenErrorsView(flow.Flow.Value, flow.Count))],
            Busiest = [.. governor.Busiest(BusiestMax).Select(id => id.Value)],
            Hours = [.. worked.Select(hour => new HourView(hour.At, hour.Records, hour.Errors))],
        };
    }
}
