using System.Collections.Concurrent;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>What runs wait for, before they begin and while they are at work.</summary>
internal sealed class RunWaits(RunServices services, ConcurrentDictionary<RunId, ActiveRun> active)
{
    public async Task<IReadOnlyList<RunWait>> OfAsync(Run run, CancellationToken cancellationToken)
    {
        if (active.TryGetValue(run.Id, out var own))
        {
            return AtWork(own);
        }

        return run is { IsWaiting: true, IsActive: true } ? await InQueueAsync(run, cancellationToken) : [];
    }

    public IReadOnlyList<RunWait> AtWork(ActiveRun run) =>
        TakesTurns(run.Now) && run.Now.Status == RunStatus.Queued ? ForTurn(run.Now) : WhileAtWork(run);

    /// <summary>Retries of a flow are at work one at a time.</summary>
    private static bool TakesTurns(Run run) => run is { Trigger: RunTrigger.Retry, Resolves: null };

    private static IReadOnlyList<RunWait> Behind(RunId run, int count) =>
        [new RunWait { Reason = WaitReason.Run, Run = run, Count = count }];

    private IReadOnlyList<RunWait> ForTurn(Run run)
    {
        // Ids are in the order in which runs were made, and that is the order of the turns.
        var before = Of(run.Flow)
            .Where(r => TakesTurns(r) && r.Id != run.Id)
            .Where(r => r.Status != RunStatus.Queued || string.CompareOrdinal(r.Id.Value, run.Id.Value) < 0)
            .OrderBy(r => r.Status == RunStatus.Queued).ThenBy(r => r.Id.Value, StringComparer.Ordinal)
            .Select(r => r.Id).ToList();
        return before.Count == 0 ? [] : Behind(before[0], before.Count);
    }

    private List<RunWait> WhileAtWork(ActiveRun run)
    {
        if (run.AtWork is not var (context, nextAttempt))
        {
            return [];
        }

        var waits = new List<RunWait>(services.Governor.WaitsOf(context.Plan.Flow, context.Plan.Connections));
        waits.AddRange(services.Turns.Before(run.Stored.Id).Select(connection => new RunWait
        {
            Reason = WaitReason.Record,
            Connection = connection,
            Message = services.Governor.BlockageOf(connection)?.Reason,
        }));
        waits.AddRange(context.Jobs.Waits);
        if (nextAttempt > services.Time.GetUtcNow())
        {
            waits.Add(new RunWait { Reason = WaitReason.Attempt, Until = nextAttempt });
        }

        return waits;
    }

    private async Task<IReadOnlyList<RunWait>> InQueueAsync(Run run, CancellationToken cancellationToken)
    {
        var waiting = await services.Store.WaitingAsync(run.Flow, cancellationToken);
        var before = Of(run.Flow).Where(r => r.Trigger != RunTrigger.Retry)
            .Concat(waiting.TakeWhile(w => w.Id != run.Id))
            .Select(r => r.Id).Distinct().ToList();
        return before.Count == 0 ? [] : Behind(before[0], before.Count);
    }

    private IEnumerable<Run> Of(FlowId flow) =>
        active.Values.Select(a => a.Stored).Where(r => r.Flow == flow && r.IsActive);
}
