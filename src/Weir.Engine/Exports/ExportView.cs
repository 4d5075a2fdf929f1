using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>An export as the API shows it. What is null has its default.</summary>
public sealed record ExportView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Connection { get; init; }

    public required string? Operation { get; init; }

    public required JsonElement Parameters { get; init; }

    [JsonConverter(typeof(ExportModeConverter))]
    public required ExportMode Mode { get; init; }

    public required int? Limit { get; init; }

    public required int? PageSize { get; init; }

    public required JsonElement? Filter { get; init; }

    public required JsonElement? Transform { get; init; }

    public required string? TraceKey { get; init; }

    public required JsonElement? Request { get; init; }

    public required string? Records { get; init; }

    public required JsonElement? Paging { get; init; }

    public required JsonElement? Delta { get; init; }

    public required JsonElement? Once { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "version", "createdAt", "updatedAt"];

    internal static ExportView Of(Export export) => new()
    {
        Id = export.Id.Value,
        Name = export.Name,
        Connection = export.Connection.Value,
        Operation = export.Operation,
        Parameters = export.Parameters.OrEmpty(),
        Mode = export.Mode,
        Limit = export.Limit,
        PageSize = export.PageSize,
        Filter = export.Filter.OrNull(),
        Transform = export.Transform.OrNull(),
        TraceKey = export.TraceKey,
        Request = export.Request.OrNull(),
        Records = export.Records,
        Paging = export.Paging.OrNull(),
        Delta = export.Delta.OrNull(),
        Once = export.Once.OrNull(),
        Version = export.Version,
        CreatedAt = export.CreatedAt,
        UpdatedAt = export.UpdatedAt,
    };
}

/// <summary>How exports are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportView))]
public sealed partial class ExportJson : JsonSerializerContext;

/// <summary>Modes as the contract writes them.</summary>
internal sealed class ExportModeConverter() : JsonStringEnumConverter<ExportMode>(JsonNamingPolicy.CamelCase);
