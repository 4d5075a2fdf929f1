using Weir.Engine.Errors;
using Weir.Engine.Runs.Steps;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What a former life has sent and this one has not come to again: the run was cancelled, it failed, or its source does not give
/// the record any more. When the run ends these records stand where they are: delivered and known to their source, or in the
/// errors of the step at which they go on. // Promises 1 and 2
/// </summary>
internal sealed class LeftRecords(RunContext context, IntentLog intents, RecordOutcomes outcomes, StepPath path)
{
    private const int TogetherMax = 100;

    /// <summary>All of them as a page that is done; null when there are none. When nobody works any more.</summary>
    public async Task<PageWork?> TakeAsync()
    {
        if (!intents.HasLeft)
        {
            return null;
        }

        var documents = new DocumentSet();
        List<(Intent Intent, PageRecord Record)> left = [];
        var last = "";
        while (await context.Services.Store.LeftIntentsAsync(context.Run.Id, last, TogetherMax, context.Abort) is { Count: > 0 } some)
        {
            foreach (var intent in some.Where(intents.IsLeft))
            {
                if (await OpenAsync(intent, documents) is { } record)
                {
                    left.Add((intent, record));
                }
            }

            last = some[^1].Key;
        }

        var seen = left.Index().Where(l => l.Item.Intent.Record!.Seen is not null).ToList();
        var page = new PageWork(-1, documents, [.. left.Select(l => l.Record)], context.Plan)
        {
            Seen = [.. seen.Select(s => s.Item.Intent.Record!.Seen!)],
            SeenAt = [.. seen.Select(s => s.Index)],
        };
        foreach (var (index, (intent, record)) in left.Index())
        {
            using var state = new RecordState(record, index, record.TraceKey!, record.Fingerprint);
            Conclude(page, state, intent);
        }

        return page;
    }

    /// <summary>As it stands now; null where it cannot be read: then the intent stands for it.</summary>
    private async Task<PageRecord?> OpenAsync(Intent intent, DocumentSet documents)
    {
        var record = intent.Record!;
        if (context.Plan.IndexOf(intent.Step) is not >= 0)
        {
            return null;
        }

        try
        {
            var opened = await SealedRecord.OpenAsync(
                context.Services.Vault,
                intent is { Outcome: OnlyOnce.Delivered, Message: { } changed } ? Convert.FromBase64String(changed) : record.Sealed,
                context.Abort);
            var source = context.Plan.SourceOf(record.Source);
            return new PageRecord(
                documents.Parse(opened.Record),
                source,
                EntryOf(intent) is { } entered ? context.Plan.IndexOf(entered) ?? ~source : ~source,
                record.TraceKey,
                Fingerprint.Parse(opened.Fingerprint),
                Parked: record.Parked,
                Error: record.Retried,
                Place: record.Place);
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    /// <summary>The step at which it came in; null where it was read from its source.</summary>
    private static string? EntryOf(Intent intent) =>
        intent.Record!.Entered ?? (intent.Record.Retried is not null || intent.Record.Parked is not null ? intent.Step : null);

    private void Conclude(PageWork page, RecordState record, Intent intent)
    {
        var step = context.Plan.IndexOf(intent.Step)!.Value;
        if (intent is { Outcome: OnlyOnce.Unsent, Record.HasPassed: false })
        {
            // It is where it was before the run: the next one finds it there.
            page.Add(page.Intents, intent.Key);
            return;
        }

        Count(page, record, step);
        record.Intend(intent.Key);
        switch (intent.Outcome)
        {
            case OnlyOnce.Unsent:
                outcomes.Failed(page, record, step, TornRecords.Ended);
                break;
            case null or ErrorCodes.OutcomeUnknown:
                outcomes.Failed(page, record, step, OnlyOnce.Unknown(intent.Message ?? OnlyOnce.NothingNoted, intent.SentAt));
                break;
            case OnlyOnce.Delivered:
                outcomes.Passed(page, record, step);
                if (path.StandsAt(path.After(step), record) is { } next)
                {
                    outcomes.Read(page, next);
                    outcomes.Failed(page, record, next, TornRecords.Ended);
                }

                break;
            case var code:
                outcomes.Failed(page, record, step, new Fault { Kind = FaultKind.Rejected, Code = code, Message = intent.Message ?? code });
                break;
        }

        page.Unparked.AddRange(record.Origin.Parked is { } parked ? [parked] : []);
        page.End(record.Index);
    }

    /// <summary>What its page would have: it was never written.</summary>
    private void Count(PageWork page, RecordState record, int step)
    {
        if (record.Origin.Parked is null)
        {
            outcomes.Read(page, ~record.Source);
            outcomes.Succeeded(page, ~record.Source);
        }

        if (record.Origin.Parked is null || record.Origin.Step != step)
        {
            outcomes.Read(page, step);
        }

        if (record.Origin.Step >= 0 && record.Origin.Step != step)
        {
            outcomes.ComeThrough(page, record, record.Origin.Step);
        }
    }
}
