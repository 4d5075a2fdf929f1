using System.Net;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>
/// Writes a record that can be found at the other side. An upsert looks for it first and changes what it finds; a create that
/// looks first leaves what it finds as it is. A create that no answer came to is looked for: what is there was delivered, and
/// as long as that is not known it is neither delivered nor sent again. // Promise 2
/// </summary>
internal sealed class FindingRunner(RunContext context, OnlyOnce once, RecordFinder finder)
{
    private readonly FirstLook _first = new(context, finder);

    /// <summary>
    /// Whether a record is written here. One that only looks first, and holds no key, is sent as any other where it may be
    /// repeated. Throws as a mapping does.
    /// </summary>
    public bool Takes(SendPlan plan, RecordState record) => plan.Call is IFindCall find
        && (find.Updates || plan.Repeat == RepeatRule.Never || (find.LooksFirst && finder.SearchFor(plan, record) is not null));

    public async ValueTask<StepOutcome> RunAsync(SendPlan plan, FindingWork work)
    {
        var recalled = await RecallAsync(plan, work);
        if (recalled is { } known && known.Fault?.SentAt is null)
        {
            return known;
        }

        var doubt = recalled?.Fault is { } fault ? new Doubt(fault, MayRepeat: false) : Doubt.OfRetry(work.Record, work.Step);
        Intent? intent = null;
        StepOutcome? outcome = null;
        try
        {
            var search = finder.SearchFor(plan, work.Record);
            if (search is null && ((IFindCall)plan.Call).Updates)
            {
                throw new EvaluationException(ErrorCodes.Mapping, IFindCall.NoKey);
            }

            using var turn = search is null ? null : await finder.EnterAsync(plan, search);
            for (var attempt = 1; outcome is null; attempt++)
            {
                outcome = await LookAsync(plan, work, search, doubt);
                if (outcome is null)
                {
                    intent ??= plan.Repeat == RepeatRule.Never
                        ? await once.BeginAsync(plan, work.Record, work.Key.Identity, doubt?.SentAt)
                        : null;
                    var sentAt = intent?.SentAt ?? doubt?.SentAt ?? context.Services.Time.GetUtcNow();
                    (outcome, doubt) = await TryAsync(plan, work, search, doubt, sentAt, attempt == Backoff.AttemptsMax);
                }
            }
        }
        catch (Exception e) when (doubt is not null && RecordOutcomes.FaultFrom(e) is { })
        {
            outcome = StepOutcome.Failed(doubt.Because(RecordOutcomes.FaultFrom(e)!.Text));
        }
        catch (Exception e) when (intent is not null && doubt is not { MayRepeat: false } && once.ProvesUnsent(e))
        {
            await once.NoteUnsentAsync(work.Record, intent);
            throw;
        }

        return await SettleAsync(plan, work, intent, Doubted(outcome.Value, doubt));
    }

    /// <summary>Where an order is kept, what was delivered before a kill may have been followed since.</summary>
    private async ValueTask<StepOutcome?> RecallAsync(SendPlan plan, FindingWork work) =>
        plan.Repeat == RepeatRule.Never || plan.OrderKey is not null
        ? await once.RecallAsync(plan, work.Record, work.Key.Identity)
        : null;

    /// <summary>
    /// Before something is created: the outcome where that is not needed, or would be wrong. Null: it is to be created. Where it
    /// may have been sent, only what can be that counts; after that, and where it never was, whatever has its key.
    /// </summary>
    private async ValueTask<StepOutcome?> LookAsync(SendPlan plan, FindingWork work, RecordSearch? search, Doubt? doubt)
    {
        var call = (IFindCall)plan.Call;
        if (search is null)
        {
            return doubt is { MayRepeat: false } ? StepOutcome.Failed(doubt.Fault) : null;
        }

        var found = doubt is not null
            ? await finder.FindSentAsync(plan, work.Step, search, call.Updates ? null : doubt.SentAt)
            : call.Updates ? await finder.FindAsync(plan, work.Step, search, null)
            : default;
        if (found.Fault is { } fault)
        {
            // That something stands in its way is known. Else the doubt remains: nothing says that it is not there.
            return StepOutcome.Failed(doubt is null || fault.Code == ErrorCodes.Conflict ? fault : doubt.Because(fault.Text));
        }

        if (found.IsThere)
        {
            return call.Updates
                ? await ChangeAsync(plan, work, search.Update(found.Value, work.Key.Key))
                : Delivered(plan, work, search, found);
        }

        if (!call.Creates)
        {
            return StepOutcome.Failed(ErrorCodes.NotFound, "What is to be changed is not there.");
        }

        if (call.Updates && await ChangeMadeAsync(plan, work, search) is { } changed)
        {
            return changed;
        }

        if (doubt is { MayRepeat: false } && !search.IsUnique && plan.Repeat == RepeatRule.Never)
        {
            return StepOutcome.Failed(doubt.Because("It was looked for and not found."));
        }

        var first = call.LooksFirst ? await _first.RunAsync(plan, work, search, isDoubted: doubt is not null) : null;
        return doubt is not null && first?.Fault is { } unclear ? StepOutcome.Failed(doubt.Because(unclear.Text)) : first;
    }

    private async ValueTask<StepOutcome> ChangeAsync(SendPlan plan, FindingWork work, PreparedCall update)
    {
        using (update)
        {
            return work.Conclude(await SendAsync(plan, work, update, RepeatRule.Always), null);
        }
    }

    /// <summary>Changes what another record has created under the key though no list shows it yet; null where that is not so.</summary>
    private async ValueTask<StepOutcome?> ChangeMadeAsync(SendPlan plan, FindingWork work, RecordSearch search)
    {
        if (finder.MadeOf(plan, search.Keys) is not { } made)
        {
            return null;
        }

        using var update = search.Update(made.Id, work.Key.Key);
        var sent = await SendAsync(plan, work, update, RepeatRule.Always);
        if (sent.Answer.Fault?.HttpStatus != (int)HttpStatusCode.NotFound)
        {
            return work.Conclude(sent, null);
        }

        // Somebody has deleted it since.
        sent.Answer.Dispose();
        finder.Forget(plan, search, made.Id);
        return null;
    }

    /// <summary>Creates it: the outcome, or null where it is to be looked for; and the doubt that is left.</summary>
    private async ValueTask<(StepOutcome? Outcome, Doubt? Doubt)> TryAsync(
        SendPlan plan, FindingWork work, RecordSearch? search, Doubt? doubt, DateTimeOffset sentAt, bool isLast)
    {
        using var call = work.Prepare();
        finder.Sending(plan, search);
        Dispatched sent;
        try
        {
            sent = await SendAsync(plan, work, call, RepeatRule.Never);
        }
        catch (Exception e) when (doubt is null && once.ProvesUnsent(e))
        {
            finder.Settle(plan, search);
            throw;
        }

        var fault = sent.Answer.Fault;
        if (OnlyOnce.UnknownOf(fault, sentAt) is { } unknown)
        {
            sent.Answer.Dispose();
            return (isLast ? StepOutcome.Failed(unknown) : null, new Doubt(unknown, MayRepeat: false));
        }

        if (doubt is null || fault is null)
        {
            finder.Settle(plan, search);
        }

        if (!isLast && IsThereNow(plan, fault, search, doubt))
        {
            sent.Answer.Dispose();
            return (null, doubt);
        }

        var made = fault is null ? search?.IdOf(sent.Answer) : null;
        var outcome = work.Conclude(sent, sentAt);
        if (outcome.IsPassed)
        {
            finder.Note(plan, search, made);
        }

        return (outcome, doubt);
    }

    /// <summary>It has come to be there since it was looked for: by a request of ours that was slow, or by somebody else.</summary>
    private static bool IsThereNow(SendPlan plan, Fault? fault, RecordSearch? search, Doubt? doubt) =>
        search?.IsUnique == true && fault is { Kind: FaultKind.Rejected } && fault.HttpStatus switch
        {
            (int)HttpStatusCode.Conflict => doubt is not null || ((IFindCall)plan.Call).Updates,
            (int)HttpStatusCode.BadRequest => doubt is not null,
            _ => false,
        };

    private StepOutcome Delivered(SendPlan plan, FindingWork work, RecordSearch search, Found found)
    {
        if (plan.Into is not null)
        {
            work.Record.Put(plan.Into, found.Value);
        }

        finder.Settle(plan, search);
        finder.Note(plan, search, search.IdOf(found.Value));
        return StepOutcome.Passed;
    }

    /// <summary>However it failed in the end, it may have been sent.</summary>
    private static StepOutcome Doubted(StepOutcome outcome, Doubt? doubt) =>
        doubt is not null && outcome.Fault is { SentAt: null } fault
            ? StepOutcome.Failed(fault with { SentAt = doubt.SentAt })
            : outcome;

    private async ValueTask<StepOutcome> SettleAsync(SendPlan plan, FindingWork work, Intent? intent, StepOutcome outcome)
    {
        if (intent is not null)
        {
            await once.SettleAsync(plan, work.Record, intent, outcome);
        }

        return outcome;
    }

    private async ValueTask<Dispatched> SendAsync(SendPlan plan, FindingWork work, PreparedCall call, RepeatRule repeat)
    {
        var sent = await context.SendAsync(plan, work.Step, call, repeat, mayPark: false, 0);
        context.Log.Repeated(work.Page, plan.Id, work.Record.TraceKey, sent.Repeated);
        return sent;
    }
}
