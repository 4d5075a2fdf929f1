using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>What people do with exports. What is stored could be compiled when it was saved.</summary>
public sealed class ExportService(
    ResourceEditor editor, IResourceStore store, ILiveConnections connections, AdaptorSet adaptors, IdSource ids)
{
    private readonly OperationTargets _targets = new(connections, adaptors);
    private readonly ResourceVersions _versions = new(editor, store);
    private readonly ExportReader _reader = new(new OperationTargets(connections, adaptors));

    public async Task<ExportView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var export = _reader.Read(body, ids.New<ExportId>(), default);
        await RefuseMarkAsync(export, cancellationToken);
        var row = await editor.AddAsync(ResourceKind.Export, export.Id.Value, Draft(export), by, cancellationToken);
        return ViewOf(row);
    }

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<ExportView> ReadAsync(ExportId id, CancellationToken cancellationToken) =>
        ViewOf(await editor.GetAsync(ResourceKind.Export, id.Value, cancellationToken));

    public async Task<Slice<ExportView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Export, query, cancellationToken);
        return new Slice<ExportView>([.. rows.Data.Select(ViewOf)], rows.Next);
    }

    /// <summary>Merges a patch. A change with which a flow that uses it could not run is refused.</summary>
    public Task<ExportView> ChangeAsync(
        ExportId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        SaveAsync(id, present => MergePatch.Apply(present, patch), null, expectedVersion, by, cancellationToken);

    /// <summary>Takes it back to a former version, which is saved and checked as a change.</summary>
    public async Task<ExportView> RevertAsync(
        ExportId id, int version, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var revert = await _versions.RevertAsync(ResourceKind.Export, id.Value, version, cancellationToken);
        return await SaveAsync(id, _ => revert.Document, revert, expectedVersion, by, cancellationToken);
    }

    /// <summary>Who uses it. Refusal: <c>not_found</c>.</summary>
    public Task<UsageView> UsageAsync(ExportId id, CancellationToken cancellationToken) =>
        editor.UsageAsync(ResourceKind.Export, id.Value, cancellationToken);

    /// <summary>Deletes it. One that a flow uses is an <c>in_use</c> refusal.</summary>
    public Task DeleteAsync(ExportId id, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        editor.RemoveAsync(ResourceKind.Export, id.Value, expectedVersion, by, cancellationToken);

    private static ExportView ViewOf(ResourceRow row) => ExportView.Of(ExportDocument.FromRow(row));

    private static ResourceDraft Draft(Export export) => new()
    {
        Name = export.Name,
        Document = DocumentWriter.Text(writer =>
        {
            writer.WriteStartObject();
            ExportDocument.Write(writer, export);
            writer.WriteEndObject();
        }),
        References =
        [
            .. new[] { export.Connection.Value, ExportOnce.ImportOf(export)?.Value }.OfType<string>(),
        ],
    };

    /// <summary>What marks records sends a request for each.</summary>
    private async Task RefuseMarkAsync(Export export, CancellationToken cancellationToken)
    {
        const string field = "once.mark.import";
        if (ExportOnce.ImportOf(export) is not { } id)
        {
            return;
        }

        if (await store.FindAsync(ResourceKind.Import, id.Value, cancellationToken) is not { } row)
        {
            throw RefusalException.Invalid(field, $"There is no import {id}.");
        }

        var import = ImportDocument.FromRow(row);
        if (_targets.Find(import.Connection, import.Operation) is not { } target
            || target.Adaptor.OpenDestination(new DestinationSpec(target.Application, target.Operation, import, null))
                is not IRecordCall)
        {
            throw RefusalException.Invalid(field, $"The import '{import.Name}' sends no request that could mark a record.");
        }
    }

    private async Task<ExportView> SaveAsync(
        ExportId id,
        Func<JsonElement, JsonElement> document,
        ResourceRevert? revert,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken)
    {
        var row = await editor.ChangeAsync(
            ResourceKind.Export,
            id.Value,
            expectedVersion,
            async present =>
            {
                var merged = document(DocumentWriter.Parse(present.Document));
                var shown = JsonSerializer.SerializeToElement(ViewOf(present), ExportJson.Default.ExportView);
                var changed = _reader.Read(merged, id, shown);
                await RefuseMarkAsync(changed, cancellationToken);
                await RefuseMisfitAsync(changed, cancellationToken);
                return revert is null ? Draft(changed) : revert.Tell(Draft(changed));
            },
            by,
            cancellationToken);
        return ViewOf(row);
    }

    /// <summary>A flow's source stays a list, and its lookup something that can be looked up.</summary>
    private async Task RefuseMisfitAsync(Export export, CancellationToken cancellationToken)
    {
        var target = _targets.Find(export.Connection, export.Operation)!;
        foreach (var use in await store.UsesAsync(export.Id.Value, cancellationToken))
        {
            if (use.Kind != ResourceKind.Flow
                || await store.FindAsync(ResourceKind.Flow, use.Id, cancellationToken) is not { } row)
            {
                continue;
            }

            var flow = FlowDocument.FromRow(row);
            if (target.Operation?.Kind == OperationKind.Lookup && flow.Sources.Any(s => s.Export == export.Id))
            {
                throw RefusalException.Invalid(
                    "operation",
                    $"The flow '{use.Name}' reads its records from this export: it needs an operation that lists.");
            }

            if (flow.AllSteps.Any(s => s.Lookup == export.Id))
            {
                target.Adaptor.OpenLookup(new SourceSpec(target.Application, target.Operation, export));
            }
        }
    }
}
