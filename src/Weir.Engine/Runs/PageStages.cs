using Weir.Engine.Runs.Batches;
using Weir.Engine.Runs.Jobs;
using Weir.Engine.Runs.Lookups;
using Weir.Engine.Runs.Orders;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs;

/// <summary>
/// A page is worked on in stages: first each of its records by itself; then, whenever all have come to their outcome or to
/// a step that holds them, what the lowest of these steps does with several at once, and those records further on.
/// </summary>
internal sealed class PageStages(
    RunContext context,
    WorkQueue work,
    RecordPipeline pipeline,
    LookupGroups lookups,
    BatchRunner batches,
    JobGroups jobs,
    OrderGate orders)
{
    /// <summary>Begins the page's next stage; false when there is none, and the page is done. One caller a page.</summary>
    public bool Next(PageWork page)
    {
        var goingOn = page.Held.TakeGoingOn();
        if (goingOn.Count > 0)
        {
            Begin(page, [.. goingOn.Select(r => (Func<ValueTask>)(() => pipeline.GoOnAsync(page, r.Record, r.Turn)))]);
            return true;
        }

        var lowest = page.Held.TakeLowest();
        orders.Pass(page, lowest?.Step ?? int.MaxValue);
        if (lowest is not var (step, records))
        {
            return false;
        }

        switch (context.Plan.Steps[step])
        {
            case LookupPlan:
                Begin(page, lookups.Cut(page, step, records));
                break;
            case SendPlan { OrderKey: not null }:
                orders.Come(page, step, records);
                break;
            case SendPlan { Jobs: not null }:
                Begin(page, jobs.Cut(page, step, records));
                break;
            case SendPlan plan:
                Begin(
                    page,
                    [
                        .. BatchCut.Of(page, step, records, plan.BatchSize)
                            .Select(b => (Func<ValueTask>)(() => batches.RunAsync(page, step, b))),
                    ]);
                break;
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} holds no records.");
        }

        return true;
    }

    private void Begin(PageWork page, IReadOnlyList<Func<ValueTask>> tasks)
    {
        page.Begin(tasks.Count);
        work.Again(page, tasks);
    }
}
