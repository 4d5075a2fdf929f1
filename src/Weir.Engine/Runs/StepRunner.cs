using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Takes one record through one step.</summary>
internal sealed class StepRunner(RunContext context, IntentLog intents, RowFiles rows)
{
    /// <summary>The largest body of one request, in bytes.</summary>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    private const string Delivered = "ok";
    private const string Unsent = "unsent";

    public ValueTask<StepOutcome> RunAsync(PageWork page, int index, RecordState record, int step, PageRecord origin)
    {
        var attempts = origin.Step == step ? origin.Attempts : 0;
        return context.Plan.Steps[step] switch
        {
            LookupPlan lookup => LookupAsync(lookup, record, step, attempts),
            SendPlan send => SendAsync(send, page, record, step, attempts),
            RowPlan row => ValueTask.FromResult(Format(row, page, index, record, step)),
            var other => throw new InvalidOperationException($"No runner for {other.GetType().Name}."),
        };
    }

    private static Fault UnknownOutcome(Fault? fault) => new()
    {
        Kind = FaultKind.Unknown,
        Code = ErrorCodes.OutcomeUnknown,
        Message = fault is null
            ? "It was sent before the server was stopped, and no answer was noted. Look in the application whether it arrived."
            : $"It was sent, but whether it arrived is not known: {fault.Message}",
        HttpStatus = fault?.HttpStatus,
    };

    private async ValueTask<StepOutcome> LookupAsync(LookupPlan plan, RecordState record, int step, int attempts)
    {
        using var call = plan.Call.Prepare(record.Current, default, context.Variables, null);
        var sent = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark, attempts);
        return Conclude(plan, plan.Call, record, sent);
    }

    private async ValueTask<StepOutcome> SendAsync(
        SendPlan plan, PageWork page, RecordState record, int step, int attempts)
    {
        var key = KeyOf(plan, record);
        if (plan.Repeat == RepeatRule.Never && intents.Former(key) is { Outcome: not Unsent } former)
        {
            page.Add(page.Intents, key);
            return former.Outcome switch
            {
                Delivered => StepOutcome.Passed,
                null => StepOutcome.Failed(UnknownOutcome(null)),
                var code => StepOutcome.Failed(code, former.Message ?? code),
            };
        }

        using var call = Prepare(plan, record, key);
        if (plan.Repeat == RepeatRule.Always)
        {
            var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark, attempts);
            return Conclude(plan, plan.Call, record, dispatched);
        }

        page.Add(page.Intents, key);
        var intent = new Intent(context.Run.Id, plan.Id, key, null, null);
        await intents.BeginAsync(intent);
        Dispatched once;
        try
        {
            once = await context.SendAsync(plan, step, call, RepeatRule.Never, mayPark: false, attempts);
        }
        catch (OperationCanceledException) when (!context.Abort.IsCancellationRequested)
        {
            // A stop ends only the wait for a permit; what is under way is read to its end. So it was not sent.
            await intents.SettleAsync(intent with { Outcome = Unsent });
            throw;
        }

        var outcome = once.Answer.Fault is { NotSent: false, Kind: FaultKind.Transient or FaultKind.Unknown } lost
            ? DropAnswer(once, StepOutcome.Failed(UnknownOutcome(lost)))
            : Conclude(plan, plan.Call, record, once);
        await intents.SettleAsync(
            intent with { Outcome = outcome.Fault?.Code ?? Delivered, Message = outcome.Fault?.Message });
        return outcome;
    }

    /// <summary>A record holds its place while only one request may be under way: parking would change the order.</summary>
    private bool MayPark => context.Retry is null && !context.KeepsOrder;

    private static StepOutcome DropAnswer(Dispatched dispatched, StepOutcome outcome)
    {
        dispatched.Answer.Dispose();
        return outcome;
    }

    private StepOutcome Conclude(StepPlan plan, IRecordCall call, RecordState record, Dispatched dispatched)
    {
        using var answer = dispatched.Answer;
        if (dispatched.ParkUntil is { } until)
        {
            return new StepOutcome(answer.Fault, until, dispatched.Attempts);
        }

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

    private string KeyOf(SendPlan plan, RecordState record)
    {
        if (plan.IdempotencyKey is { } template)
        {
            return template.RenderText(record.Current, context.Variables);
        }

        var text = $"{plan.Import} {plan.Id} {record.TraceKey} {record.Fingerprint}";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    private StepOutcome Format(RowPlan plan, PageWork page, int index, RecordState record, int step)
    {
        var into = page.NewRows(step, index);
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
            page.DropRows(step, index);
            throw;
        }
    }
}
