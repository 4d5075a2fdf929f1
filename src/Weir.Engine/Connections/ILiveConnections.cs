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

/// <summary>The same for what a person asks for.</summary>
internal static class LiveConnectionReading
{
    /// <summary>A <c>not_found</c> refusal when it was deleted.</summary>
    public static ConnectionSnapshot Known(this ILiveConnections connections, ConnectionId id)
    {
        try
        {
            return connections.Current(id);
        }
        catch (Governor.ConnectionGoneException)
        {
            throw RefusalException.NotFound("connection", id.Value);
        }
    }
}
