using System.Runtime.CompilerServices;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs;

/// <summary>
/// Takes one record of a page from where it enters to its outcome: delivered, left out by the user's own rule, waiting, or
/// in the errors with its data. There is no fourth place. // Promise 1
/// </summary>
internal sealed class RecordPipeline(
    RunContext context, RecordEntry entry, RecordOutcomes outcomes, StepRunner steps, TornRecords torn)
{
    private readonly StepPath _path = new(context.Plan.Steps);

    /// <summary>Works on a record that comes in. Throws only when the run stops, or what must not happen.</summary>
    public ValueTask RunAsync(PageWork page, int index)
    {
        if (entry.Open(page, index) is { } record)
        {
            return GoOnAsync(page, record, new StepTurn(Math.Max(0, record.Origin.Step)));
        }

        page.End(index);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the record on its way, until it has an outcome or a step holds it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask GoOnAsync(PageWork page, RecordState record, StepTurn? turn)
    {
        try
        {
            while (turn is { } next && !_path.IsEnd(next))
            {
                if (next.Case is { } @case)
                {
                    turn = TryCase(page, record, next.Step, @case);
                }
                else if (context.Plan.Steps[next.Step].Holds && context.Plan.Steps[next.Step].IsFor(record, next.Step))
                {
                    if (Hold(page, record, next.Step, out turn))
                    {
                        return;
                    }
                }
                else
                {
                    turn = await PassAsync(page, record, next.Step);
                }
            }
        }
        catch
        {
            Tear(page, record, turn!.Value.Step);
            throw;
        }

        End(page, record);
    }

    /// <summary>The run ends before the record has come to anything at this step. Takes it.</summary>
    public void Tear(PageWork page, RecordState record, int step) => torn.Tear(page, record, step);

    /// <summary>What a step that held the record made of it. The record is the page's again, or has come to its end.</summary>
    public void Land(PageWork page, RecordState record, int step, StepOutcome outcome)
    {
        outcomes.Read(page, step);
        if (Conclude(page, record, step, outcome) is { } turn && !_path.IsEnd(turn))
        {
            page.Held.GoOn(record, turn);
        }
        else
        {
            End(page, record);
        }
    }

    private static void End(PageWork page, RecordState record)
    {
        if (record.Origin.Parked is { } parked)
        {
            page.Add(page.Unparked, parked);
        }

        page.Held.Forget(record);
        page.End(record.Index);
        record.Dispose();
    }

    /// <summary>True when the step holds the record; else what comes next, null when it goes no further.</summary>
    private bool Hold(PageWork page, RecordState record, int step, out StepTurn? turn)
    {
        // Counted when its outcome is known: a run that stops has not come to anything with it.
        var plan = context.Plan.Steps[step];
        try
        {
            if (plan.When?.Test(record.Current) ?? true)
            {
                page.Held.Hold(step, record);
                turn = null;
                return true;
            }

            outcomes.Read(page, step);
            outcomes.Ignored(page, record, step);
            turn = _path.After(step);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            outcomes.Read(page, step);
            turn = Conclude(page, record, step, StepOutcome.Failed(fault));
        }

        return false;
    }

    /// <summary>One step; null when the record goes no further now.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StepTurn?> PassAsync(PageWork page, RecordState record, int step)
    {
        var plan = context.Plan.Steps[step];
        if (!plan.IsFor(record, step))
        {
            return _path.After(step);
        }

        // What was parked here was counted when it came.
        var isNew = record.Origin.Parked is null || record.Origin.Step != step;
        outcomes.Read(page, step, isNew ? 1 : 0);

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
        catch
        {
            // The run ends before the record has come to anything here.
            outcomes.Read(page, step, isNew ? -1 : 0);
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
            var goesOn = context.Plan.Steps[step].ContinueOnError;
            outcomes.Failed(page, record, step, failed, goesOn);
            return goesOn ? _path.After(step) : null;
        }

        record.HasPassed |= context.Plan.Steps[step] is SendPlan || record.Origin.Step >= 0;
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

            outcomes.Failed(page, record, step, fault, branch.ContinueOnError);
            return branch.ContinueOnError ? _path.After(step) : null;
        }

        if (isTaken && record.Take(step))
        {
            outcomes.Passed(page, record, step);
        }

        return _path.AfterCase(step, @case, isTaken);
    }
}
