using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;

namespace Weir.Vault;

/// <summary>The master key as the API shows it: never the key.</summary>
public sealed record KeysView
{
    /// <summary>The key that the data belongs to; during a rotation the one that it comes from.</summary>
    public required string MasterKeyId { get; init; }

    /// <summary>Where it comes from: <c>master.key</c> in the data folder, or the operator's variable.</summary>
    public required string Source { get; init; }

    /// <summary>The last rotation since the start of the server; null when there was none.</summary>
    public required KeyRotationView? Rotation { get; init; }
}

/// <summary>A rotation: each data key is wrapped anew, from one master key to another.</summary>
public sealed record KeyRotationView
{
    [JsonConverter(typeof(KeyRotationStateConverter))]
    public required KeyRotationState State { get; init; }

    public required string From { get; init; }

    /// <summary>Null until the new key is made.</summary>
    public required string? To { get; init; }

    /// <summary>Data keys that the new master key wraps.</summary>
    public required int Done { get; init; }

    /// <summary>Data keys that either of the two wraps.</summary>
    public required int Total { get; init; }

    /// <summary>Data keys that the old master key does not open, because they were changed: they stay as they are.</summary>
    public required int Unreadable { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset StartedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>What a person has to do now, in sentences; null while it runs.</summary>
    public required string? Message { get; init; }
}

/// <summary>How far a rotation is.</summary>
public enum KeyRotationState
{
    /// <summary>Both master keys are in use.</summary>
    Running,

    /// <summary>It stopped; both master keys are in use until it is run again.</summary>
    Failed,

    /// <summary>The new master key is the only one.</summary>
    Completed,
}

/// <summary>How the keys are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeysView))]
public sealed partial class KeysJson : JsonSerializerContext;

/// <summary>States as the contract writes them.</summary>
internal sealed class KeyRotationStateConverter() : JsonStringEnumConverter<KeyRotationState>(JsonNamingPolicy.CamelCase);
