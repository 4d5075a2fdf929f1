using Weir.Engine.Errors;
using Weir.Engine.Runs;

namespace Weir.Engine.Dashboard;

/// <summary>Reads what the first page shows, in two questions however many flows, runs and errors there are.</summary>
public sealed class DashboardService(IRunStore runs, IErrorStore errors)
{
    private const int FlowsMax = 1000;

    public async Task<DashboardView> ReadAsync(CancellationToken cancellationToken)
    {
        var last = await runs.LastOfFlowsAsync(FlowsMax, cancellationToken);
        var open = await errors.CountOpenAsync(FlowsMax, cancellationToken);
        return new DashboardView
        {
            LastRuns = [.. last.Select(RunView.Of)],
            OpenErrors = [.. open.Select(flow => new OpenErrorsView(flow.Flow.Value, flow.Count))],
        };
    }
}
