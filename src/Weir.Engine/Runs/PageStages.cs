using Weir.Engine.Runs.Batches;

namespace Weir.Engine.Runs;

/// <summary>
/// A page is worked on in stages: first each of its records by itself; then, whenever all have come to their outcome or to
/// a step that holds them, what the lowest of these steps does with several at once, and those records further on.
/// </summary>
internal sealed class PageStages(RunContext context, WorkQueue work, RecordPipeline pipeline, BatchRunner batches)
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

        if (page.Held.TakeLowest() is not var (step, records))
        {
            return false;
        }

        var size = ((Steps.SendPlan)context.Plan.Steps[step]).BatchSize;
        Begin(
            page,
            [.. BatchCut.Of(page, step, records, size).Select(b => (Func<ValueTask>)(() => batches.RunAsync(page, step, b)))]);
        return true;
    }

    private void Begin(PageWork page, IReadOnlyList<Func<ValueTask>> tasks)
    {
        page.Begin(tasks.Count);
        work.Again(page, tasks);
    }
}
