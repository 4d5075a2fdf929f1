using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Imports;

/// <summary>An import as the API shows it. What is null has its default.</summary>
public sealed record ImportView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Connection { get; init; }

    public required string? Operation { get; init; }

    public required JsonElement Parameters { get; init; }

    public required JsonElement? Mapping { get; init; }

    public required JsonElement Lookups { get; init; }

    public required int BatchSize { get; init; }

    public required string Order { get; init; }

    public required string? OrderKey { get; init; }

    public required string? IdempotencyKey { get; init; }

    [JsonConverter(typeof(RepeatRuleConverter))]
    public required RepeatRule? Repeat { get; init; }

    public required JsonElement? Request { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "version", "createdAt", "updatedAt"];

    internal static ImportView Of(Import import) => new()
    {
        Id = import.Id.Value,
        Name = import.Name,
        Connection = import.Connection.Value,
        Operation = import.Operation,
        Parameters = import.Parameters.OrEmpty(),
        Mapping = import.Mapping.OrNull(),
        Lookups = import.Lookups.OrEmpty(),
        BatchSize = import.BatchSize,
        Order = import.Order,
        OrderKey = import.OrderKey,
        IdempotencyKey = import.IdempotencyKey,
        Repeat = import.Repeat,
        Request = import.Request.OrNull(),
        Version = import.Version,
        CreatedAt = import.CreatedAt,
        UpdatedAt = import.UpdatedAt,
    };
}

/// <summary>How imports are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportView))]
public sealed partial class ImportJson : JsonSerializerContext;

/// <summary>Repeat rules as the contract writes them.</summary>
internal sealed class RepeatRuleConverter() : JsonStringEnumConverter<RepeatRule>(JsonNamingPolicy.CamelCase);
