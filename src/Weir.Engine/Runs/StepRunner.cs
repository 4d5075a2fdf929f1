using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Takes one record through one step.</summary>
internal sealed class StepRunner(RunContext context, OnlyOnce once, RowFiles rows)
{
    /// <summary>The largest body of one request, in bytes.</summary>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    public ValueTask<StepOutcome> RunAsync(PageWork page, RecordState record, int step)
    {
        var attempts = record.Origin.Step == step ? record.Origin.Attempts : 0;
        return context.Plan.Steps[step] switch
        {
            LookupPlan lookup => LookupAsync(lookup, record, step, attempts),
            SendPlan send => SendAsync(send, page, record, step, attempts),
            RowPlan row => ValueTask.FromResult(Format(row, page, record, step)),
            var other => throw new InvalidOperationException($"No runner for {other.GetType().Name}."),
        };
    }

    private async ValueTask<StepOutcome> LookupAsync(LookupPlan plan, RecordState record, int step, int attempts)
    {
        using var call = plan.Call.Prepare(record.Current, default, context.Variables, null);
        var sent = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark, attempts);
        return Conclude(plan, plan.Call, record, sent);
    }

    private async ValueTask<StepOutcome> SendAsync(
        SendPlan plan, PageWork page, RecordState record, int step, int attempts)
    {
        var key = SendKey.Of(plan, record, context.Variables);
        if (plan.Repeat == RepeatRule.Never)
        {
            return await SendOnceAsync(plan, page, record, step, key);
        }

        // Where an order is kept, what was delivered before a kill may have been followed since.
        if (plan.OrderKey is not null && await once.RecallAsync(plan, page, record, key.Identity) is { } recalled)
        {
            return recalled;
        }

        using var call = Prepare(plan, record, key.Key);
        var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark, attempts);
        return Conclude(plan, plan.Call, record, dispatched);
    }

    private async ValueTask<StepOutcome> SendOnceAsync(
        SendPlan plan, PageWork page, RecordState record, int step, SendKey key)
    {
        if (await once.RecallAsync(plan, page, record, key.Identity) is { } recalled)
        {
            return recalled;
        }

        using var call = Prepare(plan, record, key.Key);
        var intent = await once.BeginAsync(plan, page, key.Identity);
        Dispatched sent;
        try
        {
            sent = await context.SendAsync(plan, step, call, RepeatRule.Never, mayPark: false, 0);
        }
        catch (Exception e) when (once.ProvesUnsent(e))
        {
            await once.NoteUnsentAsync(intent);
            throw;
        }

        var outcome = OnlyOnce.UnknownOf(sent.Answer.Fault) is { } unknown
            ? DropAnswer(sent, StepOutcome.Failed(unknown))
            : Conclude(plan, plan.Call, record, sent);
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

    private StepOutcome Conclude(CallPlan plan, IRecordCall call, RecordState record, Dispatched dispatched)
    {
        using var answer = dispatched.Answer;
        if (dispatched.ParkUntil is { } until)
        {
            return new StepOutcome(answer.Fault, until, dispatched.Attempts);
        }

        RunFailedException.ThrowIfEndless(answer.Fault);
        if (answer.Fault is { } fault)
        {
            return StepOutcome.Failed(fault);
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

    private PreparedCall Prepare(SendPlan plan, RecordState record, string key)
    {
        if (plan.Mapping is null)
        {
            return plan.Call.Prepare(
                record.Current,
                System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(record.Current),
                context.Variables,
                key);
        }

        using var body = new PooledBuffer(BodyBytesMax);
        plan.Mapping.Write(record.Current, context.Variables, body);
        return plan.Call.Prepare(record.Current, body.Span, context.Variables, key);
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

            using var mapped = new PooledBuffer(BodyBytesMax);
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
