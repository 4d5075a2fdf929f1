using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Runs.Logs;

/// <summary>Shows logs of runs, with the secrets of the flow's connections masked in what came from records. // Promise 5</summary>
public sealed class RunLogReader(
    IRunStore runs, IResourceStore resources, ILiveConnections connections, AdaptorSet adaptors)
{
    /// <summary>
    /// What happened to a run and its records, as far as it is written down: in the order of writing, which for one record is
    /// that of its steps. Refusal: <c>not_found</c>.
    /// </summary>
    public async Task<Slice<RunLogView>> ListAsync(
        RunLogQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(query.Run, cancellationToken) ?? throw RefusalException.NotFound("run", query.Run.Value);
        var mask = await new RunMasks(runs, resources, connections, adaptors).OfAsync(run.Id, run.Flow, cancellationToken);
        var slice = await runs.LogAsync(query, limit, cursor, cancellationToken);
        return new Slice<RunLogView>([.. slice.Data.Select(e => RunLogView.Of(e, mask))], slice.Next);
    }
}
