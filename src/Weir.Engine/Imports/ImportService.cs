using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Imports;

/// <summary>What people do with imports. What is stored could be compiled when it was saved.</summary>
public sealed class ImportService(
    ResourceEditor editor, IResourceStore store, ILiveConnections connections, AdaptorSet adaptors, IdSource ids)
{
    private readonly ResourceVersions _versions = new(editor, store);
    private readonly ImportReader _reader = new(new OperationTargets(connections, adaptors));

    public async Task<ImportView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var import = _reader.Read(body, ids.New<ImportId>(), default);
        var row = await editor.AddAsync(ResourceKind.Import, import.Id.Value, Draft(import), by, cancellationToken);
        return ViewOf(row);
    }

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<ImportView> ReadAsync(ImportId id, CancellationToken cancellationToken) =>
        ViewOf(await editor.GetAsync(ResourceKind.Import, id.Value, cancellationToken));

    public async Task<Slice<ImportView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Import, query, cancellationToken);
        return new Slice<ImportView>([.. rows.Data.Select(ViewOf)], rows.Next);
    }

    /// <summary>Merges a patch. A change with which a flow that uses it could not run is refused.</summary>
    public Task<ImportView> ChangeAsync(
        ImportId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        SaveAsync(id, present => MergePatch.Apply(present, patch), null, expectedVersion, by, cancellationToken);

    /// <summary>Takes it back to a former version, which is saved and checked as a change.</summary>
    public async Task<ImportView> RevertAsync(
        ImportId id, int version, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var revert = await _versions.RevertAsync(ResourceKind.Import, id.Value, version, cancellationToken);
        return await SaveAsync(id, _ => revert.Document, revert, expectedVersion, by, cancellationToken);
    }

    /// <summary>Who uses it. Refusal: <c>not_found</c>.</summary>
    public Task<UsageView> UsageAsync(ImportId id, CancellationToken cancellationToken) =>
        editor.UsageAsync(ResourceKind.Import, id.Value, cancellationToken);

    /// <summary>Deletes it. One that a flow uses is an <c>in_use</c> refusal.</summary>
    public Task DeleteAsync(ImportId id, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        editor.RemoveAsync(ResourceKind.Import, id.Value, expectedVersion, by, cancellationToken);

    private static ImportView ViewOf(ResourceRow row) => ImportView.Of(ImportDocument.FromRow(row));

    private static ResourceDraft Draft(Import import) => new()
    {
        Name = import.Name,
        Document = DocumentWriter.Text(writer =>
        {
            writer.WriteStartObject();
            ImportDocument.Write(writer, import);
            writer.WriteEndObject();
        }),
        References = [import.Connection.Value],
    };

    private async Task<ImportView> SaveAsync(
        ImportId id,
        Func<JsonElement, JsonElement> document,
        ResourceRevert? revert,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken)
    {
        var row = await editor.ChangeAsync(
            ResourceKind.Import,
            id.Value,
            expectedVersion,
            async present =>
            {
                var merged = document(DocumentWriter.Parse(present.Document));
                var shown = JsonSerializer.SerializeToElement(ViewOf(present), ImportJson.Default.ImportView);
                var changed = _reader.Read(merged, id, shown);
                await RefuseMisfitAsync(changed, cancellationToken);
                return revert is null ? Draft(changed) : revert.Tell(Draft(changed));
            },
            by,
            cancellationToken);
        return ViewOf(row);
    }

    /// <summary>What gives no answer for a record must not be waited for by a flow.</summary>
    private async Task RefuseMisfitAsync(Import import, CancellationToken cancellationToken)
    {
        if (_reader.Answers(import))
        {
            return;
        }

        foreach (var use in await store.UsesAsync(import.Id.Value, cancellationToken))
        {
            if (use.Kind == ResourceKind.Flow
                && await store.FindAsync(ResourceKind.Flow, use.Id, cancellationToken) is { } row
                && FlowDocument.FromRow(row).AllSteps.Any(s => s.Import == import.Id && s.Into is not null))
            {
                throw RefusalException.Invalid(
                    import.BatchSize > 1 ? "batchSize" : "connection",
                    $"The flow '{use.Name}' puts this import's answer into the record, and there is none for each record.");
            }
        }
    }
}
