using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Connections as they are at this moment.</summary>
public interface ILiveConnections
{
    /// <summary>
    /// The connection with its settings and opened secrets. Cheap: it is read for every request. Throws
    /// <see cref="Governor.ConnectionGoneException"/> when it was deleted.
    /// </summary>
    ConnectionSnapshot Current(ConnectionId id);
}
