using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Audit;

/// <summary>An entry of the audit as the API shows it.</summary>
public sealed record AuditView
{
    public required string Id { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it, named as it was named then.</summary>
    public required Signature By { get; init; }

    public required string Action { get; init; }

    /// <summary>The action as a sentence.</summary>
    public required string Says { get; init; }

    public required string Kind { get; init; }

    public required string? Target { get; init; }

    public required string? TargetName { get; init; }

    public required int? Version { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public required IReadOnlyDictionary<string, string> Detail { get; init; }

    public static AuditView Of(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At,
        By = entry.By,
        Action = entry.Action,
        Says = AuditActions.All.GetValueOrDefault(entry.Action, ""),
        Kind = entry.Kind,
        Target = entry.Target,
        TargetName = entry.TargetName,
        Version = entry.Version,
        Fields = entry.Fields,
        Detail = entry.Detail,
    };
}

/// <summary>How the audit is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditView))]
public sealed partial class AuditJson : JsonSerializerContext;
