using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Lookups;

/// <summary>
/// Answers the lookups of one page together where the application takes several in one request. What is known already is
/// not asked, and what several records ask for is asked once. An answer is the same as if each record had asked alone.
/// </summary>
internal sealed class LookupGroups(RunContext context, StepRunner steps, LookupCache cache, RecordPipeline pipeline)
{
    /// <summary>What is to be done for the records of a page that came to the step: each of them is in one task.</summary>
    public IReadOnlyList<Func<ValueTask>> Cut(PageWork page, int step, IReadOnlyList<RecordState> records)
    {
        var plan = (LookupPlan)context.Plan.Steps[step];
        var lookup = (IGroupCall)plan.Call;
        var place = new LookupPlace(plan, page, step);
        Dictionary<string, LookupAsk> asks = new(StringComparer.Ordinal);
        List<Func<ValueTask>> tasks = [];
        foreach (var record in records)
        {
            try
            {
                var call = lookup.Prepare(record.Current, default, context.Variables, null);
                var key = $"{plan.Id}\n{call.ReadKey}";
                if (cache.Find(key) is { } known)
                {
                    call.Dispose();
                    tasks.Add(() => LandAsync(place, record, known));
                }
                else if (asks.TryGetValue(key, out var ask))
                {
                    call.Dispose();
                    ask.Records.Add(record);
                }
                else
                {
                    asks.Add(key, new LookupAsk(key, call, [record]));
                }
            }
            catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
            {
                tasks.Add(() => LandAsync(place, record, new LookupAnswer(StepOutcome.Failed(fault), default)));
            }
        }

        foreach (var alike in asks.Values.GroupBy(a => lookup.GroupOf(a.Call)))
        {
            tasks.AddRange(alike.Chunk(alike.Key is null ? 1 : lookup.GroupMax)
                .Select(asked => (Func<ValueTask>)(() => AskAsync(place, lookup, asked))));
        }

        return tasks;
    }

    private async ValueTask AskAsync(LookupPlace place, IGroupCall lookup, IReadOnlyList<LookupAsk> asks)
    {
        var left = new Queue<RecordState>(asks.SelectMany(a => a.Records));
        try
        {
            var answers = asks is [var one] ? [await AloneAsync(place, one)] : await TogetherAsync(place, lookup, asks);
            foreach (var (ask, answer) in asks.Zip(answers))
            {
                cache.Keep(ask.Key, answer);
                foreach (var record in ask.Records)
                {
                    await LandAsync(place, record, answer);
                    left.Dequeue();
                }
            }
        }
        finally
        {
            // What has no outcome when the run stops: a resume does it again.
            foreach (var record in left)
            {
                pipeline.Tear(place.Page, record, place.Step);
            }

            foreach (var ask in asks)
            {
                ask.Call.Dispose();
            }
        }
    }

    private async Task<IReadOnlyList<LookupAnswer>> TogetherAsync(
        LookupPlace place, IGroupCall lookup, IReadOnlyList<LookupAsk> asks)
    {
        IReadOnlyList<PreparedCall> calls = [.. asks.Select(a => a.Call)];
        using var call = lookup.Together(calls);
        Fault? fault;
        try
        {
            var dispatched = await context.SendAsync(place.Plan, place.Step, call, RepeatRule.Always, mayPark: false, 0);
            foreach (var record in dispatched.Repeated is null ? [] : asks.SelectMany(a => a.Records))
            {
                context.Log.Repeated(place.Page, place.Plan.Id, record.TraceKey, dispatched.Repeated);
            }

            using var answer = dispatched.Answer;
            RunFailedException.ThrowIfEndless(answer.Fault);
            fault = answer.Fault;
            if (fault is null)
            {
                var reading = lookup.ReadTogether(calls, answer);
                fault = reading.Fault;
                if (fault is null)
                {
                    return [.. reading.Values.Select(v => new LookupAnswer(StepOutcome.Passed, v))];
                }
            }
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is not null)
        {
            fault = RecordOutcomes.FaultFrom(e);
        }

        // One that is refused must not fail the others: each is asked for by itself.
        return fault!.Kind == FaultKind.Rejected
            ? await Task.WhenAll(asks.Select(a => AloneAsync(place, a)))
            : [.. asks.Select(_ => new LookupAnswer(StepOutcome.Failed(fault), default))];
    }

    private async Task<LookupAnswer> AloneAsync(LookupPlace place, LookupAsk ask)
    {
        try
        {
            // Parked, a record would come back to this step as if it had never been counted here.
            return await steps.AskAsync(place.Plan, place.Page, ask.Records[0], place.Step, ask.Call, mayPark: false, 0);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return new LookupAnswer(StepOutcome.Failed(fault), default);
        }
    }

    private ValueTask LandAsync(LookupPlace place, RecordState record, LookupAnswer answer)
    {
        pipeline.Land(place.Page, record, place.Step, answer.PutInto(record, place.Plan.Into));
        return ValueTask.CompletedTask;
    }

    /// <summary>Where all of this happens.</summary>
    private sealed record LookupPlace(LookupPlan Plan, PageWork Page, int Step);

    /// <summary>One request and the records that ask for its answer.</summary>
    private sealed record LookupAsk(string Key, PreparedCall Call, List<RecordState> Records);
}
