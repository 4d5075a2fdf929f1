using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>
/// Looks whether what is to be created is there already: whatever has the key is meant, and nothing of it is compared, for an
/// application writes a text in its own way and people go on with it.
/// </summary>
internal sealed class FirstLook(RunContext context, RecordFinder finder)
{
    /// <summary>So long after it was sent an application may not show something.</summary>
    public static readonly TimeSpan LagMax = TimeSpan.FromMinutes(1);

    public const string MayComeText =
        "One with its key was sent a moment ago, and the application does not show it: it may come late, or somebody has deleted it. Retry it in a minute.";

    private readonly LookedKeys _looked = new(context.Services.Made, context.Services.Time);

    /// <summary>What becomes of a record whose key something has; null where nothing has it, and it is to be created.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="work">The record.</param>
    /// <param name="search">How it is found.</param>
    /// <param name="isDoubted">It may have been sent itself, and was looked for as such.</param>
    public async ValueTask<StepOutcome?> RunAsync(SendPlan plan, FindingWork work, RecordSearch search, bool isDoubted)
    {
        List<string> keys = [.. search.First.Select(key => search.Keys[key])];
        for (var look = 1; ; look++)
        {
            if (await LookAsync(plan, work, search, mayKnow: look == 1) is { } outcome)
            {
                return outcome;
            }

            // What another record has sent and no list shows may come late or be gone: it is neither delivered nor made again.
            if ((finder.MadeOf(plan, keys)?.At ?? (isDoubted ? null : finder.UnsettledOf(plan, keys))) is not { } sentAt)
            {
                return null;
            }

            if (look == RecordFinder.LooksMax)
            {
                return context.Services.Time.GetElapsedTime(sentAt) > LagMax ? null : StepOutcome.Failed(
                    ErrorCodes.Conflict, MayComeText);
            }

            await Task.Delay(context.Services.Dispatcher.WaitAfter(look), context.Services.Time, context.Stop);
        }
    }

    /// <param name="plan">The step.</param>
    /// <param name="work">The record.</param>
    /// <param name="search">How it is found.</param>
    /// <param name="mayKnow">What was answered before may do.</param>
    private async ValueTask<StepOutcome?> LookAsync(SendPlan plan, FindingWork work, RecordSearch search, bool mayKnow)
    {
        foreach (var key in search.First)
        {
            using var call = search.Ask(key);
            LookedKeys.LookTurn? turn = null;
            if (mayKnow && call.ReadKey is { } address)
            {
                var known = finder.Hashed(plan, [address, search.Keys[key]]);
                turn = await _looked.EnterAsync(known[0], known[1], context.Stop);
                if (turn is null)
                {
                    continue;
                }
            }

            using (turn)
            {
                if (await AskAsync(plan, work, search, key, call, turn) is { } outcome)
                {
                    return outcome;
                }
            }
        }

        return null;
    }

    private async ValueTask<StepOutcome?> AskAsync(
        SendPlan plan, FindingWork work, RecordSearch search, int key, PreparedCall call, LookedKeys.LookTurn? turn)
    {
        var found = await finder.AskAsync(plan, work.Step, search, key, call, null, answer =>
        {
            if (turn is not null && search.KeysIn(key, answer) is { } keys)
            {
                turn.Keep(finder.Hashed(plan, keys));
            }
        });
        if (found.Fault is { } fault)
        {
            // One that is there is reason enough not to create another; which of several is meant, only a later step must know.
            return IsSeveral(fault) && plan.Into is null ? StepOutcome.Passed : StepOutcome.Failed(fault);
        }

        if (!found.IsThere)
        {
            return null;
        }

        if (plan.Into is not null)
        {
            work.Record.Put(plan.Into, found.Value);
        }

        return StepOutcome.Passed;
    }

    private static bool IsSeveral(Fault fault) => fault is { Code: ErrorCodes.Conflict, HttpStatus: null };
}
