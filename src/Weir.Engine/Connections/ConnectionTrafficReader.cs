using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Shows the traffic of a connection.</summary>
public sealed class ConnectionTrafficReader(Governor.Governor governor)
{
    /// <summary>A <c>not_found</c> refusal when the connection is gone.</summary>
    public TrafficView Read(ConnectionId id)
    {
        try
        {
            return TrafficView.Of(governor.TrafficOf(id));
        }
        catch (ConnectionGoneException)
        {
            throw RefusalException.NotFound("connection", id.Value);
        }
    }
}
