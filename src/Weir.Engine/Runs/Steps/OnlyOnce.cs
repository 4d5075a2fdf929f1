using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Runs.Steps;

/// <summary>What must not be repeated: its intent is durable before it leaves, its outcome is noted after. // Promise 2</summary>
internal sealed class OnlyOnce(RunContext context, IntentLog intents)
{
    public const string Delivered = "ok";
    public const string Unsent = "unsent";

    /// <summary>What is said of a request that no answer was noted of.</summary>
    public const string NothingNoted =
        "It may have been sent before the server or the run was stopped; no answer was noted. Look in the application whether it arrived.";

    /// <summary>What is said of a record that this step has delivered, where nothing is known of the steps behind it.</summary>
    public const string DeliveredHere =
        "It was delivered by this step before the server was stopped, and the run could not go on with it. A retry sends it once more.";

    /// <summary>What a former life of the run has done to this record here; null: it never left.</summary>
    public async ValueTask<StepOutcome?> RecallAsync(SendPlan plan, RecordState record, string identity)
    {
        if (intents.TakeFormer(identity) is not { } former)
        {
            return null;
        }

        record.Intend(former.Key, former.Outcome is null or ErrorCodes.OutcomeUnknown ? former.SentAt : null);
        switch (former.Outcome)
        {
            case Unsent:
                return null;
            case null or ErrorCodes.OutcomeUnknown:
                return StepOutcome.Failed(Unknown(former.Message ?? NothingNoted, former.SentAt));
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

    /// <summary>Durable when it returns. What a former life has left of the record is its own from then on.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="record">The record.</param>
    /// <param name="identity">What identifies it there.</param>
    /// <param name="sentAt">Since when it may have left, where it has before.</param>
    public async Task<Intent> BeginAsync(SendPlan plan, RecordState record, string identity, DateTimeOffset? sentAt)
    {
        var entered = record.Origin.Step >= 0 ? context.Plan.IdOf(record.Origin.Step) : null;
        var intent = new Intent(
            context.Run.Id,
            plan.Id,
            IntentLog.KeyOf(identity, context.Services.Ids.NewValue()),
            null,
            null,
            sentAt ?? context.Services.Time.GetUtcNow(),
            new IntentRecord(context.Plan.IdOf(~record.Source), record.TraceKey, await SealAsync(record), record.Origin.Error)
            {
                Entered = entered == plan.Id ? null : entered,
                Parked = record.Origin.Parked,
                Place = record.Origin.Place,
                Seen = record.Seen,
                HasPassed = record.HasPassed,
                Instead = record.FormerIntents,
            });
        await intents.BeginAsync(intent);
        foreach (var former in record.Intents)
        {
            await intents.SettleAsync(intent with { Key = former, Outcome = Unsent });
        }

        record.Intend(intent.Key, intent.SentAt);
        return intent;
    }

    /// <summary>Whether this exception proves that what was about to leave has not left.</summary>
    /// <remarks>
    /// A stop ends only the wait for a permit; what is under way is read to its end. A run fails by its request's answer only
    /// where that asked to wait.
    /// </remarks>
    public bool ProvesUnsent(Exception e) => e is ConnectionGoneException or RunFailedException
        || (e is OperationCanceledException && !context.Abort.IsCancellationRequested);

    /// <summary>Writes down that it was delivered, before a record that must come after it starts. Durable when it returns.</summary>
    public async Task NoteAsync(SendPlan plan, RecordState record, string identity)
    {
        var intent = new Intent(
            context.Run.Id,
            plan.Id,
            IntentLog.KeyOf(identity, context.Services.Ids.NewValue()),
            Delivered,
            plan.Into is null ? null : await SealTextAsync(record),
            context.Services.Time.GetUtcNow());
        record.Intend(intent.Key);
        await intents.NoteAsync(intent);
    }

    /// <summary>Notes where it is by now, for the person who must decide should nothing more be noted.</summary>
    public Task NotePlaceAsync(RecordState record, Intent intent, string place)
    {
        record.SentNote = place;
        return intents.SettleAsync(intent with { Message = place });
    }

    public Task NoteUnsentAsync(RecordState record, Intent intent)
    {
        record.Stay();
        return intents.SettleAsync(intent with { Outcome = Unsent });
    }

    /// <summary>Notes what came of it, with the sealed record where the answer was put into it.</summary>
    public async Task SettleAsync(SendPlan plan, RecordState record, Intent intent, StepOutcome outcome) =>
        await intents.SettleAsync(outcome.Fault is { } fault
            ? intent with { Outcome = fault.SentAt is null ? fault.Code : ErrorCodes.OutcomeUnknown, Message = fault.Message }
            : intent with { Outcome = Delivered, Message = plan.Into is null ? null : await SealTextAsync(record) });

    /// <summary>
    /// The fault of what may or may not have arrived; null where the outcome is known. An answer that could not be taken, because it
    /// is too large or of a defect of ours, says nothing.
    /// </summary>
    /// <param name="fault">Why there is no good answer.</param>
    /// <param name="sentAt">Since when it may have left.</param>
    public static Fault? UnknownOf(Fault? fault, DateTimeOffset sentAt) =>
        fault is { NotSent: false, Kind: FaultKind.Transient or FaultKind.Unknown or FaultKind.Defect }
            or { NotSent: false, Code: ErrorCodes.TooLarge, HttpStatus: null }
            ? Unknown($"It was sent, but whether it arrived is not known: {fault.Message}", sentAt) with { HttpStatus = fault.HttpStatus }
            : null;

    /// <summary>That it may or may not have arrived.</summary>
    public static Fault Unknown(string message, DateTimeOffset sentAt) => new()
    {
        Kind = FaultKind.Unknown,
        Code = ErrorCodes.OutcomeUnknown,
        Message = message,
        SentAt = sentAt,
    };

    private ValueTask<byte[]> SealAsync(RecordState record) => SealedRecord.SealAsync(
        context.Services.Vault, record.Fingerprint.ToString(), record.Copy(), context.Abort);

    private async Task<string> SealTextAsync(RecordState record) => Convert.ToBase64String(await SealAsync(record));
}
