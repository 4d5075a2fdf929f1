using System.Net;
using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Finding;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Jobs;

/// <summary>
/// Takes records through one job: begins it, waits for its end, and looks at the records. A permit is held for each of these
/// requests and not in between.
/// </summary>
internal sealed class JobRunner(RunContext context, OnlyOnce once)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>So long a job is waited for. // Promise 8</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    /// <summary>So long the end of a job that was cancelled is waited for: an application may take that up as late as the job.</summary>
    private static readonly TimeSpan CancelMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gives each item its outcome, or leaves it to be sent by itself. False: no more jobs are worth while, since this
    /// connection may not use them or the application does not end them.
    /// </summary>
    public async Task<bool> RunAsync(JobPlace place, IReadOnlyList<JobItem> items)
    {
        if (place.Plan.Repeat == RepeatRule.Never)
        {
            foreach (var item in items)
            {
                item.Outcome = await once.RecallAsync(place.Plan, item.Record, item.Key.Identity);
            }

            items = [.. items.Where(i => i.Outcome is null)];
        }

        if (items.Count == 0)
        {
            return true;
        }

        var job = place.Call.JobOf([.. items.Select(i => i.Part)], context.Variables);
        var refused = await BeginAsync(place, job, items);
        if (place.Call.JobMin > 1)
        {
            return refused is null
                ? await ChangeAsync(place, job, items)
                : refused.HttpStatus is not ((int)HttpStatusCode.Forbidden or (int)HttpStatusCode.NotFound or (int)HttpStatusCode.MethodNotAllowed);
        }

        await SettleAsync(place, items, refused is null
            ? await DoAsync(place, job, items)
            : [.. items.Select(i => StepOutcome.Failed((i.Intent is { } sent ? OnlyOnce.UnknownOf(refused, sent.SentAt) : null) ?? refused))]);
        return true;
    }

    /// <summary>Null when the application has taken the job.</summary>
    private async Task<Fault?> BeginAsync(JobPlace place, RecordJob job, IReadOnlyList<JobItem> items)
    {
        PreparedCall call;
        try
        {
            call = job.Start(SendKey.OfAll(items.Select(i => i.Key.Key)));
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return fault;
        }

        using (call)
        {
            if (place.Plan.Repeat == RepeatRule.Never)
            {
                var intents = await Task.WhenAll(items.Select(i => once.BeginAsync(place.Plan, i.Record, i.Key.Identity, i.Record.SentAt(place.Step))));
                for (var i = 0; i < items.Count; i++)
                {
                    items[i].Intent = intents[i];
                }
            }

            try
            {
                using var answer = await SendAsync(place, call, place.Plan.Repeat, items);
                return answer.Fault ?? job.Started(answer);
            }
            catch (Exception e) when (once.ProvesUnsent(e))
            {
                await Task.WhenAll(items.Where(i => i.Intent is not null).Select(i => once.NoteUnsentAsync(i.Record, i.Intent!)));
                if (RecordOutcomes.FaultFrom(e) is not { } fault)
                {
                    throw;
                }

                items.ToList().ForEach(i => i.Intent = null);
                return fault;
            }
        }
    }

    /// <summary>
    /// Where each record can be sent by itself: that is left for all that do not show the change. Whether the job has ended in time.
    /// </summary>
    private async Task<bool> ChangeAsync(JobPlace place, RecordJob job, IReadOnlyList<JobItem> items)
    {
        var ended = await WaitAsync(place, job, items.Count, WaitMax);
        var mayStillChange = ended.State is JobState.Running or JobState.Untold && !await CancelAsync(place, job, items.Count);
        var findings = await FindAsync(place, job);
        for (var i = 0; i < items.Count; i++)
        {
            if (findings.Fault is null && findings.AreAsMeant[i])
            {
                items[i].Outcome = StepOutcome.Passed;
            }
            else if (mayStillChange)
            {
                // Sent now, it could be changed back from what a later step makes of it.
                items[i].Outcome = StepOutcome.Failed(ErrorCodes.Timeout, EndlessText(job, ended));
            }
        }

        return ended.State is JobState.Done or JobState.Failed;
    }

    /// <summary>Where there is no other way than a job: what became of each record, as far as that is known.</summary>
    private async Task<IReadOnlyList<StepOutcome>> DoAsync(JobPlace place, RecordJob job, IReadOnlyList<JobItem> items)
    {
        await Task.WhenAll(items.Where(i => i.Intent is not null).Select(i => once.NotePlaceAsync(
            i.Record, i.Intent!, $"The server or the run was stopped after the application had taken the {job.Name} for this record; how it ended was not noted.")));
        var ended = await WaitAsync(place, job, items.Count, WaitMax);
        if (ended.State != JobState.Done)
        {
            var text = ended.State == JobState.Failed ? FailedText(place, job, ended) : EndlessText(job, ended);
            return [.. items.Select(i => StepOutcome.Failed(InDoubt(i, text)))];
        }

        var findings = await FindAsync(place, job);
        for (var look = 1; look < RecordFinder.LooksMax && findings.Fault is null && findings.AreAsMeant.Contains(false); look++)
        {
            // A list may show late what was there for the job.
            await Task.Delay(context.Services.Dispatcher.WaitAfter(look), context.Services.Time, context.Stop);
            findings = await FindAsync(place, job);
        }

        return
        [
            .. items.Select((item, i) => findings.Fault is null && !findings.AreAsMeant[i]
                ? StepOutcome.Failed(ErrorCodes.NotFound, $"The application has done the {job.Name}, and has no {item.Part.Id}.")
                : Passed(place, item, ended)),
        ];
    }

    private Task SettleAsync(JobPlace place, IReadOnlyList<JobItem> items, IReadOnlyList<StepOutcome> outcomes) =>
        Task.WhenAll(items.Zip(outcomes, async (item, outcome) =>
        {
            if (item.Intent is { } intent)
            {
                await once.SettleAsync(place.Plan, item.Record, intent, outcome);
            }

            item.Outcome = outcome;
        }));

    private static StepOutcome Passed(JobPlace place, JobItem item, JobStanding ended)
    {
        if (place.Plan.Into is null)
        {
            return StepOutcome.Passed;
        }

        try
        {
            item.Record.Put(place.Plan.Into, ended.Value);
            return StepOutcome.Passed;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return StepOutcome.Failed(item.Intent is { } sent ? fault with { SentAt = sent.SentAt } : fault);
        }
    }

    /// <summary>How the job has ended; running, or untold, where that did not become known in time.</summary>
    private async Task<JobStanding> WaitAsync(JobPlace place, RecordJob job, int records, TimeSpan max)
    {
        var time = context.Services.Time;
        var begun = time.GetTimestamp();
        context.Jobs.Begin(place.Plan.Connection, records);
        try
        {
            for (var wait = FirstWait; ; wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait)
            {
                await Task.Delay(wait, time, context.Stop);
                using var ask = job.Ask();
                using var answer = await SendAsync(place, ask, RepeatRule.Always, []);
                if (answer.Fault is null && job.Read(answer) is { State: not JobState.Running } ended)
                {
                    return ended;
                }

                if (answer.Fault is { Kind: FaultKind.Rejected } refused)
                {
                    return new JobStanding(JobState.Untold, "", refused.Text, default);
                }

                if (time.GetElapsedTime(begun) >= max)
                {
                    return new JobStanding(JobState.Running, "", $"after {max.TotalMinutes:0} minutes it had not ended.", default);
                }
            }
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return new JobStanding(JobState.Running, "", fault.Text, default);
        }
        finally
        {
            context.Jobs.End(place.Plan.Connection, records);
        }
    }

    /// <summary>Whether it does nothing any more, as far as that is told: an application may only note that it is to be cancelled.</summary>
    private async Task<bool> CancelAsync(JobPlace place, RecordJob job, int records)
    {
        if (!job.CanCancel)
        {
            return false;
        }

        try
        {
            using var cancel = job.Cancel();
            using var answer = await SendAsync(place, cancel, RepeatRule.Always, []);
            return answer.Fault is null && (await WaitAsync(place, job, records, CancelMax)).State != JobState.Running;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is not null)
        {
            return false;
        }
    }

    private async Task<JobFindings> FindAsync(JobPlace place, RecordJob job)
    {
        try
        {
            using var check = job.Check();
            using var answer = await SendAsync(place, check, RepeatRule.Always, []);
            return answer.Fault is { } refused ? new JobFindings([], refused) : job.Find(answer);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return new JobFindings([], fault);
        }
    }

    private async Task<Answer> SendAsync(JobPlace place, PreparedCall call, RepeatRule repeat, IReadOnlyList<JobItem> items)
    {
        var sent = await context.SendAsync(place.Plan, place.Step, call, repeat, mayPark: false, 0);
        foreach (var item in sent.Repeated is null ? [] : items)
        {
            context.Log.Repeated(place.Page, place.Plan.Id, item.Record.TraceKey, sent.Repeated);
        }

        if (RunFailedException.Of(sent.Answer.Fault) is { } endless)
        {
            sent.Answer.Dispose();
            throw endless;
        }

        return sent.Answer;
    }

    private static Fault InDoubt(JobItem item, string text) => item.Intent is { } sent
        ? OnlyOnce.Unknown(text, sent.SentAt)
        : new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = text };

    private static string EndlessText(RecordJob job, JobStanding last) =>
        $"The application has taken the {job.Name} for this record, which may still be done: {last.Message}";

    private string FailedText(JobPlace place, RecordJob job, JobStanding ended)
    {
        var text = $"The application has ended the {job.Name} as '{ended.Word}', so whether it was done for this record is not known";
        try
        {
            return ended.Message is null ? $"{text}."
                : place.Plan.Adaptor.Masked(context.Services.Connections.Current(place.Plan.Connection), $"{text}: {ended.Message}");
        }
        catch (ConnectionGoneException)
        {
            // Nobody knows any more what would have to be masked. // Promise 5
            return $"{text}.";
        }
    }
}
