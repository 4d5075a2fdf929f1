using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs;

/// <summary>
/// Takes one record of a page from where it enters to its outcome: delivered, left out by the user's own rule, waiting, or
/// in the errors with its data. There is no fourth place. // Promise 1
/// </summary>
internal sealed class RecordPipeline(
    RunContext context, RecordEntry entry, RecordOutcomes outcomes, StepRunner steps)
{
    private readonly StepPath _path = new(context.Plan.Steps);

    /// <summary>Works on one record. Throws only when the run stops, or what must not happen.</summary>
    public async ValueTask RunAsync(PageWork page, int index)
    {
        using var record = entry.Open(page, index);
        if (record is null)
        {
            return;
        }

        StepTurn? turn = new StepTurn(Math.Max(0, record.Origin.Step));
        while (turn is { } next && !_path.IsEnd(next))
        {
            turn = next.Case is { } @case
                ? TryCase(page, record, next.Step, @case)
                : await PassAsync(page, record, next.Step);
        }

        if (record.Origin.Parked is { } parked)
        {
            page.Add(page.Unparked, parked);
        }
    }

    private static bool IsFor(StepPlan step, RecordState record) =>
        step.Enabled && (step.Marks is not { } source || (source == record.Source && !record.HasFailed));

    /// <summary>One step; null when the record goes no further now.</summary>
    private async ValueTask<StepTurn?> PassAsync(PageWork page, RecordState record, int step)
    {
        var plan = context.Plan.Steps[step];
        if (!IsFor(plan, record))
        {
            return _path.After(step);
        }

        if (record.Origin.Parked is null || record.Origin.Step != step)
        {
            outcomes.Read(page, step);
        }

        StepOutcome outcome;
        try
        {
            if (plan.When is { } when && !when.Test(record.Current))
            {
                outcomes.Ignored(page, record, step);
                return _path.After(step);
            }

            if (plan is BranchPlan)
            {
                record.Enter(step);
                return new StepTurn(step, 0);
            }

            outcome = await steps.RunAsync(page, record, step);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            outcome = StepOutcome.Failed(fault);
        }
        catch (OperationCanceledException)
        {
            // The run ends before the record has come to anything here.
            outcomes.Read(page, step, -1);
            throw;
        }

        return Conclude(page, record, step, outcome);
    }

    private StepTurn? Conclude(PageWork page, RecordState record, int step, StepOutcome outcome)
    {
        if (outcome.ParkUntil is { } until)
        {
            outcomes.Waits(page, record, step, outcome.Attempts, until);
            return null;
        }

        if (outcome.Fault is { } failed)
        {
            outcomes.Failed(page, record, step, failed);
            return context.Plan.Steps[step].ContinueOnError ? _path.After(step) : null;
        }

        outcomes.Passed(page, record, step);
        return _path.After(step);
    }

    /// <summary>
    /// Tries a case of a branch on the record as it stands. A branch counts each record once: taken by a case or by none.
    /// </summary>
    private StepTurn? TryCase(PageWork page, RecordState record, int step, int @case)
    {
        var branch = (BranchPlan)context.Plan.Steps[step];
        if (@case == branch.Cases.Count)
        {
            if (record.Leave(step) == BranchMark.Entered)
            {
                outcomes.Ignored(page, record, step);
            }

            return _path.After(step);
        }

        bool isTaken;
        try
        {
            isTaken = branch.Cases[@case].When?.Test(record.Current) ?? true;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            switch (record.Leave(step))
            {
                case BranchMark.Taken:
                    outcomes.Succeeded(page, step, -1);
                    break;
                case null:
                    outcomes.Read(page, step);
                    break;
            }

            outcomes.Failed(page, record, step, fault);
            return branch.ContinueOnError ? _path.After(step) : null;
        }

        if (isTaken && record.Take(step))
        {
            outcomes.Passed(page, record, step);
        }

        return _path.AfterCase(step, @case, isTaken);
    }
}
