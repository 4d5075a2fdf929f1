using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>The marks of a flow: from where each of its sources goes on.</summary>
public sealed class MarkService(IResourceStore resources, IRunStore runs, TimeProvider time)
{
    /// <summary>One for each source of the flow. Refusal: <c>not_found</c>.</summary>
    public async Task<MarksView> ReadAsync(FlowId id, CancellationToken cancellationToken) =>
        await ViewAsync(await FlowAsync(id, cancellationToken), cancellationToken);

    /// <summary>
    /// Sets the marks that the body names; null lets a source begin at its beginning. What a source gave before is forgotten,
    /// so that all from its mark on is delivered. Refusals: <c>not_found</c>; <c>conflict</c> while a run of the flow is
    /// active, which would move its marks at its end.
    /// </summary>
    public async Task<MarksView> SetAsync(FlowId id, JsonElement body, CancellationToken cancellationToken)
    {
        var flow = await FlowAsync(id, cancellationToken);
        var marks = Read(flow, body);
        if ((await runs.UnfinishedAsync(cancellationToken)).Any(r => r.Flow == id && r is { IsWaiting: false, Trigger: not RunTrigger.Retry }))
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"A run of the flow '{flow.Name}' is active: cancel it or wait for its end, then set the marks.");
        }

        await runs.SetMarksAsync(id, marks, cancellationToken);
        return await ViewAsync(flow, cancellationToken);
    }

    private List<SourceMark> Read(Flow flow, JsonElement body)
    {
        var reader = new DocumentReader(body);
        List<SourceMark> marks = [];
        if (reader.Free("marks").ValueKind == JsonValueKind.Undefined)
        {
            reader.Refuse("marks", "'marks' is needed.", ErrorCodes.Required);
        }

        foreach (var mark in reader.Array("marks", FlowDocument.SourcesMax))
        {
            var source = mark.RequiredString("source");
            if (!mark.Has("at"))
            {
                mark.Refuse("at", "'at' is needed: a time, or null for the beginning.", ErrorCodes.Required);
            }

            var at = mark.PastTime("at", time.GetUtcNow());
            if (!mark.IsRefused("source") && flow.Sources.All(s => s.Id != source))
            {
                mark.Refuse("source", $"The flow has no source '{source}'.");
            }
            else if (marks.Any(m => m.Source == source))
            {
                mark.Refuse("source", $"The source '{source}' stands twice.");
            }

            marks.Add(new SourceMark(source, at));
        }

        reader.Finish();
        return marks;
    }

    private async Task<MarksView> ViewAsync(Flow flow, CancellationToken cancellationToken)
    {
        var marks = await runs.MarksAsync(flow.Id, cancellationToken);
        return new MarksView(
            [.. flow.Sources.Select(s => new MarkView(s.Id, marks.TryGetValue(s.Id, out var at) ? at : null))]);
    }

    private async Task<Flow> FlowAsync(FlowId id, CancellationToken cancellationToken) =>
        FlowDocument.FromRow(
            await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("flow", id.Value));
}
