using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>Flows that start one after the other: they never come back to where they began.</summary>
internal static class FlowChain
{
    /// <summary>More flows do not follow from one. // Promise 8</summary>
    private const int FlowsMax = 1000;

    /// <summary>Notes a flow that is not there, and one from which this one would start again.</summary>
    public static async Task CheckAsync(
        DocumentReader reader, IResourceStore store, Flow flow, CancellationToken cancellationToken)
    {
        for (var i = 0; i < flow.RunNext.Count; i++)
        {
            var field = $"runNext[{i}]";
            if (flow.RunNext[i] == flow.Id)
            {
                reader.Refuse(field, "A flow cannot start itself.");
            }
            else if (await store.FindAsync(ResourceKind.Flow, flow.RunNext[i].Value, cancellationToken) is null)
            {
                reader.Refuse(field, $"There is no flow {flow.RunNext[i]}.");
            }
            else if (await LeadsToAsync(store, flow.RunNext[i], flow.Id, cancellationToken))
            {
                reader.Refuse(field, $"The flow {flow.RunNext[i]} starts, itself or through others, this one: they would never end.");
            }
        }
    }

    private static async Task<bool> LeadsToAsync(
        IResourceStore store, FlowId from, FlowId to, CancellationToken cancellationToken)
    {
        HashSet<FlowId> seen = [from];
        Queue<FlowId> open = new(seen);
        while (open.TryDequeue(out var id))
        {
            if (await store.FindAsync(ResourceKind.Flow, id.Value, cancellationToken) is not { } row)
            {
                continue;
            }

            foreach (var next in FlowDocument.FromRow(row).RunNext)
            {
                if (next == to || seen.Count == FlowsMax)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }

        return false;
    }
}
