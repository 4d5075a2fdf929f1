using Weir.Expressions;

namespace Weir.Engine.Runs;

/// <summary>How a record comes in: its trace key and fingerprint, then the source's own rules.</summary>
internal sealed class RecordEntry(RunContext context, RecordOutcomes outcomes, FingerprintSet doneBefore)
{
    /// <summary>The record on its way; null when it goes no further than the source.</summary>
    public RecordState? Open(PageWork page, int index)
    {
        var origin = page.Record(index);
        var record = origin.Skip ? null : Find(page, index, origin);
        if (record is null || origin.Step >= 0 || Admit(page, record))
        {
            return record;
        }

        record.Dispose();
        return null;
    }

    /// <summary>Finds trace key and fingerprint; null when a former life has done this record.</summary>
    private RecordState? Find(PageWork page, int index, PageRecord origin)
    {
        if (origin.TraceKey is not null)
        {
            if (origin.Parked is null)
            {
                outcomes.Read(page, ~origin.Source);
            }

            if (origin is { Parked: null, Step: >= 0 })
            {
                outcomes.Succeeded(page, ~origin.Source);
            }

            return new RecordState(origin, index, origin.TraceKey, origin.Fingerprint);
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

        if (page.Standing?.Contains(key) == true)
        {
            return null;
        }

        outcomes.Read(page, origin.Step);
        var record = new RecordState(origin, index, key, fingerprint) { Seen = page.SeenOf(index) };
        if (failure is null)
        {
            return record;
        }

        outcomes.Failed(page, record, origin.Step, RecordOutcomes.FaultOf(failure));
        record.Dispose();
        return null;
    }

    /// <summary>The source's own rules: transform, then filter.</summary>
    private bool Admit(PageWork page, RecordState record)
    {
        var step = record.Origin.Step;
        try
        {
            var source = context.Plan.Sources[~step];
            if (!SourceRules.Admit(record, source.Transform, source.Filter, context.VariablesOf(~step)))
            {
                outcomes.Ignored(page, record, step);
                return false;
            }

            outcomes.Passed(page, record, step);
            return true;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            outcomes.Failed(page, record, step, fault);
            return false;
        }
    }
}
