using Weir.Model;

namespace Weir.Engine.Governor;

/// <summary>A request waits for, or asks for, a connection that was deleted.</summary>
public sealed class ConnectionGoneException(ConnectionId id) : Exception($"The connection {id} was deleted.");
