using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Engine.Resources;

namespace Weir.Engine.Configuration;

/// <summary>
/// The whole configuration: each resource with the contract's own fields, references by name, secrets as
/// <c>{"$env":"NAME"}</c>.
/// </summary>
public sealed record ConfigurationView
{
    public required IReadOnlyList<JsonElement> Connections { get; init; }

    public required IReadOnlyList<JsonElement> Integrations { get; init; }

    public required IReadOnlyList<JsonElement> Exports { get; init; }

    public required IReadOnlyList<JsonElement> Imports { get; init; }

    public required IReadOnlyList<JsonElement> Flows { get; init; }
}

/// <summary>What a configuration changes, or would change.</summary>
public sealed record ConfigurationChangesView
{
    /// <summary>By kind and name; what stands in the configuration as it is stored has the action <c>none</c>.</summary>
    public required IReadOnlyList<ConfigurationChangeView> Changes { get; init; }

    /// <summary>What is stored, not in the configuration and not deleted.</summary>
    public required IReadOnlyList<ConfigurationNameView> Left { get; init; }

    /// <summary>Secrets that were not sent and are not stored.</summary>
    public required IReadOnlyList<MissingSecretView> Missing { get; init; }

    /// <summary>Names of connections that are stored untested.</summary>
    public required IReadOnlyList<string> Untested { get; init; }

    /// <summary>Tests of the connections whose settings or secrets have changed; a failing one undoes nothing.</summary>
    public required IReadOnlyList<ConfigurationTestView> Tests { get; init; }
}

/// <summary>A resource by name.</summary>
public sealed record ConfigurationNameView(string Kind, string Name);

/// <summary>What happens to one resource.</summary>
public sealed record ConfigurationChangeView
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary><c>create</c>, <c>update</c>, <c>delete</c> or <c>none</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Of an update.</summary>
    public required IReadOnlyList<DocumentChange> Fields { get; init; }

    /// <summary>Changed fields that are not told one by one.</summary>
    public required int MoreFields { get; init; }
}

/// <summary>A secret that is not to be had.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Field">Of its form.</param>
/// <param name="Env">The variable that should hold it.</param>
public sealed record MissingSecretView(string Connection, string Field, string Env);

/// <summary>What the test of a connection found.</summary>
public sealed record ConfigurationTestView(string Connection, bool Ok, string? Code, string Message, long LatencyMs);

/// <summary>How configurations are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 2 * Body.DepthMax)]
[JsonSerializable(typeof(ConfigurationChangesView))]
public sealed partial class ConfigurationJson : JsonSerializerContext;
