using System.Collections.Concurrent;
using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs.Jobs;

/// <summary>
/// Lets records of a page that get the same change leave as one job. What a job has not done is sent record by record, so each
/// of them comes to the same outcome as if it had gone alone.
/// </summary>
internal sealed class JobGroups(RunContext context, JobRunner jobs, StepRunner steps, RecordPipeline pipeline)
{
    /// <summary>Steps that begin no more jobs in this run: the application refuses them, or does not end them.</summary>
    private readonly ConcurrentDictionary<int, bool> _without = [];

    /// <summary>What is to be done for the records of a page that came to the step: each of them is in one task.</summary>
    public IReadOnlyList<Func<ValueTask>> Cut(PageWork page, int step, IReadOnlyList<RecordState> records)
    {
        var plan = (SendPlan)context.Plan.Steps[step];
        var place = new JobPlace(plan, plan.Jobs!, page, step);
        var (min, max) = (place.Call.JobMin, place.Call.JobMax);
        if (min > 1 && (context.KeepsOrder || _without.ContainsKey(step)))
        {
            return [.. records.Select(r => Alone(place, r))];
        }

        List<Func<ValueTask>> tasks = [];
        List<JobItem> items = [];
        foreach (var record in records)
        {
            try
            {
                if (PartOf(place, record) is { } part)
                {
                    items.Add(new JobItem(record, SendKey.Of(plan, record, context.Variables), part));
                }
                else
                {
                    tasks.Add(Alone(place, record));
                }
            }
            catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
            {
                tasks.Add(() => Land(place, record, StepOutcome.Failed(fault)));
            }
        }

        var cut = context.KeepsOrder ? new JobCut<JobItem>([.. items.Chunk(1)], []) : JobCut<JobItem>.Of(items, i => i.Part, min, max);
        return
        [
            .. tasks,
            .. cut.Alone.Select(same => (Func<ValueTask>)(() => InTurnAsync(place, same))),
            .. cut.Jobs.Select(group => (Func<ValueTask>)(() => TogetherAsync(place, group))),
        ];
    }

    private JobPart? PartOf(JobPlace place, RecordState record)
    {
        using var body = new MappedRecord(place.Plan.Mapping, record, context.Variables);
        return place.Call.PartOf(record.Current, body.Json, context.Variables);
    }

    private async ValueTask TogetherAsync(JobPlace place, IReadOnlyList<JobItem> items)
    {
        try
        {
            if (!_without.ContainsKey(place.Step) && !await jobs.RunAsync(place, items))
            {
                _without[place.Step] = true;
            }

            await Task.WhenAll(items.Select(async item =>
            {
                await Land(place, item.Record, item.Outcome ?? await SendAsync(place, item.Record));
                item.HasLanded = true;
            }));
        }
        finally
        {
            // What has no outcome when the run stops: a resume does it again.
            foreach (var item in items.Where(i => !i.HasLanded))
            {
                pipeline.Tear(place.Page, item.Record, place.Step);
            }
        }
    }

    private async ValueTask InTurnAsync(JobPlace place, IReadOnlyList<JobItem> items)
    {
        foreach (var item in items)
        {
            await Alone(place, item.Record)();
        }
    }

    private Func<ValueTask> Alone(JobPlace place, RecordState record) => async () =>
    {
        StepOutcome outcome;
        try
        {
            outcome = await SendAsync(place, record);
        }
        catch
        {
            pipeline.Tear(place.Page, record, place.Step);
            throw;
        }

        await Land(place, record, outcome);
    };

    private async ValueTask<StepOutcome> SendAsync(JobPlace place, RecordState record)
    {
        try
        {
            return await steps.RunAsync(place.Page, record, place.Step);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return StepOutcome.Failed(fault);
        }
    }

    private ValueTask Land(JobPlace place, RecordState record, StepOutcome outcome)
    {
        pipeline.Land(place.Page, record, place.Step, outcome);
        return ValueTask.CompletedTask;
    }
}
