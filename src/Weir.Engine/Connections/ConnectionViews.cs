using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Shows stored connections with what is not in their document: status, secrets that are set, integrations.</summary>
internal sealed class ConnectionViews(ResourceEditor editor, IResourceStore store, ConnectionDirectory directory)
{
    public async Task<ConnectionView> ReadAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var row = await editor.GetAsync(ResourceKind.Connection, id.Value, cancellationToken);
        return Of(row, await RegistrationsAsync(cancellationToken));
    }

    public async Task<Slice<ConnectionView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(ResourceKind.Connection, query, cancellationToken);
        var registrations = await RegistrationsAsync(cancellationToken);
        return new Slice<ConnectionView>([.. rows.Data.Select(r => Of(r, registrations))], rows.Next);
    }

    /// <summary>The connection at work and how it is read now. Refusals: <c>not_found</c>, <c>conflict</c>.</summary>
    public async Task<(LiveConnection Live, JsonElement Present)> StoredAsync(
        ConnectionId id, CancellationToken cancellationToken)
    {
        var present = await ReadAsync(id, cancellationToken);
        var live = directory.Find(id) ?? throw new RefusalException(
            ErrorCodes.Conflict, $"The application '{present.Application}' of this connection is not on this server.");
        return (live, JsonSerializer.SerializeToElement(present, ConnectionJson.Default.ConnectionView));
    }

    private ConnectionView Of(ResourceRow row, ILookup<string, string> registrations)
    {
        var id = new ConnectionId(row.Id);
        var live = directory.Find(id)?.Connection;
        var connection = ConnectionDocument.Read(row, live?.Secrets ?? []);
        if (live is not null)
        {
            connection = connection with { Status = live.Status, LastTest = live.LastTest };
        }

        return ConnectionView.Of(connection, [.. registrations[row.Id]], directory.NextProbe(id));
    }

    /// <summary>The integrations of each connection.</summary>
    private async Task<ILookup<string, string>> RegistrationsAsync(CancellationToken cancellationToken)
    {
        var integrations = await store.AllAsync(ResourceKind.Integration, cancellationToken);
        return integrations
            .SelectMany(i => DocumentWriter.Parse(i.Document).GetProperty("connections").EnumerateArray()
                .Select(c => (Connection: c.GetString()!, Integration: i.Id)))
            .ToLookup(r => r.Connection, r => r.Integration, StringComparer.Ordinal);
    }
}
