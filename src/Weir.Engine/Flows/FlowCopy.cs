using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>A flow once more.</summary>
internal static class FlowCopy
{
    /// <summary>
    /// The same sources and steps, in the same integration. Nothing starts it by itself: it has no schedule, starts no other
    /// flow, and no other flow starts it. Sources and steps get ids of their own: the idempotency keys that Weir makes are of
    /// import and step, and what two flows send through one import is not the same delivery.
    /// </summary>
    public static Flow Of(Flow original, FlowId id, string name, IdSource ids)
    {
        var partIds = new FlowIds(ids);
        return original with
        {
            Id = id,
            Name = name,
            Version = 1,
            Sources = [.. original.Sources.Select(source => source with { Id = partIds.Make("source") })],
            Steps = Copies(original.Steps, partIds),
            Schedule = default,
            RunNext = [],
        };
    }

    private static IReadOnlyList<FlowStep> Copies(IReadOnlyList<FlowStep> steps, FlowIds ids) =>
    [
        .. steps.Select(step => step with
        {
            Id = ids.Make("step"),
            Branch = step.Branch is { } branch
                ? branch with { Cases = [.. branch.Cases.Select(one => one with { Steps = Copies(one.Steps, ids) })] }
                : null,
        }),
    ];
}
