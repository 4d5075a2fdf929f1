using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Batches;

/// <summary>What came of one request for several records.</summary>
/// <param name="Outcomes">Records whose outcome is known.</param>
/// <param name="Rest">Parts that are sent again: the request was refused, and not for their sake.</param>
internal readonly record struct BatchVerdict(
    IReadOnlyList<(BatchItem Item, StepOutcome Outcome)> Outcomes, IReadOnlyList<IReadOnlyList<BatchItem>> Rest)
{
    public static BatchVerdict All(IReadOnlyList<BatchItem> part, Fault fault) =>
        new([.. part.Select(i => (i, StepOutcome.Failed(fault)))], []);

    public static BatchVerdict Halves(IReadOnlyList<BatchItem> part) =>
        new([], [[.. part.Take(part.Count / 2)], [.. part.Skip(part.Count / 2)]]);

    public static BatchVerdict Of(Batch batch, IReadOnlyList<BatchItem> part, Answer answer)
    {
        if (answer.Fault is not { } fault)
        {
            return new BatchVerdict([.. part.Select((item, i) => (item, Passed(batch.Plan, item, answer.Items?[i])))], []);
        }

        if (batch.Plan.Repeat == RepeatRule.Never)
        {
            // Refused or lost, what was in it once is never sent again by itself. // Promise 2
            return new BatchVerdict(
                [
                    .. part.Select((item, i) => (item, StepOutcome.Failed(
                        answer.Items?[i].Fault ?? (item.Intent is { } sent ? OnlyOnce.UnknownOf(fault, sent.SentAt) : null) ?? fault))),
                ],
                []);
        }

        if (!BatchSplits.IsOfContent(fault))
        {
            return All(part, fault);
        }

        var named = part.Where((_, i) => answer.Items?[i].Fault is not null).ToList();
        if (named.Count == 0)
        {
            return part.Count > 1 && batch.Splits.Take(2) ? Halves(part) : All(part, fault);
        }

        var outcomes = part.Index().Where(p => answer.Items![p.Index].Fault is not null)
            .Select(p => (p.Item, StepOutcome.Failed(answer.Items![p.Index].Fault!))).ToList();
        List<BatchItem> innocent = [.. part.Except(named)];
        if (innocent.Count == 0)
        {
            return new BatchVerdict(outcomes, []);
        }

        return batch.Splits.Take(1)
            ? new BatchVerdict(outcomes, [innocent])
            : new BatchVerdict([.. outcomes, .. All(innocent, fault).Outcomes], []);
    }

    private static StepOutcome Passed(SendPlan plan, BatchItem item, ItemReading? reading)
    {
        if (reading?.Fault is { } failed)
        {
            return StepOutcome.Failed(failed);
        }

        if (plan.Into is not null)
        {
            try
            {
                item.Record.Put(plan.Into, reading?.Value ?? default);
            }
            catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
            {
                return StepOutcome.Failed(item.Intent is { } sent ? fault with { SentAt = sent.SentAt } : fault);
            }
        }

        return StepOutcome.Passed;
    }
}
