using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Engine.Runs;

namespace Weir.Engine.Alerts;

/// <summary>An alert as the API shows it.</summary>
public sealed record AlertView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Import { get; init; }

    /// <summary><c>flow.failed</c>, <c>flow.errors</c>, <c>connection.offline</c></summary>
    public required IReadOnlyList<string> Events { get; init; }

    public required string? Integration { get; init; }

    /// <summary>Only these flows, and the connections that they use; empty is all.</summary>
    public required IReadOnlyList<string> Flows { get; init; }

    /// <summary>What was told is told once more when it is over.</summary>
    public required bool Recovered { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>What it tells of and is not over.</summary>
    public required IReadOnlyList<RaisedAlertView> Raised { get; init; }

    /// <summary>How the last attempt to tell something ended, also of a test; null: there was none.</summary>
    public required AlertOutcomeView? Last { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "raised", "last", "version", "createdAt", "updatedAt"];
}

/// <summary>Something that is told once until it is over.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Subject">The id of the flow or connection.</param>
/// <param name="Since">When it was found out.</param>
/// <param name="SentAt">When it was told; null: it was not, or not yet.</param>
/// <param name="Attempts">How often that was tried.</param>
/// <param name="NextAt">When it is tried again; null: it was told, or given up.</param>
/// <param name="Error">Why the last attempt failed.</param>
public sealed record RaisedAlertView(
    string Event,
    string Subject,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset Since,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? SentAt,
    int Attempts,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? NextAt,
    RunNoteView? Error);

/// <summary>How an attempt ended.</summary>
/// <param name="At">When.</param>
/// <param name="Ok">The application took it.</param>
/// <param name="Error">Why not.</param>
public sealed record AlertOutcomeView(
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset At, bool Ok, RunNoteView? Error);

/// <summary>How alerts are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(AlertOutcomeView))]
public sealed partial class AlertJson : JsonSerializerContext;
