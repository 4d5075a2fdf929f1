using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Takes one record through one step.</summary>
internal sealed class StepRunner(RunContext context, IntentLog intents, RowFiles rows)
{
    /// <summary>The largest body of one request, in bytes.</summary>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    private const string Delivered = "ok";
    private const string Unsent = "unsent";

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

    private static Fault UnknownOutcome(Fault? fault) => new()
    {
        Kind = FaultKind.Unknown,
        Code = ErrorCodes.OutcomeUnknown,
        Message = fault is null
            ? "It may have been sent before the server was stopped; no answer was noted. Look in the application whether it arrived."
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
        var identity = IdentityOf(plan, record);
        var key = plan.IdempotencyKey?.RenderText(record.Current, context.Variables) ?? identity;
        if (key.Length == 0)
        {
            // An empty key would make different records one for a receiver that keeps to it.
            throw new EvaluationException(ErrorCodes.Template, "The idempotency key is empty for this record.");
        }

        if (plan.Repeat == RepeatRule.Never)
        {
            return await SendOnceAsync(plan, page, record, step, identity, key);
        }

        using var call = Prepare(plan, record, key);
        var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, MayPark, attempts);
        return Conclude(plan, plan.Call, record, dispatched);
    }

    /// <summary>What must not be repeated: its intent is durable before it leaves. // Promise 2</summary>
    private async ValueTask<StepOutcome> SendOnceAsync(
        SendPlan plan, PageWork page, RecordState record, int step, string identity, string key)
    {
        if (intents.TakeFormer(identity) is { } former)
        {
            page.Add(page.Intents, former.Key);
            if (former.Outcome != Unsent)
            {
                return await RecallAsync(plan, record, former);
            }
        }

        using var call = Prepare(plan, record, key);
        var intent = new Intent(
            context.Run.Id, plan.Id, IntentLog.KeyOf(identity, context.Services.Ids.NewValue()), null, null);
        page.Add(page.Intents, intent.Key);
        await intents.BeginAsync(intent);
        Dispatched sent;
        try
        {
            sent = await context.SendAsync(plan, step, call, RepeatRule.Never, mayPark: false, 0);
        }
        catch (Exception e) when (
            e is ConnectionGoneException || (e is OperationCanceledException && !context.Abort.IsCancellationRequested))
        {
            // A stop ends only the wait for a permit; what is under way is read to its end. So it was not sent.
            await intents.SettleAsync(intent with { Outcome = Unsent });
            throw;
        }

        var outcome = sent.Answer.Fault is { NotSent: false, Kind: FaultKind.Transient or FaultKind.Unknown } lost
            ? DropAnswer(sent, StepOutcome.Failed(UnknownOutcome(lost)))
            : Conclude(plan, plan.Call, record, sent);
        await intents.SettleAsync(await SettledAsync(plan, record, intent, outcome));
        return outcome;
    }

    /// <summary>The intent with its outcome, and with the sealed record where the answer was put into it.</summary>
    private async Task<Intent> SettledAsync(SendPlan plan, RecordState record, Intent intent, StepOutcome outcome)
    {
        if (outcome.Fault is { } fault)
        {
            return intent with { Outcome = fault.Code, Message = fault.Message };
        }

        return intent with
        {
            Outcome = Delivered,
            Message = plan.Into is null
                ? null
                : Convert.ToBase64String(await SealedRecord.SealAsync(
                    context.Services.Vault, record.Fingerprint.ToString(), record.Copy(), context.Abort)),
        };
    }

    /// <summary>What a former life of the run has done to this record here.</summary>
    private async ValueTask<StepOutcome> RecallAsync(SendPlan plan, RecordState record, Intent former)
    {
        switch (former.Outcome)
        {
            case null:
                return StepOutcome.Failed(UnknownOutcome(null));
            case Delivered when plan.Into is not null && former.Message is { } seal:
                var opened = await SealedRecord.OpenAsync(
                    context.Services.Vault, Convert.FromBase64String(seal), context.Abort);
                var bytes = new PooledBuffer(RecordState.BytesMax, opened.Record.Length);
                bytes.Append(opened.Record.Span);
                record.Become(bytes);
                return StepOutcome.Passed;
            case Delivered:
                return StepOutcome.Passed;
            default:
                return StepOutcome.Failed(former.Outcome, former.Message ?? former.Outcome);
        }
    }

    /// <summary>A record holds its place while only one request may be under way: parking would change the order.</summary>
    private bool MayPark => context.Retry is null && !context.KeepsOrder;

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

        if (answer.Fault is { Kind: FaultKind.Throttled } told)
        {
            // Longer than a run waits: each further record would be asked to wait as well.
            throw new RunFailedException(told.Code, $"The application asks to wait for more than a day: {told.Message}");
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

    /// <summary>
    /// The record as read, at this step, for this import: the idempotency key where the import gives none. A resume and a
    /// retry make the same one, a changed record another.
    /// </summary>
    private static string IdentityOf(SendPlan plan, RecordState record)
    {
        var text = $"{plan.Import} {plan.Id} {record.TraceKey} {record.Fingerprint}";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
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
