using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// Connections among which a body is read: those at work, or a draft of them. Safe to be read while it changes.
/// </summary>
internal interface IConnectionBook
{
    /// <summary>Null when there is none, or its application is unknown to this server.</summary>
    LiveConnection? Find(ConnectionId id);

    /// <summary>The connection as it would be at work; it is put nowhere.</summary>
    LiveConnection Make(Connection connection, ApplicationDefinition application, OpenedSecrets opened);
}
