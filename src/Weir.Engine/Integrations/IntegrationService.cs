using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Integrations;

/// <summary>What people do with integrations: groups of flows, and the connections registered with them.</summary>
public sealed class IntegrationService(ResourceEditor editor, IResourceStore store, IdSource ids)
{
    private readonly ResourceUsage _usage = new(store);
    private readonly ResourceVersions _versions = new(editor, store);

    public async Task<IntegrationView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var connections = await ConnectionsAsync(cancellationToken);
        var integration = IntegrationDocument.Read(body, ids.New<IntegrationId>(), default, connections);
        var draft = IntegrationDocument.Draft(integration);
        var row = await editor.AddAsync(ResourceKind.Integration, integration.Id.Value, draft, by, cancellationToken);
        return await ViewAsync(row, connections, cancellationToken);
    }

    public async Task<IntegrationView> ReadAsync(IntegrationId id, CancellationToken cancellationToken)
    {
        var row = await editor.GetAsync(ResourceKind.Integration, id.Value, cancellationToken);
        return await ViewAsync(row, await ConnectionsAsync(cancellationToken), cancellationToken);
    }

    public async Task<Slice<IntegrationView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Integration, query, cancellationToken);
        var connections = await ConnectionsAsync(cancellationToken);
        var views = new List<IntegrationView>(rows.Data.Count);
        foreach (var row in rows.Data)
        {
            views.Add(await ViewAsync(row, connections, cancellationToken));
        }

        return new Slice<IntegrationView>(views, rows.Next);
    }

    public Task<IntegrationView> ChangeAsync(
        IntegrationId id, JsonElement patch, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        ReplaceAsync(id, present => MergePatch.Apply(present, patch), draft => draft, expectedVersion, by, cancellationToken);

    /// <summary>
    /// Takes it back to a former version, which is saved and checked as a change: a connection that was registered then and
    /// is deleted now, or one that a flow uses and that was not registered then, is refused.
    /// </summary>
    public async Task<IntegrationView> RevertAsync(
        IntegrationId id, int version, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var revert = await _versions.RevertAsync(ResourceKind.Integration, id.Value, version, cancellationToken);
        return await ReplaceAsync(id, _ => revert.Document, revert.Tell, expectedVersion, by, cancellationToken);
    }

    /// <summary>Deletes it. One that has flows is an <c>in_use</c> refusal.</summary>
    public Task DeleteAsync(IntegrationId id, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        editor.RemoveAsync(ResourceKind.Integration, id.Value, expectedVersion, by, cancellationToken);

    /// <summary>Registers connections; those that are registered already stay where they are. Refusal: <c>not_found</c>.</summary>
    public Task<IntegrationView> RegisterAsync(
        IntegrationId id,
        IReadOnlyList<ConnectionId> registered,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken) =>
        ChangeAsync(id, expectedVersion, by, Told(AuditActions.IntegrationRegistered, registered), (stored, _, connections) =>
        {
            foreach (var connection in registered.Where(c => !connections.Contains(c)))
            {
                throw RefusalException.NotFound("connection", connection.Value);
            }

            return Task.FromResult(stored with { Connections = [.. stored.Connections.Union(registered)] });
        }, cancellationToken);

    /// <summary>
    /// What the integration is to become when these connections are registered: for a flow, which is stored with it. Refusal:
    /// <c>not_found</c>.
    /// </summary>
    internal async Task<ResourceChange> RegistrationAsync(IntegrationId id, IReadOnlyList<ConnectionId> registered)
    {
        var connections = await ConnectionsAsync(CancellationToken.None);
        var row = await editor.GetAsync(ResourceKind.Integration, id.Value, CancellationToken.None);
        var stored = IntegrationDocument.Read(row, connections);
        var draft = IntegrationDocument.Draft(stored with { Connections = [.. stored.Connections.Union(registered)] });
        return new ResourceChange(row, Told(AuditActions.IntegrationRegistered, registered)(draft));
    }

    /// <summary>
    /// Deregisters a connection. Refusals: <c>not_found</c> when it is not registered, <c>in_use</c> while a flow of the
    /// integration uses it.
    /// </summary>
    public Task DeregisterAsync(
        IntegrationId id, ConnectionId connection, int? expectedVersion, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, expectedVersion, by, Told(AuditActions.IntegrationDeregistered, [connection]), async (stored, _, _) =>
        {
            if (!stored.Connections.Contains(connection))
            {
                throw new RefusalException(ErrorCodes.NotFound, $"{connection} is not registered with '{stored.Name}'.");
            }

            await RefuseUsedAsync(id, [connection], cancellationToken);
            return stored with { Connections = [.. stored.Connections.Where(c => c != connection)] };
        }, cancellationToken);

    private static Func<ResourceDraft, ResourceDraft> Told(string action, IReadOnlyList<ConnectionId> connections) => draft => draft with
    {
        Action = action,
        Detail = new Dictionary<string, string>(StringComparer.Ordinal) { ["connections"] = string.Join(", ", connections) },
    };

    private Task<IntegrationView> ReplaceAsync(
        IntegrationId id,
        Func<JsonElement, JsonElement> document,
        Func<ResourceDraft, ResourceDraft> tell,
        int? expectedVersion,
        Actor by,
        CancellationToken cancellationToken) =>
        ChangeAsync(id, expectedVersion, by, tell, async (stored, row, connections) =>
        {
            var present = JsonSerializer.SerializeToElement(
                await ViewAsync(row, connections, cancellationToken), IntegrationJson.Default.IntegrationView);
            var changed = IntegrationDocument.Read(
                document(DocumentWriter.Parse(IntegrationDocument.Write(stored))), id, present, connections);
            await RefuseUsedAsync(id, stored.Connections.Except(changed.Connections), cancellationToken);
            return changed;
        }, cancellationToken);

    private async Task<IntegrationView> ChangeAsync(
        IntegrationId id,
        int? expectedVersion,
        Actor by,
        Func<ResourceDraft, ResourceDraft> tell,
        Func<Integration, ResourceRow, IReadOnlySet<ConnectionId>, Task<Integration>> change,
        CancellationToken cancellationToken)
    {
        var connections = await ConnectionsAsync(cancellationToken);
        var row = await editor.ChangeAsync(
            ResourceKind.Integration,
            id.Value,
            expectedVersion,
            async present => tell(IntegrationDocument.Draft(
                await change(IntegrationDocument.Read(present, connections), present, connections))),
            by,
            cancellationToken);
        return await ViewAsync(row, connections, cancellationToken);
    }

    /// <summary>Refuses to take out connections that a flow of the integration uses.</summary>
    private async Task RefuseUsedAsync(
        IntegrationId id, IEnumerable<ConnectionId> removed, CancellationToken cancellationToken)
    {
        var flows = (await FlowsAsync(id.Value, cancellationToken)).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var connection in removed.Where(_ => flows.Count > 0))
        {
            var usage = await _usage.OfAsync(connection.Value, cancellationToken);
            var own = usage with { Flows = [.. usage.Flows.Where(f => flows.Contains(f.Id))] };
            if (own.Flows.Count > 0)
            {
                var name = (await store.FindAsync(ResourceKind.Connection, connection.Value, cancellationToken))?.Name;
                throw ResourceUsage.InUse($"The connection '{name ?? connection.Value}'", new UsageView([], [], own.Flows, []));
            }
        }
    }

    private async Task<IntegrationView> ViewAsync(
        ResourceRow row, IReadOnlySet<ConnectionId> connections, CancellationToken cancellationToken)
    {
        var integration = IntegrationDocument.Read(row, connections);
        var flows = await FlowsAsync(row.Id, cancellationToken);
        return new IntegrationView
        {
            Id = row.Id,
            Name = integration.Name,
            Description = integration.Description,
            Connections = [.. integration.Connections.Select(c => c.Value)],
            Flows = [.. flows.OrderBy(f => ResourceRow.NameKeyOf(f.Name), StringComparer.Ordinal).Select(f => f.Id)],
            Version = integration.Version,
            CreatedAt = integration.CreatedAt,
            UpdatedAt = integration.UpdatedAt,
        };
    }

    private async Task<IEnumerable<ResourceUse>> FlowsAsync(string id, CancellationToken cancellationToken) =>
        (await store.UsesAsync(id, cancellationToken)).Where(u => u.Kind == ResourceKind.Flow);

    private async Task<IReadOnlySet<ConnectionId>> ConnectionsAsync(CancellationToken cancellationToken)
    {
        var rows = await store.AllAsync(ResourceKind.Connection, cancellationToken);
        return rows.Select(r => new ConnectionId(r.Id)).ToHashSet();
    }
}
