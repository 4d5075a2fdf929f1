using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Integrations;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>
/// What people do with flows. Saving one registers the connections that it uses with its integration. Runs under way keep
/// the versions they began with.
/// </summary>
/// <param name="partsByPlace">
/// Sources and steps without ids get some that follow from their places, so that the same document is the same flow.
/// </param>
public sealed class FlowService(
    ResourceEditor editor,
    IResourceStore store,
    IRunStore runs,
    IntegrationService integrations,
    ILiveConnections connections,
    AdaptorSet adaptors,
    IdSource ids,
    bool partsByPlace = false)
{
    private readonly ResourceVersions _versions = new(editor, store);
    private readonly FlowReader _reader =
        new(store, new OperationTargets(connections, adaptors), partsByPlace ? null : ids, editor.Time);

    public async Task<FlowView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var candidate = await _reader.ReadAsync(body, ids.New<FlowId>(), default, cancellationToken);
        var id = candidate.Flow.Id.Value;
        return ViewOf(await editor.AddAsync(
            ResourceKind.Flow, id, Draft(candidate.Flow), by, cancellationToken, () => RegistrationAsync(candidate)));
    }

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<FlowView> ReadAsync(FlowId id, CancellationToken cancellationToken) =>
        ViewOf(await editor.GetAsync(ResourceKind.Flow, id.Value, cancellationToken));

    public async Task<Slice<FlowView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Flow, query, cancellationToken);
        return new Slice<FlowView>([.. rows.Data.Select(ViewOf)], rows.Next);
    }

    /// <summary>Merges a patch.</summary>
    public Task<FlowView> ChangeAsync(
        FlowId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        SaveAsync(id, present => MergePatch.Apply(present, patch), null, expectedVersion, by, cancellationToken);

    /// <summary>Takes it back to a former version, which is saved and checked as a change.</summary>
    public async Task<FlowView> RevertAsync(
        FlowId id, int version, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var revert = await _versions.RevertAsync(ResourceKind.Flow, id.Value, version, cancellationToken);
        return await SaveAsync(id, _ => revert.Document, revert, expectedVersion, by, cancellationToken);
    }

    /// <summary>
    /// Makes a flow with the same sources and steps under another name (<see cref="FlowCopy"/>), checked and registered as a
    /// new one.
    /// </summary>
    public async Task<FlowView> CloneAsync(FlowId id, JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var original = FlowDocument.FromRow(await editor.GetAsync(ResourceKind.Flow, id.Value, cancellationToken));
        var reader = new DocumentReader(body);
        var name = reader.Name();
        reader.Finish();
        var copy = FlowCopy.Of(original, ids.New<FlowId>(), name, ids);
        var candidate = await _reader.ReadAsync(DocumentWriter.Parse(Draft(copy).Document), copy.Id, default, cancellationToken);
        var draft = Draft(candidate.Flow) with
        {
            Detail = new Dictionary<string, string>(StringComparer.Ordinal) { ["clonedFrom"] = id.Value },
        };
        return ViewOf(await editor.AddAsync(
            ResourceKind.Flow, copy.Id.Value, draft, by, cancellationToken, () => RegistrationAsync(candidate)));
    }

    /// <summary>
    /// Deletes it. Its runs and errors stay to be read; the next sweep resolves what is open (<see cref="Retention.IRetentionStore"/>).
    /// Refusal: <c>conflict</c> while a run of it is active.
    /// </summary>
    public async Task DeleteAsync(FlowId id, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var row = await editor.GetAsync(ResourceKind.Flow, id.Value, cancellationToken);
        if ((await runs.UnfinishedAsync(cancellationToken)).Any(r => r.Flow == id))
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"A run of the flow '{row.Name}' is active: cancel it or wait for its end, then delete.");
        }

        await editor.RemoveAsync(ResourceKind.Flow, id.Value, expectedVersion, by, cancellationToken);
    }

    private static FlowView ViewOf(ResourceRow row) => FlowView.Of(FlowDocument.FromRow(row));

    private static ResourceDraft Draft(Flow flow) => new()
    {
        Name = flow.Name,
        Document = DocumentWriter.Text(writer =>
        {
            writer.WriteStartObject();
            FlowDocument.Write(writer, flow);
            writer.WriteEndObject();
        }),
        References =
        [
            .. new[]
            {
                flow.Integration is { } integration ? [integration.Value] : Array.Empty<string>(),
                flow.Sources.Select(s => s.Export.Value),
                flow.AllSteps.Select(s => s.Lookup?.Value ?? s.Import?.Value).OfType<string>(),
                flow.RunNext.Select(f => f.Value),
            }.SelectMany(r => r).Distinct(StringComparer.Ordinal),
        ],
    };

    private async Task<FlowView> SaveAsync(
        FlowId id,
        Func<JsonElement, JsonElement> document,
        ResourceRevert? revert,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken)
    {
        FlowCandidate? candidate = null;
        var row = await editor.ChangeAsync(
            ResourceKind.Flow,
            id.Value,
            expectedVersion,
            async present =>
            {
                var merged = document(DocumentWriter.Parse(present.Document));
                var shown = JsonSerializer.SerializeToElement(ViewOf(present), FlowJson.Default.FlowView);
                candidate = await _reader.ReadAsync(merged, id, shown, cancellationToken);
                var draft = Draft(candidate.Flow);
                return revert is null ? draft : revert.Tell(draft);
            },
            by,
            cancellationToken,
            () => RegistrationAsync(candidate!));
        return ViewOf(row);
    }

    private async Task<ResourceChange?> RegistrationAsync(FlowCandidate saved) =>
        saved.Flow.Integration is { } integration && saved.Connections.Count > 0
            ? await integrations.RegistrationAsync(integration, saved.Connections)
            : null;
}
