using System.Text.Json.Serialization;
using Weir.Engine.Documents;

namespace Weir.Engine.Integrations;

/// <summary>An integration as the API shows it.</summary>
public sealed record IntegrationView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string? Description { get; init; }

    /// <summary>Registered connections, in the order of their registration.</summary>
    public required IReadOnlyList<string> Connections { get; init; }

    /// <summary>Its flows by name.</summary>
    public required IReadOnlyList<string> Flows { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "flows", "version", "createdAt", "updatedAt"];
}

/// <summary>How integrations are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IntegrationView))]
public sealed partial class IntegrationJson : JsonSerializerContext;
