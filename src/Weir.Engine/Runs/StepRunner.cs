using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Finding;
using Weir.Engine.Runs.Jobs;
using Weir.Engine.Runs.Lookups;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Takes one record through one step.</summary>
internal sealed class StepRunner(RunContext context, OnlyOnce once, RowFiles rows, LookupCache lookups)
{
    private readonly FindingRunner _finding = new(context, once, new RecordFinder(context));
    private readonly JobRunner _jobs = new(context, once);

    public ValueTask<StepOutcome> RunAsync(PageWork page, RecordState record, int step)
    {
        var attempts = record.Origin.Step == step ? record.Origin.Attempts : 0;
        return context.Plan.Steps[step] switch
        {
            LookupPlan lookup => LookupAsync(lookup, page, record, step, attempts),
            SendPlan send => SendAsync(send, page, record, step, attempts),
            RowPlan row => ValueTask.FromResult(Format(row, page, record, step)),
            var other => throw new InvalidOperationException($"No runner for {other.GetType().Name}."),
        };
    }

    private async ValueTask<StepOutcome> LookupAsync(
        LookupPlan plan, PageWork page, RecordState record, int step, int attempts)
    {
        using var call = plan.Call.Prepare(record.Current, default, context.Variables, null);
        var answer = call.ReadKey is { } key
            ? await lookups.GetAsync(
                $"{plan.Id}\n{key}", () => AskAsync(plan, page, record, step, call, MayPark, attempts), context.Stop)
            : await AskAsync(plan, page, record, step, call, MayPark, attempts);
        return answer.PutInto(record, plan.Into);
    }

    /// <summary>Asks for one record, until there is an outcome.</summary>
    public async ValueTask<LookupAnswer> AskAsync(
        LookupPlan plan, PageWork page, RecordState record, int step, PreparedCall call, bool mayPark, int attempts)
    {
        var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, mayPark, attempts);
        context.Log.Repeated(page, plan.Id, record.TraceKey, dispatched.Repeated);
        using var answer = dispatched.Answer;
        if (Refusal(dispatched) is { } refusal)
        {
            return new LookupAnswer(refusal, default);
        }

        if (plan.Into is null)
        {
            return new LookupAnswer(StepOutcome.Passed, default);
        }

        var reading = plan.Call.Read(answer);
        using var owner = reading.Owner;
        return reading.Fault is { } unread
            ? new LookupAnswer(StepOutcome.Failed(unread), default)
            : new LookupAnswer(
                StepOutcome.Passed, reading.Value.ValueKind == JsonValueKind.Undefined ? default : reading.Value.Clone());
    }

    /// <summary>Why an answer is none; null where it is one.</summary>
    private static StepOutcome? Refusal(Dispatched dispatched)
    {
        if (dispatched.ParkUntil is { } until)
        {
            return new StepOutcome(dispatched.Answer.Fault, until, dispatched.Attempts);
        }

        RunFailedException.ThrowIfEndless(dispatched.Answer.Fault);
        return dispatched.Answer.Fault is { } fault ? StepOutcome.Failed(fault) : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StepOutcome> SendAsync(
        SendPlan plan, PageWork page, RecordState record, int step, int attempts)
    {
        var key = SendKey.Of(plan, record, context.Variables);
        if (_finding.Takes(plan, record))
        {
            return await FindingAsync(plan, page, record, step, key);
        }

        // In an order it comes here, too: what was only begun has not passed.
        var part = plan.Call is IJobCall { JobMin: 1 } ? PartOf(plan, record) : null;
        if (plan.Repeat == RepeatRule.Never && part is null)
        {
            return await SendOnceAsync(plan, page, record, step, key);
        }

        // Where an order is kept, what was delivered before a kill may have been followed since.
        if (plan.OrderKey is not null && plan.Repeat == RepeatRule.Always && await once.RecallAsync(plan, record, key.Identity) is { } recalled)
        {
            return recalled;
        }

        if (part is not null)
        {
            var item = new JobItem(record, key, part);
            await _jobs.RunAsync(new JobPlace(plan, (IJobCall)plan.Call, page, step), [item]);
            return item.Outcome!.Value;
        }

        using var call = Prepare(plan, record, key.Key);
        // Parked, a record that was held would come back to this step as if it had never been counted here.
        var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark && !plan.Holds, attempts);
        context.Log.Repeated(page, plan.Id, record.TraceKey, dispatched.Repeated);
        return Conclude(plan, plan.Call, record, dispatched);
    }

    private ValueTask<StepOutcome> FindingAsync(SendPlan plan, PageWork page, RecordState record, int step, SendKey key) =>
        _finding.RunAsync(plan, new FindingWork(
            page,
            record,
            step,
            key,
            () => Prepare(plan, record, key.Key),
            (sent, sentAt) => sentAt is { } at ? ConcludeSent(plan, record, sent, at) : Conclude(plan, plan.Call, record, sent)));

    private async ValueTask<StepOutcome> SendOnceAsync(
        SendPlan plan, PageWork page, RecordState record, int step, SendKey key)
    {
        if (await once.RecallAsync(plan, record, key.Identity) is { } recalled)
        {
            return recalled;
        }

        using var call = Prepare(plan, record, key.Key);
        var intent = await once.BeginAsync(plan, record, key.Identity, record.SentAt(step));
        StepOutcome outcome;
        try
        {
            var sent = await context.SendAsync(plan, step, call, RepeatRule.Never, mayPark: false, 0);
            context.Log.Repeated(page, plan.Id, record.TraceKey, sent.Repeated);
            outcome = OnlyOnce.UnknownOf(sent.Answer.Fault, intent.SentAt) is { } unknown
                ? DropAnswer(sent, StepOutcome.Failed(unknown))
                : ConcludeSent(plan, record, sent, intent.SentAt);
        }
        catch (Exception e) when (once.ProvesUnsent(e))
        {
            await once.NoteUnsentAsync(record, intent);
            throw;
        }

        await once.SettleAsync(plan, record, intent, outcome);
        return outcome;
    }

    /// <summary>A record holds its place where an order is kept, which parking would change.</summary>
    private bool MayPark => context.Retry is null && !context.KeepsOrder && !context.Plan.HasOrder;

    private static StepOutcome DropAnswer(Dispatched dispatched, StepOutcome outcome)
    {
        dispatched.Answer.Dispose();
        return outcome;
    }

    /// <summary>What cannot be read from the answer to what was taken is the record's error, but it has arrived. // Promise 2</summary>
    private StepOutcome ConcludeSent(SendPlan plan, RecordState record, Dispatched sent, DateTimeOffset sentAt)
    {
        var wasTaken = sent.Answer.Fault is null;
        StepOutcome outcome;
        try
        {
            outcome = Conclude(plan, plan.Call, record, sent);
        }
        catch (Exception e) when (wasTaken && RecordOutcomes.FaultFrom(e) is { } fault)
        {
            outcome = StepOutcome.Failed(fault);
        }

        return wasTaken && outcome.Fault is { } unread ? StepOutcome.Failed(unread with { SentAt = sentAt }) : outcome;
    }

    private StepOutcome Conclude(CallPlan plan, IRecordCall call, RecordState record, Dispatched dispatched)
    {
        using var answer = dispatched.Answer;
        if (Refusal(dispatched) is { } refusal)
        {
            return refusal;
        }

        if (plan.Into is null)
        {
            return StepOutcome.Passed;
        }

        var reading = call.Read(answer);
        using var owner = reading.Owner;
        if (reading.Fault is { } unread)
        {
            return StepOutcome.Failed(unread);
        }

        record.Put(plan.Into, reading.Value);
        return StepOutcome.Passed;
    }

    /// <summary>The record's part in a job; null where it can have none. Throws as a mapping does.</summary>
    private JobPart? PartOf(SendPlan plan, RecordState record)
    {
        using var body = new MappedRecord(plan.Mapping, record, context.Variables);
        return ((IJobCall)plan.Call).PartOf(record.Current, body.Json, context.Variables) is { Change: not null } part ? part : null;
    }

    private PreparedCall Prepare(SendPlan plan, RecordState record, string key)
    {
        using var body = new MappedRecord(plan.Mapping, record, context.Variables);
        return plan.Call.Prepare(record.Current, body.Json, context.Variables, key);
    }

    private StepOutcome Format(RowPlan plan, PageWork page, RecordState record, int step)
    {
        var into = page.NewRows(step, record.Index);
        try
        {
            if (plan.Mapping is null)
            {
                rows.Writer(step).Format(record.Current, into);
                return StepOutcome.Passed;
            }

            using var mapped = new PooledBuffer(MappedRecord.BytesMax);
            plan.Mapping.Write(record.Current, context.Variables, mapped);
            using var document = JsonDocument.Parse(mapped.Memory);
            rows.Writer(step).Format(document.RootElement, into);
            return StepOutcome.Passed;
        }
        catch
        {
            page.DropRows(step, record.Index);
            throw;
        }
    }
}
