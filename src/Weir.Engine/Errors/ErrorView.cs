using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>A failed record as the API shows it.</summary>
public sealed record ErrorView
{
    public required string Id { get; init; }

    public required string Flow { get; init; }

    public required string Run { get; init; }

    public required string Step { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public required int? HttpStatus { get; init; }

    public required string TraceKey { get; init; }

    /// <summary>
    /// The record as it stood at the step, with the secrets of the flow's connections masked; null where its seal cannot be
    /// opened any more.
    /// </summary>
    public required JsonElement? Record { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary><c>open</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    public required int Attempts { get; init; }

    public required string? Assignee { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string? Note { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change; so may it the record.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } =
    [
        "id", "flow", "run", "step", "code", "message", "httpStatus", "traceKey", "occurredAt", "status", "attempts",
    ];

    /// <param name="error">The error.</param>
    /// <param name="record">Its record as it is stored; null where it is not shown, or cannot be.</param>
    /// <param name="mask">
    /// For all that is made of the record: the message of a mapping tells a value of it, and a trace key is one.
    /// </param>
    internal static ErrorView Of(RecordError error, JsonElement? record, RecordMask mask) => new()
    {
        Id = error.Id.Value,
        Flow = error.Flow.Value,
        Run = error.Run.Value,
        Step = error.Step,
        Code = error.Code,
        Message = mask.Text(error.Message),
        HttpStatus = error.HttpStatus,
        TraceKey = mask.Text(error.TraceKey),
        Record = record is { } shown ? mask.Record(shown) : null,
        OccurredAt = error.OccurredAt,
        Status = error.Open ? "open" : "resolved",
        Attempts = error.Attempts,
        Assignee = error.Assignee,
        Tags = error.Tags,
        Note = error.Note,
    };
}

/// <summary>
/// Errors of a flow that came of the same: the same step, code and status, and messages that differ only in ids, numbers and
/// the like.
/// </summary>
/// <param name="Cause">What the filter <c>cause</c> finds them by; null for errors from before there was one.</param>
/// <param name="Flow">Of which flow.</param>
/// <param name="Step">Where they failed.</param>
/// <param name="Code">Their code.</param>
/// <param name="HttpStatus">What was answered; null where nothing was.</param>
/// <param name="Message">What one of them says.</param>
/// <param name="Sample">The id of that one.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstAt">When the first one occurred.</param>
/// <param name="LastAt">When the last one did.</param>
public sealed record ErrorCauseView(
    string? Cause,
    string Flow,
    string Step,
    string Code,
    int? HttpStatus,
    string Message,
    string Sample,
    long Count,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset FirstAt,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset LastAt)
{
    internal static ErrorCauseView Of(ErrorCause cause, string message) => new(
        cause.Key, cause.Flow.Value, cause.Step, cause.Code, cause.HttpStatus, message, cause.Sample.Value, cause.Count, cause.First, cause.Last);
}

/// <summary>What errors came of.</summary>
/// <param name="Data">What is most first, at most 100.</param>
public sealed record ErrorCausesView(IReadOnlyList<ErrorCauseView> Data);

/// <summary>How errors are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(ErrorCausesView))]
public sealed partial class ErrorJson : JsonSerializerContext;
