using Weir.Engine.Connections;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>The connections as a configuration will leave them. Nothing is sent through them. For one thread.</summary>
internal sealed class DraftConnections(ConnectionDirectory present) : IConnectionBook, ILiveConnections
{
    private readonly IConnectionBook _present = present;
    private readonly Dictionary<ConnectionId, LiveConnection> _live = present.All.ToDictionary(l => l.Connection.Id);

    public LiveConnection? Find(ConnectionId id) => _live.GetValueOrDefault(id);

    public LiveConnection Make(Connection connection, ApplicationDefinition application, OpenedSecrets opened) =>
        _present.Make(connection, application, opened);

    public ConnectionSnapshot Current(ConnectionId id) => Find(id)?.Snapshot ?? throw new ConnectionGoneException(id);

    public void Put(LiveConnection live) => _live[live.Connection.Id] = live;

    public void Remove(ConnectionId id) => _live.Remove(id);
}
