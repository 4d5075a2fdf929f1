using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Connections;
using Weir.Engine.Documents;

namespace Weir.Engine.Runs.Logs;

/// <summary>An entry of a run's log as the API shows it.</summary>
public sealed record RunLogView
{
    /// <summary>Its place in the log: rises, with gaps.</summary>
    public required long Number { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset At { get; init; }

    [JsonConverter(typeof(RunLogLevelConverter))]
    public required RunLogLevel Level { get; init; }

    [JsonConverter(typeof(RunLogKindConverter))]
    public required RunLogKind Kind { get; init; }

    /// <summary>The step or the source; null for what concerns the whole run.</summary>
    public required string? Step { get; init; }

    /// <summary>The record; null for what concerns none.</summary>
    public required string? TraceKey { get; init; }

    public required string? Code { get; init; }

    public required string Message { get; init; }

    public required int? HttpStatus { get; init; }

    /// <summary>Which attempt it was, from 1.</summary>
    public required int? Attempts { get; init; }

    /// <param name="entry">As it was written down.</param>
    /// <param name="mask">For what came from a record: its trace key, and a message that tells a value of it.</param>
    internal static RunLogView Of(RunLogEntry entry, RecordMask mask) => new()
    {
        Number = entry.Number,
        At = entry.At,
        Level = entry.Level,
        Kind = entry.Kind,
        Step = entry.Step,
        TraceKey = entry.TraceKey is { } key ? mask.Text(key) : null,
        Code = entry.Code,
        Message = mask.Text(entry.Message),
        HttpStatus = entry.HttpStatus,
        Attempts = entry.Attempts,
    };
}

/// <summary>How a run's log is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunLogView))]
public sealed partial class RunLogJson : JsonSerializerContext;

/// <summary>Levels as the API writes them.</summary>
internal sealed class RunLogLevelConverter() : JsonStringEnumConverter<RunLogLevel>(JsonNamingPolicy.CamelCase);

/// <summary>Kinds as the API writes them.</summary>
internal sealed class RunLogKindConverter() : JsonStringEnumConverter<RunLogKind>(JsonNamingPolicy.CamelCase);
