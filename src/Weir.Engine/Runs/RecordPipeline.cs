using System.Text.Json;
using Weir.Engine.Governor;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Takes one record of a page from where it enters to its outcome: delivered, left out by the user's own rule, waiting, or
/// in the errors with its data. There is no fourth place. // Promise 1
/// </summary>
internal sealed class RecordPipeline(RunContext context, StepRunner steps, FingerprintSet doneBefore)
{
    /// <summary>Works on one record. Throws only when the run stops, or what must not happen.</summary>
    public async ValueTask RunAsync(PageWork page, int index)
    {
        var origin = page.Record(index);
        if (origin.Skip)
        {
            return;
        }

        using var record = Open(page, origin);
        if (record is null)
        {
            return;
        }

        if (origin.Step < 0 && !Admit(page, record, origin.Step, origin.Error))
        {
            return;
        }

        for (var step = Math.Max(0, origin.Step); step < context.Plan.Steps.Count; step++)
        {
            if (IsFor(context.Plan.Steps[step], record) && !await PassAsync(page, index, record, step, origin))
            {
                break;
            }
        }

        if (origin.Parked is { } parked)
        {
            page.Add(page.Unparked, parked);
        }
    }

    private static bool IsFor(StepPlan step, RecordState record) =>
        step.Enabled && (step.Marks is not { } source || (source == record.Source && !record.HasFailed));

    /// <summary>Finds trace key and fingerprint; null when a former life has done this record.</summary>
    private RecordState? Open(PageWork page, PageRecord origin)
    {
        if (origin.TraceKey is not null)
        {
            if (origin.Parked is null)
            {
                Count(page, ~origin.Source, t => t.Read());
            }

            if (origin is { Parked: null, Step: >= 0 })
            {
                Count(page, ~origin.Source, t => t.Success());
            }

            return new RecordState(origin.Value, origin.Source, origin.TraceKey, origin.Fingerprint);
        }

        string key;
        EvaluationException? failure = null;
        try
        {
            key = context.Plan.Sources[~origin.Step].TraceKey.Of(origin.Value, context.VariablesOf(~origin.Step));
        }
        catch (EvaluationException e)
        {
            key = Fingerprint.Of("", origin.Value).ToString();
            failure = e;
        }

        // The same record of another source is another one.
        var fingerprint = Fingerprint.Of(context.Plan.Sources[~origin.Step].Salt + key, origin.Value);
        page.Add(page.Fingerprints, fingerprint);
        if (doneBefore.Remove(fingerprint))
        {
            page.Add(page.Dropped, fingerprint);
            return null;
        }

        Count(page, origin.Step, t => t.Read());
        var record = new RecordState(origin.Value, origin.Source, key, fingerprint);
        if (failure is null)
        {
            return record;
        }

        Fail(page, record, origin.Step, FaultOf(failure), null);
        record.Dispose();
        return null;
    }

    /// <summary>The source's own rules: transform, then filter.</summary>
    private bool Admit(PageWork page, RecordState record, int step, ErrorId? retried)
    {
        try
        {
            var source = context.Plan.Sources[~step];
            if (source.Transform is { } transform)
            {
                var bytes = new PooledBuffer(RecordState.BytesMax);
                try
                {
                    transform.Write(record.Current, context.VariablesOf(~step), bytes);
                }
                catch
                {
                    bytes.Dispose();
                    throw;
                }

                record.Become(bytes);
            }

            if (source.Filter is { } filter && !filter.Test(record.Current))
            {
                Count(page, step, t => t.Ignored());
                Resolve(page, source.Id, record, retried);
                return false;
            }

            Count(page, step, t => t.Success());
            Resolve(page, source.Id, record, retried);
            return true;
        }
        catch (Exception e) when (FaultFrom(e) is { } fault)
        {
            Fail(page, record, step, fault, retried);
            return false;
        }
    }

    /// <summary>One step; false when the record goes no further now.</summary>
    private async ValueTask<bool> PassAsync(
        PageWork page, int index, RecordState record, int step, PageRecord origin)
    {
        var plan = context.Plan.Steps[step];
        var retried = origin.Step == step ? origin.Error : null;
        if (origin.Parked is null || origin.Step != step)
        {
            Count(page, step, t => t.Read());
        }

        StepOutcome outcome;
        try
        {
            if (plan.When is { } when && !when.Test(record.Current))
            {
                Count(page, step, t => t.Ignored());
                Resolve(page, plan.Id, record, retried);
                return true;
            }

            outcome = await steps.RunAsync(page, index, record, step, origin);
        }
        catch (Exception e) when (FaultFrom(e) is { } fault)
        {
            outcome = StepOutcome.Failed(fault);
        }
        catch (OperationCanceledException)
        {
            // The run ends before the record has come to anything here.
            Count(page, step, t => t.Read(-1));
            throw;
        }

        if (outcome.ParkUntil is { } until)
        {
            page.Add(page.Waiting, new WaitingRecord(
                record.Source,
                plan.Id,
                record.TraceKey,
                record.Fingerprint,
                outcome.Attempts,
                until,
                record.Copy()));
            return false;
        }

        if (outcome.Fault is { } failed)
        {
            Fail(page, record, step, failed, retried);
            return plan.ContinueOnError;
        }

        Count(page, step, t => t.Success());
        Resolve(page, plan.Id, record, retried);
        return true;
    }

    private static Fault FaultOf(EvaluationException e) =>
        new() { Kind = FaultKind.Rejected, Code = e.Code, Message = e.Message, Field = e.Field };

    /// <summary>What is the record's own trouble; null for what ends the run.</summary>
    private static Fault? FaultFrom(Exception exception) => exception switch
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

    private void Fail(PageWork page, RecordState record, int step, Fault fault, ErrorId? retried)
    {
        record.HasFailed = true;
        Count(page, step, t => t.Error());
        page.Add(page.Failures, new FailedRecord(
            record.Source,
            context.Plan.IdOf(step),
            fault,
            record.TraceKey,
            record.Fingerprint,
            // A retry at the source transforms it again.
            step < 0 ? record.CopyAsRead() : record.Copy(),
            retried));
    }

    /// <summary>The record passed, or the user's own rule leaves it out: no error of it stands any more.</summary>
    private void Resolve(PageWork page, string step, RecordState record, ErrorId? retried)
    {
        if (context.ResolvesErrors)
        {
            page.Add(page.Passed, new PassedRecord(
                context.Plan.Flow, context.Plan.IdOf(~record.Source), step, record.TraceKey, retried));
        }
    }

    private void Count(PageWork page, int step, Action<StepTally> count)
    {
        var tally = context.Plan.TallyOf(step);
        count(page.Tallies[tally]);
        count(context.Live[tally]);
    }
}
