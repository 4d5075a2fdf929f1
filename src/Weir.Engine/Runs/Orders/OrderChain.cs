using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Orders;

/// <summary>
/// The records of a page that have one order key at one step: one after the other, each when what came before is done and
/// durable. Behind one that failed the others wait in the errors.
/// </summary>
/// <param name="Page">Their page.</param>
/// <param name="Step">The step.</param>
/// <param name="Key">As <see cref="OrderKeys"/> gives it.</param>
/// <param name="Members">In the order of the page.</param>
internal sealed record OrderChain(PageWork Page, int Step, string Key, IReadOnlyList<OrderMember> Members)
{
    /// <summary>The open errors that these records are retried for: they do not stand in their own way.</summary>
    public IReadOnlyList<ErrorId> Own { get; } =
        [.. Members.Select(m => Page.Record(m.Index).Error).OfType<ErrorId>()];
}

/// <summary>A place in a chain.</summary>
/// <param name="Index">The place in the page.</param>
/// <param name="Record">Null where the record failed before the step.</param>
internal readonly record struct OrderMember(int Index, RecordState? Record);

/// <summary>Takes chains through their step.</summary>
internal sealed class OrderChains(RunContext context, StepRunner steps, OnlyOnce once, RecordPipeline pipeline)
{
    private static readonly Fault Blocked = new()
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.Blocked,
        Message = "An earlier record with the same order key stands in the errors; this one follows when that one is retried or resolved.",
    };

    /// <summary>Set when a failure may stand in the store: without any, nobody asks for them.</summary>
    private volatile bool _mayBlock = context.ResolvesErrors;

    /// <summary>A page was written that has failures.</summary>
    public void Failed() => _mayBlock = true;

    public async ValueTask RunAsync(OrderChain chain)
    {
        var at = 0;
        try
        {
            var first = _mayBlock
                ? await context.Services.Errors.FirstOpenAsync(context.Plan.Flow, chain.Key, chain.Own, context.Abort)
                : null;
            var isBlocked = false;
            for (; at < chain.Members.Count; at++)
            {
                if (chain.Members[at].Record is not { } record)
                {
                    isBlocked = true;
                    continue;
                }

                isBlocked |= first is { } before && !(record.Origin.Place <= before);
                var outcome = isBlocked
                    ? StepOutcome.Failed(Blocked)
                    : await SendAsync(chain, record, chain.Members.Skip(at + 1).Any(m => m.Record is not null));
                isBlocked |= outcome.Fault is not null;
                pipeline.Land(chain.Page, record, chain.Step, outcome);
            }
        }
        finally
        {
            // What has no outcome when the run stops: a resume does it again.
            foreach (var record in chain.Members.Skip(at).Select(m => m.Record).OfType<RecordState>())
            {
                pipeline.Tear(chain.Page, record, chain.Step);
            }
        }
    }

    /// <param name="chain">The chain.</param>
    /// <param name="record">The record.</param>
    /// <param name="isFollowed">The next one starts only when it is written down that this one is done. // Promise 2</param>
    private async ValueTask<StepOutcome> SendAsync(OrderChain chain, RecordState record, bool isFollowed)
    {
        try
        {
            var outcome = await steps.RunAsync(chain.Page, record, chain.Step);
            var plan = (SendPlan)context.Plan.Steps[chain.Step];
            if (isFollowed && outcome.Fault is null && (plan.Repeat == RepeatRule.Always || plan.Call is IFindCall { Updates: true } or IFindCall { LooksFirst: true }))
            {
                await once.NoteAsync(plan, record, SendKey.Of(plan, record, context.Variables).Identity);
            }

            return outcome;
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            return StepOutcome.Failed(fault);
        }
    }
}
