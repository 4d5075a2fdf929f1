using System.Text.Json;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Orders;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Writes down what became of records, in the counts of their page and of the run, and in what their page's commit will
/// hold. // Promise 1
/// </summary>
internal sealed class RecordOutcomes(RunContext context, OrderKeys orders)
{
    /// <summary>What is the record's own trouble; null for what ends the run.</summary>
    public static Fault? FaultFrom(Exception exception) => exception switch
    {
        EvaluationException e => FaultOf(e),
        BufferFullException e => new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.TooLarge,
            Message = $"The record is too large here: more than {e.BytesMax} bytes.",
        },
        JsonException => new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.Mapping,
            Message = "The mapped record is no JSON.",
        },
        ConnectionGoneException e => new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.NotFound,
            Message = e.Message,
        },
        _ => null,
    };

    public static Fault FaultOf(EvaluationException e) =>
        new() { Kind = FaultKind.Rejected, Code = e.Code, Message = e.Message, Field = e.Field };

    /// <summary>It came to the step, or to a source (<c>~n</c>).</summary>
    public void Read(PageWork page, int step, int count = 1)
    {
        var tally = context.Plan.TallyOf(step);
        page.Tallies[tally].Read(count);
        context.Live[tally].Read(count);
    }

    public void Passed(PageWork page, RecordState record, int step)
    {
        Close(page, record);
        Succeeded(page, step);
        if (step >= 0)
        {
            context.Log.Passage(page, RunLogKind.Passed, context.Plan.IdOf(step), record.TraceKey);
        }

        Resolve(page, record, step);
    }

    /// <summary>It had passed the step at which it came in when the run ended further on.</summary>
    public void ComeThrough(PageWork page, RecordState record, int step)
    {
        if (record.Origin.Parked is null)
        {
            Read(page, step);
        }

        Succeeded(page, step);
        Resolve(page, record, step);
    }

    /// <summary>It has passed, which a record that was there before has done in another run.</summary>
    /// <param name="page">Its page.</param>
    /// <param name="step">The step, or the source.</param>
    /// <param name="count">-1 takes it back: a later part of the same step could not take it after all.</param>
    public void Succeeded(PageWork page, int step, int count = 1)
    {
        var tally = context.Plan.TallyOf(step);
        page.Tallies[tally].Success(count);
        context.Live[tally].Success(count);
    }

    /// <summary>The user's own rule leaves it out.</summary>
    public void Ignored(PageWork page, RecordState record, int step)
    {
        var tally = context.Plan.TallyOf(step);
        page.Tallies[tally].Ignored();
        context.Live[tally].Ignored();
        context.Log.Passage(page, RunLogKind.Ignored, context.Plan.IdOf(step), record.TraceKey);
        Resolve(page, record, step);
    }

    /// <param name="page">Its page.</param>
    /// <param name="record">The record.</param>
    /// <param name="step">Where it failed.</param>
    /// <param name="fault">Why.</param>
    /// <param name="goesOn">The step lets it go on.</param>
    public void Failed(PageWork page, RecordState record, int step, Fault fault, bool goesOn = false)
    {
        Close(page, record);
        record.Fail();
        var failure = FailureOf(record, step, fault) with { WentOn = goesOn };
        page.Held.Lose(step, record.Index, failure.Orders!);
        Failed(page, step, failure);
    }

    public void Failed(PageWork page, int step, FailedRecord failure)
    {
        var tally = context.Plan.TallyOf(step);
        page.Tallies[tally].Error();
        context.Live[tally].Error();
        page.Add(page.Failures, failure);
    }

    /// <summary>The record as it stands in the errors.</summary>
    public FailedRecord FailureOf(RecordState record, int step, Fault fault) => new(
        record.Source,
        context.Plan.IdOf(step),
        fault,
        record.TraceKey,
        record.Fingerprint,
        // A retry at the source transforms it again.
        step < 0 ? record.CopyAsRead() : record.Copy(),
        record.RetriedAt(step))
    {
        Index = record.Index,
        Orders = orders.BlockedBy(record, step),
        Place = record.Origin.Place,
    };

    /// <summary>It waits in the store for its next attempt at this step.</summary>
    public void Waits(PageWork page, RecordState record, int step, int attempts, DateTimeOffset until)
    {
        page.Held.Lose(step, record.Index, []);
        page.Add(page.Waiting, new WaitingRecord(
            record.Source,
            context.Plan.IdOf(step), record.TraceKey, record.Fingerprint, attempts, until, record.Copy()));
    }

    /// <summary>
    /// Its outcome is written with its page, and from then on says more than its intents. One without an outcome keeps them: in
    /// the next life it is looked for, and at the run's end it stands in the errors. // Promise 2
    /// </summary>
    private static void Close(PageWork page, RecordState record)
    {
        foreach (var intent in record.TakeIntents())
        {
            page.Add(page.Intents, intent);
        }
    }

    /// <summary>No error of the record stands at this step any more.</summary>
    private void Resolve(PageWork page, RecordState record, int step)
    {
        if (context.ResolvesErrors)
        {
            page.Add(page.Passed, new PassedRecord(
                context.Plan.Flow,
                context.Plan.IdOf(~record.Source),
                context.Plan.IdOf(step),
                record.TraceKey,
                record.RetriedAt(step)));
        }
    }
}
