namespace Weir.Engine.Runs.Steps;

/// <summary>
/// Which step comes next. A record's place is one step, whatever branches stand around it: the cases of a branch are passed
/// one after the other, so what is written down for a retry, a park or a kill is that step and nothing more. // Promise 1
/// </summary>
internal sealed class StepPath(IReadOnlyList<StepPlan> steps)
{
    public bool IsEnd(StepTurn turn) => turn.Step >= steps.Count;

    /// <summary>What comes after a step that the record has passed, or that lets it go on.</summary>
    public StepTurn After(int step)
    {
        while (true)
        {
            var place = steps[step].Place;
            if (place.Branch is not { } around)
            {
                return new StepTurn(place.End);
            }

            var branch = (BranchPlan)steps[around];
            if (place.End < branch.Cases[place.Case].End)
            {
                return new StepTurn(place.End);
            }

            if (branch.TakesAll)
            {
                return new StepTurn(around, place.Case + 1);
            }

            step = around;
        }
    }

    /// <summary>The step at which a record stands that would go on with this turn; null when it is done.</summary>
    public int? StandsAt(StepTurn turn, RecordState record)
    {
        while (!IsEnd(turn))
        {
            if (turn.Case is not { } @case)
            {
                if (steps[turn.Step].IsFor(record, turn.Step))
                {
                    return turn.Step;
                }

                turn = After(turn.Step);
            }
            else if (((BranchPlan)steps[turn.Step]).Cases is var cases && @case == cases.Count)
            {
                turn = After(turn.Step);
            }
            else
            {
                try
                {
                    turn = AfterCase(turn.Step, @case, cases[@case].When?.Test(record.Current) ?? true);
                }
                catch (Exception e) when (RecordOutcomes.FaultFrom(e) is not null)
                {
                    return turn.Step;
                }
            }
        }

        return null;
    }

    /// <summary>What comes after a case was tried; the step after the branch when there are no more.</summary>
    public StepTurn AfterCase(int step, int @case, bool isTaken)
    {
        var branch = (BranchPlan)steps[step];
        if (isTaken && branch.Cases[@case] is var (_, start, end) && start < end)
        {
            return new StepTurn(start);
        }

        return isTaken && !branch.TakesAll ? After(step) : new StepTurn(step, @case + 1);
    }
}

/// <summary>What a record does next.</summary>
/// <param name="Step">Goes through this step; behind the last one it is done.</param>
/// <param name="Case">The step is a branch that it is inside of: it tries this case.</param>
internal readonly record struct StepTurn(int Step, int? Case = null);
