using System.Text.Json;
using Weir.Engine.Alerts;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Imports;
using Weir.Engine.Integrations;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>What the services of a draft are made of.</summary>
public sealed class DraftParts(
    IResourceStore store,
    ApplicationCatalogue catalogue,
    ConnectionDirectory directory,
    AdaptorSet adaptors,
    IRunStore runs,
    IdSource ids,
    TimeProvider time)
{
    public IResourceStore Store => store;

    public ApplicationCatalogue Catalogue => catalogue;

    public ConnectionDirectory Directory => directory;

    public AdaptorSet Adaptors => adaptors;

    public IRunStore Runs => runs;

    public IdSource Ids => ids;

    /// <summary>Whole milliseconds, so that a time reads the same wherever it went through.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public TimeProvider Time => time;
}

/// <summary>The services of every kind, at work on a draft: no rule is written twice.</summary>
internal sealed class DraftServices : IDisposable
{
    private readonly IntegrationService _integrations;
    private readonly ExportService _exports;
    private readonly ImportService _imports;
    private readonly FlowService _flows;
    private readonly AlertService _alerts;
    private readonly ResourceEditor _editor;
    private readonly DraftConnections _live;
    private readonly IdSource _ids;
    private readonly Actor _by;

    public DraftServices(DraftParts parts, DraftStore store, Actor by)
    {
        (Store, _ids, _by) = (store, parts.Ids, by);
        _live = new DraftConnections(parts.Directory);
        _editor = new ResourceEditor(store, parts.Ids, parts.Time);
        Connections = new ConnectionDrafts(parts.Directory, parts.Catalogue, store, _live, parts.Now);
        _integrations = new IntegrationService(_editor, store, parts.Ids);
        _exports = new ExportService(_editor, store, _live, parts.Adaptors, parts.Ids);
        _imports = new ImportService(_editor, store, _live, parts.Adaptors, parts.Ids);
        _alerts = new AlertService(_editor, store, _live, parts.Adaptors, parts.Ids);
        _flows = new FlowService(
            _editor, store, parts.Runs, _integrations, _live, parts.Adaptors, parts.Ids, partsByPlace: true);
    }

    public DraftStore Store { get; }

    public ConnectionDrafts Connections { get; }

    public void Dispose() => _editor.Dispose();

    /// <summary>An id of that kind that nothing has.</summary>
    public string NewId(ResourceKind kind) => kind switch
    {
        ResourceKind.Connection => _ids.New<ConnectionId>().Value,
        ResourceKind.Integration => _ids.New<IntegrationId>().Value,
        ResourceKind.Export => _ids.New<ExportId>().Value,
        ResourceKind.Import => _ids.New<ImportId>().Value,
        ResourceKind.Alert => _ids.New<AlertId>().Value,
        _ => _ids.New<FlowId>().Value,
    };

    /// <summary>
    /// Saves the document, the whole of it: a field that is left out has its default. Gives the id. What is wrong is a
    /// <see cref="RefusalException"/> whose fields are paths in the document.
    /// </summary>
    /// <param name="kind">Of the resource.</param>
    /// <param name="id">The stored one's; null makes a new one.</param>
    /// <param name="document">With ids where it refers to others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> SaveAsync(
        ResourceKind kind, string? id, JsonElement document, CancellationToken cancellationToken)
    {
        if (kind is ResourceKind.Connection)
        {
            var connection = id is null ? _ids.New<ConnectionId>() : new ConnectionId(id);
            Connections.Save(connection, document);
            return connection.Value;
        }

        if (id is null)
        {
            return await CreateAsync(kind, document, cancellationToken);
        }

        var stored = await _editor.GetAsync(kind, id, cancellationToken);
        await ChangeAsync(kind, id, MergePatch.Replacing(DocumentWriter.Parse(stored.Document), document), cancellationToken);
        return id;
    }

    /// <summary>Deletes it, by the rules of its kind.</summary>
    public async Task DeleteAsync(ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ResourceKind.Connection:
                await _editor.RemoveAsync(kind, id, null, _by, cancellationToken);
                _live.Remove(new ConnectionId(id));
                break;
            case ResourceKind.Integration:
                await _integrations.DeleteAsync(new IntegrationId(id), null, _by, cancellationToken);
                break;
            case ResourceKind.Export:
                await _exports.DeleteAsync(new ExportId(id), null, _by, cancellationToken);
                break;
            case ResourceKind.Import:
                await _imports.DeleteAsync(new ImportId(id), null, _by, cancellationToken);
                break;
            case ResourceKind.Alert:
                await _alerts.DeleteAsync(new AlertId(id), null, _by, cancellationToken);
                break;
            default:
                await _flows.DeleteAsync(new FlowId(id), null, _by, cancellationToken);
                break;
        }
    }

    private async Task<string> CreateAsync(ResourceKind kind, JsonElement body, CancellationToken cancellationToken) =>
        kind switch
        {
            ResourceKind.Integration => (await _integrations.CreateAsync(body, _by, cancellationToken)).Id,
            ResourceKind.Export => (await _exports.CreateAsync(body, _by, cancellationToken)).Id,
            ResourceKind.Import => (await _imports.CreateAsync(body, _by, cancellationToken)).Id,
            ResourceKind.Alert => (await _alerts.CreateAsync(body, _by, cancellationToken)).Id,
            _ => (await _flows.CreateAsync(body, _by, cancellationToken)).Id,
        };

    private Task ChangeAsync(ResourceKind kind, string id, JsonElement patch, CancellationToken cancellationToken) =>
        kind switch
        {
            ResourceKind.Integration =>
                _integrations.ChangeAsync(new IntegrationId(id), patch, null, _by, cancellationToken),
            ResourceKind.Export => _exports.ChangeAsync(new ExportId(id), patch, null, _by, cancellationToken),
            ResourceKind.Import => _imports.ChangeAsync(new ImportId(id), patch, null, _by, cancellationToken),
            ResourceKind.Alert => _alerts.ChangeAsync(new AlertId(id), patch, null, _by, cancellationToken),
            _ => _flows.ChangeAsync(new FlowId(id), patch, null, _by, cancellationToken),
        };
}
