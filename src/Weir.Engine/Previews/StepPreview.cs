using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Expressions.Filters;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// Takes one record through one step of a stored flow: a lookup is really asked, because it reads; an import is only shown.
/// Also for a step that is switched off.
/// </summary>
public sealed class StepPreview(
    IResourceStore store, PreviewSender sender, ILiveConnections connections, AdaptorSet adaptors, TimeProvider time)
{
    private readonly OperationTargets _targets = new(connections, adaptors);

    /// <summary><c>{"record":{…}}</c>. Refusals: <c>not_found</c>, and what keeps the step from being run at all.</summary>
    public async Task<StepPreviewView> RunAsync(
        FlowId id, string stepId, JsonElement body, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("flow", id.Value);
        var step = FlowDocument.FromRow(row).AllSteps.FirstOrDefault(s => s.Id == stepId)
            ?? throw RefusalException.NotFound("step", stepId);
        var reader = new DocumentReader(body);
        var record = reader.Any("record");
        reader.Finish();
        try
        {
            if (step.When.ValueKind != JsonValueKind.Undefined && !Filter.Parse(step.When).Test(record))
            {
                return new StepPreviewView(record, [], [], Skipped: true, []);
            }
        }
        catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
        {
            return Failed(record, [], trouble);
        }

        return step switch
        {
            { Lookup: { } lookup } => await LookUpAsync(step, lookup, record, cancellationToken),
            { Import: { } import } => await RenderAsync(import, record, cancellationToken),
            _ => throw RefusalException.Invalid("step", "This step is a branch: preview the steps in its cases, and its rules with /v1/preview/filter."),
        };
    }

    private static StepPreviewView Failed(JsonElement record, IReadOnlyList<Exchange> heard, PreviewError error) =>
        new(record, [], heard, Skipped: false, [error]);

    private async Task<StepPreviewView> LookUpAsync(
        FlowStep step, ExportId id, JsonElement record, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(ResourceKind.Export, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("export", id.Value);
        var export = ExportDocument.FromRow(row);
        var target = TargetOf(export.Connection, export.Operation, export.Name);
        var lookup = target.Adaptor.OpenLookup(new SourceSpec(target.Application, target.Operation, export));
        List<Exchange> heard = [];
        var (value, error) = await LookupPreview.FindAsync(
            sender,
            connections.Known(export.Connection),
            target.Adaptor,
            lookup,
            record,
            PreviewVariables.Of(null, time),
            heard,
            cancellationToken);
        if (error is not null)
        {
            return Failed(record, heard, error);
        }

        if (step.Into is null)
        {
            return new StepPreviewView(record, [], heard, Skipped: false, []);
        }

        try
        {
            using var state = new RecordState(new PageRecord(record, Source: 0, Step: 0), 0, "", default);
            state.Put(step.Into.Split('.'), value);
            return new StepPreviewView(state.Current.Clone(), [], heard, Skipped: false, []);
        }
        catch (Exception e) when (RecordTrouble.Of(0, e) is { } trouble)
        {
            return Failed(record, heard, trouble);
        }
    }

    private async Task<StepPreviewView> RenderAsync(ImportId id, JsonElement record, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(ResourceKind.Import, id.Value, cancellationToken)
            ?? throw RefusalException.NotFound("import", id.Value);
        var import = ImportDocument.FromRow(row);
        var target = TargetOf(import.Connection, import.Operation, import.Name);
        var rendered = new ImportRendering(
            connections.Known(import.Connection), target, import, PreviewVariables.Of(null, time)).Render([record]);
        return new StepPreviewView(record, rendered.Requests, [], Skipped: false, rendered.Errors);
    }

    private OperationTarget TargetOf(ConnectionId connection, string? operation, string name) =>
        _targets.Find(connection, operation) ?? throw new RefusalException(
            ErrorCodes.Conflict, $"The application or the operation of '{name}' is not on this server.");
}
