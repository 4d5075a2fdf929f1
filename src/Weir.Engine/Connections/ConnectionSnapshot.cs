using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// A connection as a request sees it: immutable, replaced as a whole when the connection is saved. An adaptor may keep
/// what it computes from one (addresses, headers) for as long as the object lives.
/// </summary>
public sealed class ConnectionSnapshot
{
    /// <summary>Null for a body that is tested and not stored.</summary>
    public ConnectionId? Id { get; init; }

    public required string Name { get; init; }

    public required ApplicationDefinition Application { get; init; }

    /// <summary>The form's values with their defaults filled in.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    public required IReadOnlyDictionary<string, Secret> Secrets { get; init; }

    /// <summary>Set when a secret cannot be decrypted, or one that is needed is missing: nothing is sent then.</summary>
    public Fault? Unusable { get; init; }
}
