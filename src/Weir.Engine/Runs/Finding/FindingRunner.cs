using System.Net;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>
/// Writes a record that can be found at the other side. An upsert looks for it first and changes what it finds. A create that
/// no answer came to is looked for: what is there was delivered. // Promise 2
/// </summary>
internal sealed class FindingRunner(RunContext context, OnlyOnce once)
{
    private readonly RecordFinder _finder = new(context);

    /// <summary>Whether this is the runner of a step.</summary>
    public static bool Takes(SendPlan plan) =>
        plan.Call is IFindCall find && (find.Updates || plan.Repeat == RepeatRule.Never);

    public async ValueTask<StepOutcome> RunAsync(SendPlan plan, FindingWork work) =>
        ((IFindCall)plan.Call).Updates ? await UpsertAsync(plan, work) : await CreateAsync(plan, work);

    private async ValueTask<StepOutcome> UpsertAsync(SendPlan plan, FindingWork work)
    {
        var search = _finder.SearchFor(plan, work.Record) ?? throw new EvaluationException(ErrorCodes.Mapping, IFindCall.NoKey);
        var account = plan.Adaptor.BudgetOf(context.Services.Connections.Current(plan.Connection)).Key;
        using var turn = await context.Services.Turns.EnterAsync(search.Keys.Select(k => $"{account} {k}"), context.Stop);
        var recalled = await RecallAsync(plan, work);
        return recalled is { Fault.Code: not ErrorCodes.OutcomeUnknown } or { IsPassed: true }
            ? recalled.Value
            : await WriteAsync(plan, work, search, recalled?.Fault);
    }

    /// <summary>Nothing is looked for, nor made for that, unless it is not known whether it was created.</summary>
    private async ValueTask<StepOutcome> CreateAsync(SendPlan plan, FindingWork work)
    {
        var recalled = await RecallAsync(plan, work);
        if (recalled is { Fault.Code: ErrorCodes.OutcomeUnknown })
        {
            return await WriteAsync(plan, work, _finder.SearchFor(plan, work.Record), recalled.Value.Fault);
        }

        if (recalled is { } known)
        {
            return known;
        }

        // A person who retries says that it may be sent, but looks less well than a search.
        return work.Record.Origin.WasUnknown && work.Record.Origin.Step == work.Step
            && _finder.SearchFor(plan, work.Record) is { } search
            && await _finder.FindAsync(plan, work.Step, search, wasSent: true) is { IsThere: true } found
                ? Delivered(plan, work, found)
                : await WriteAsync(plan, work, null, null);
    }

    /// <summary>Where an order is kept, what was delivered before a kill may have been followed since.</summary>
    private async ValueTask<StepOutcome?> RecallAsync(SendPlan plan, FindingWork work) =>
        plan.Repeat == RepeatRule.Never || plan.OrderKey is not null
        ? await once.RecallAsync(plan, work.Page, work.Record, work.Key.Identity)
        : null;

    /// <summary>Until there is an outcome, which is noted where a create was about to leave.</summary>
    private async ValueTask<StepOutcome> WriteAsync(SendPlan plan, FindingWork work, RecordSearch? search, Fault? unknown)
    {
        var updates = ((IFindCall)plan.Call).Updates;
        Intent? intent = null;
        StepOutcome? outcome = null;
        for (var attempt = 1; outcome is null; attempt++)
        {
            search ??= unknown is null ? null : _finder.SearchFor(plan, work.Record);
            var found = unknown is not null && search is not null ? await _finder.FindSentAsync(plan, work.Step, search)
                : updates ? await _finder.FindAsync(plan, work.Step, search!, wasSent: false)
                : default;
            if (found.Fault is not null)
            {
                outcome = StepOutcome.Failed(unknown ?? found.Fault);
            }
            else if (found.IsThere && updates)
            {
                using var update = search!.Update(found.Value, work.Key.Key);
                outcome = work.Conclude(await SendAsync(plan, work, update, RepeatRule.Always));
            }
            else if (found.IsThere)
            {
                outcome = Delivered(plan, work, found);
            }
            else if (!((IFindCall)plan.Call).Creates)
            {
                outcome = StepOutcome.Failed(ErrorCodes.NotFound, "What is to be changed is not there.");
            }
            else if (unknown is not null && search?.IsUnique != true && plan.Repeat == RepeatRule.Never)
            {
                outcome = StepOutcome.Failed(search is null ? unknown : unknown with
                {
                    Message = $"{unknown.Message} It was looked for and not found.",
                });
            }
            else
            {
                intent ??= plan.Repeat == RepeatRule.Never
                    ? await once.BeginAsync(plan, work.Page, work.Key.Identity)
                    : null;
                (outcome, unknown) = await TryAsync(plan, work, search, intent, unknown, attempt == Backoff.AttemptsMax);
            }
        }

        if (intent is not null)
        {
            await once.SettleAsync(plan, work.Record, intent, outcome.Value);
        }

        return outcome.Value;
    }

    /// <summary>Creates it: the outcome, or null where it is to be looked for, and why it is not known whether it was.</summary>
    private async ValueTask<(StepOutcome? Outcome, Fault? Unknown)> TryAsync(
        SendPlan plan, FindingWork work, RecordSearch? search, Intent? intent, Fault? before, bool isLast)
    {
        using var call = work.Prepare();
        Dispatched sent;
        try
        {
            sent = await SendAsync(plan, work, call, RepeatRule.Never);
        }
        catch (Exception e) when (intent is not null && before is null && once.ProvesUnsent(e))
        {
            await once.NoteUnsentAsync(intent);
            throw;
        }

        var fault = sent.Answer.Fault;
        var unknown = OnlyOnce.UnknownOf(fault);
        if (!isLast && (unknown is not null || IsThereNow(fault, search, before)))
        {
            sent.Answer.Dispose();
            return (null, unknown ?? before);
        }

        var outcome = work.Conclude(sent);
        return (unknown is null ? outcome : StepOutcome.Failed(unknown), null);
    }

    /// <summary>It has come to be there since it was looked for: by a request of ours that was slow, or by somebody else.</summary>
    private static bool IsThereNow(Fault? fault, RecordSearch? search, Fault? before) =>
        search?.IsUnique == true
        && fault is { Kind: FaultKind.Rejected, HttpStatus: (int)HttpStatusCode.Conflict or (int)HttpStatusCode.BadRequest }
        && (before is not null || fault.HttpStatus == (int)HttpStatusCode.Conflict);

    private static StepOutcome Delivered(SendPlan plan, FindingWork work, Found found)
    {
        if (plan.Into is not null)
        {
            work.Record.Put(plan.Into, found.Value);
        }

        return StepOutcome.Passed;
    }

    private async ValueTask<Dispatched> SendAsync(SendPlan plan, FindingWork work, PreparedCall call, RepeatRule repeat)
    {
        var sent = await context.SendAsync(plan, work.Step, call, repeat, mayPark: false, 0);
        context.Log.Repeated(work.Page, plan.Id, work.Record.TraceKey, sent.Repeated);
        return sent;
    }
}

/// <summary>A record on its way to where it can be found.</summary>
/// <param name="Page">Its page.</param>
/// <param name="Record">The record.</param>
/// <param name="Step">The step.</param>
/// <param name="Key">What identifies it there.</param>
/// <param name="Prepare">Makes the request that creates it.</param>
/// <param name="Conclude">Reads the answer of its last request, and disposes it.</param>
internal sealed record FindingWork(
    PageWork Page, RecordState Record, int Step, SendKey Key, Func<PreparedCall> Prepare, Func<Dispatched, StepOutcome> Conclude);
