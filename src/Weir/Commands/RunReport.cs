using System.Globalization;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Commands;

/// <summary>What a command says of the runs that it started.</summary>
internal static class RunReport
{
    /// <summary>
    /// Prints the runs, at once or, where it should wait, as they ended. A run that failed or left records in the errors is
    /// the command's failure.
    /// </summary>
    public static async Task<int> FinishAsync(
        ApiClient client, IReadOnlyList<RunView> runs, bool wait, bool json, CancellationToken stop)
    {
        List<FlowParts> parts = [];
        foreach (var run in runs)
        {
            parts.Add(wait && !json ? await FlowParts.OfAsync(client, run.Flow, stop) : FlowParts.None);
        }

        if (wait)
        {
            runs = await FollowAsync(client, runs, parts, json, stop);
        }

        if (json && runs is [var only])
        {
            Output.Json(only, RunJson.Default.RunView);
        }
        else if (json)
        {
            Output.Json(runs, RunJson.Default.RunView);
        }
        else
        {
            foreach (var (run, part) in runs.Zip(parts))
            {
                Print(run, part);
            }
        }

        return runs.Select(Failure).FirstOrDefault(f => f is not null) is { } failure
            ? throw new CommandFailedException(failure)
            : CommandLine.Succeeded;
    }

    /// <summary>Null when every record is where it should be, or the run is still under way.</summary>
    private static string? Failure(RunView run)
    {
        var errors = run.Steps.Sum(s => s.Error);
        return run switch
        {
            { Status: RunStatus.Failed } =>
                $"The run {run.Id} failed ({run.Error?.Code}): {run.Error?.Message}",
            { Status: RunStatus.Cancelled } => $"The run {run.Id} was cancelled.",
            { Status: RunStatus.Completed } when errors > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"{errors:N0} {(errors == 1 ? "record is" : "records are")} in the errors; 'weir errors list' shows why."),
            _ => null,
        };
    }

    private static async Task<IReadOnlyList<RunView>> FollowAsync(
        ApiClient client, IReadOnlyList<RunView> runs, IReadOnlyList<FlowParts> parts, bool json, CancellationToken stop)
    {
        List<RunView> ended = [];
        foreach (var (run, part) in runs.Zip(parts))
        {
            var progress = new RunProgress(client, part.Connections, null, TimeProvider.System) { IsQuiet = json };
            try
            {
                ended.Add(await progress.FollowAsync(run, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                throw new CommandFailedException($"Stopped waiting; the run {run.Id} goes on.");
            }
        }

        return ended;
    }

    private static void Print(RunView run, FlowParts parts)
    {
        if (run.EndedAt is not { } end)
        {
            Console.Out.WriteLine($"The run {run.Id} is {run.Status.ToString().ToLowerInvariant()}.");
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The run {run.Id} is {run.Status.ToString().ToLowerInvariant()} after {(end - run.StartedAt).TotalSeconds:0.0} s."));
        Output.Table(
            "",
            ["STEP", "NAME", "READ", "SUCCESS", "ERROR", "IGNORED", "REQUESTS"],
            [.. run.Steps.Select(s => new[] { s.Id, parts.Names.GetValueOrDefault(s.Id, ""), $"{s.Read}", $"{s.Success}", $"{s.Error}", $"{s.Ignored}", $"{s.Requests}" })]);
    }
}
