using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>What people do with alerts.</summary>
/// <param name="editor">Saves them.</param>
/// <param name="store">Where they are.</param>
/// <param name="connections">What imports are compiled with.</param>
/// <param name="adaptors">The same.</param>
/// <param name="ids">Makes their ids.</param>
/// <param name="raised">What they tell of; null where nothing was told: in a draft.</param>
public sealed class AlertService(
    ResourceEditor editor,
    IResourceStore store,
    ILiveConnections connections,
    AdaptorSet adaptors,
    IdSource ids,
    IAlertStore? raised = null)
{
    private readonly AlertWays _ways = new(connections, adaptors);
    private readonly ResourceVersions _versions = new(editor, store);

    public async Task<AlertView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var alert = await ReadAsync(body, ids.New<AlertId>(), default, cancellationToken);
        return await ViewAsync(
            await editor.AddAsync(ResourceKind.Alert, alert.Id.Value, AlertDocument.Draft(alert), by, cancellationToken), cancellationToken);
    }

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<AlertView> ReadAsync(AlertId id, CancellationToken cancellationToken) =>
        await ViewAsync(await editor.GetAsync(ResourceKind.Alert, id.Value, cancellationToken), cancellationToken);

    public async Task<Slice<AlertView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Alert, query, cancellationToken);
        var (all, outcomes) = await ToldAsync(cancellationToken);
        return new Slice<AlertView>([.. rows.Data.Select(row => ViewOf(row, all, outcomes))], rows.Next);
    }

    public Task<AlertView> ChangeAsync(
        AlertId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        SaveAsync(id, present => MergePatch.Apply(present, patch), null, expectedVersion, by, cancellationToken);

    /// <summary>Takes it back to a former version, which is saved and checked as a change.</summary>
    public async Task<AlertView> RevertAsync(
        AlertId id, int version, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var revert = await _versions.RevertAsync(ResourceKind.Alert, id.Value, version, cancellationToken);
        return await SaveAsync(id, _ => revert.Document, revert, expectedVersion, by, cancellationToken);
    }

    /// <summary>Deletes it; what it told of is forgotten soon after.</summary>
    public Task DeleteAsync(AlertId id, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        editor.RemoveAsync(ResourceKind.Alert, id.Value, expectedVersion, by, cancellationToken);

    private async Task<AlertView> SaveAsync(
        AlertId id,
        Func<JsonElement, JsonElement> document,
        ResourceRevert? revert,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken)
    {
        var row = await editor.ChangeAsync(
            ResourceKind.Alert,
            id.Value,
            expectedVersion,
            async present =>
            {
                var shown = JsonSerializer.SerializeToElement(await ViewAsync(present, cancellationToken), AlertJson.Default.AlertView);
                var draft = AlertDocument.Draft(
                    await ReadAsync(document(DocumentWriter.Parse(present.Document)), id, shown, cancellationToken));
                return revert is null ? draft : revert.Tell(draft);
            },
            by,
            cancellationToken);
        return await ViewAsync(row, cancellationToken);
    }

    private async Task<Alert> ReadAsync(JsonElement body, AlertId id, JsonElement present, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(present, AlertView.ReadOnlyFields);
        var alert = AlertDocument.Read(reader, id);
        if (!reader.IsRefused("import"))
        {
            if (await store.FindAsync(ResourceKind.Import, alert.Import.Value, cancellationToken) is not { } row)
            {
                reader.Refuse("import", $"There is no import {alert.Import}.");
            }
            else
            {
                reader.Compile(() => _ways.Of(ImportDocument.FromRow(row)));
            }
        }

        if (alert.Integration is { } integration
            && await store.FindAsync(ResourceKind.Integration, integration.Value, cancellationToken) is null)
        {
            reader.Refuse("integration", $"There is no integration {integration}.");
        }

        await CheckFlowsAsync(reader, alert, cancellationToken);
        reader.Finish();
        return alert;
    }

    private async Task CheckFlowsAsync(DocumentReader reader, Alert alert, CancellationToken cancellationToken)
    {
        if (alert is { Flows.Count: > 0, Integration: not null })
        {
            reader.Refuse("flows", "An alert is of an integration or of chosen flows, not of both: one of the two must be empty.");
        }

        for (var i = 0; i < alert.Flows.Count; i++)
        {
            if (await store.FindAsync(ResourceKind.Flow, alert.Flows[i].Value, cancellationToken) is null)
            {
                reader.Refuse($"flows[{i}]", $"There is no flow {alert.Flows[i]}.");
            }
        }
    }

    private async Task<AlertView> ViewAsync(ResourceRow row, CancellationToken cancellationToken)
    {
        var (all, outcomes) = await ToldAsync(cancellationToken);
        return ViewOf(row, all, outcomes);
    }

    private async Task<(IReadOnlyList<RaisedAlert> All, IReadOnlyDictionary<AlertId, AlertOutcome> Outcomes)> ToldAsync(
        CancellationToken cancellationToken) => raised is null
        ? ([], new Dictionary<AlertId, AlertOutcome>())
        : (await raised.AllAsync(cancellationToken), await raised.OutcomesAsync(cancellationToken));

    private static AlertView ViewOf(
        ResourceRow row, IReadOnlyList<RaisedAlert> all, IReadOnlyDictionary<AlertId, AlertOutcome> outcomes)
    {
        var alert = AlertDocument.FromRow(row);
        return new AlertView
        {
            Id = row.Id,
            Name = alert.Name,
            Import = alert.Import.Value,
            Events = alert.Events,
            Integration = alert.Integration?.Value,
            Flows = [.. alert.Flows.Select(f => f.Value)],
            Recovered = alert.Recovered,
            Enabled = alert.Enabled,
            Raised =
            [
                .. all.Where(r => r.Alert == alert.Id).Select(r => new RaisedAlertView(
                    r.Event, r.Subject, r.At, r.SentAt, r.Attempts, r.Next, RunNoteView.Of(r.Error))),
            ],
            Last = outcomes.TryGetValue(alert.Id, out var last) ? AlertTesting.ViewOf(last) : null,
            Version = alert.Version,
            CreatedAt = alert.CreatedAt,
            UpdatedAt = alert.UpdatedAt,
        };
    }
}
