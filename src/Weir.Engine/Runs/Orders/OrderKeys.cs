using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs.Orders;

/// <summary>The keys that decide which records follow one another at the steps with <c>order: key</c>.</summary>
internal sealed class OrderKeys(RunContext context)
{
    /// <summary>A hash of step and key. Throws <see cref="EvaluationException"/>.</summary>
    public string Of(SendPlan plan, RecordState record)
    {
        var key = plan.OrderKey!.RenderText(record.Current, context.Variables);
        return key.Length > 0
            ? SendKey.Hash($"{plan.Id}\n{key}")
            : throw new EvaluationException(ErrorCodes.Template, "The order key is empty for this record.");
    }

    /// <summary>
    /// The keys whose later records must wait while this one stands in the errors of a step: at that step, and at those
    /// behind it that it will come to. A key that only a later step would put into the record is not known yet.
    /// </summary>
    public IReadOnlyList<string> BlockedBy(RecordState record, int failedAt)
    {
        if (!context.Plan.HasOrder)
        {
            return [];
        }

        List<string> keys = [];
        for (var step = Math.Max(0, failedAt); step < context.Plan.Steps.Count; step++)
        {
            var goesOn = step != failedAt && failedAt >= 0 && context.Plan.Steps[failedAt].ContinueOnError;
            if (context.Plan.Steps[step] is SendPlan { Enabled: true, OrderKey: not null } plan && !goesOn)
            {
                Add(keys, plan, record);
            }
        }

        return keys;
    }

    private void Add(List<string> keys, SendPlan plan, RecordState record)
    {
        try
        {
            if (plan.When?.Test(record.Current) ?? true)
            {
                keys.Add(Of(plan, record));
            }
        }
        catch (EvaluationException)
        {
            // It has no key here: nothing can follow it.
        }
    }
}
