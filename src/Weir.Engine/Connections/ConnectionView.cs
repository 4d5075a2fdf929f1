using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>A connection as the API shows it. Secrets are named and never shown. // Promise 5</summary>
public sealed record ConnectionView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Application { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    public required string? BorrowConcurrencyFrom { get; init; }

    public required int ConcurrencyLevel { get; init; }

    public required string Status { get; init; }

    public required LastTestView? LastTest { get; init; }

    /// <summary>Left out unless the status is offline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OutageView? Outage { get; init; }

    public required IReadOnlyList<string> Integrations { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } =
        ["id", "secrets", "status", "lastTest", "outage", "integrations", "version", "createdAt", "updatedAt"];

    internal static ConnectionView Of(
        Connection connection, IReadOnlyList<string> integrations, DateTimeOffset? nextProbe) => new()
        {
            Id = connection.Id.Value,
            Name = connection.Name,
            Application = connection.Application,
            Settings = connection.Settings,
            Secrets = connection.Secrets,
            BorrowConcurrencyFrom = connection.BorrowConcurrencyFrom?.Value,
            ConcurrencyLevel = connection.ConcurrencyLevel,
            Status = JsonNamingPolicy.CamelCase.ConvertName(connection.Status.ToString()),
            LastTest = connection.LastTest is { } test
            ? new LastTestView(test.At, test.Ok, test.Code, test.Message, test.LatencyMs)
            : null,
            Outage = connection is { Status: ConnectionStatus.Offline, LastTest: { } failed }
            ? new OutageView(failed.FailingSince ?? failed.At, nextProbe)
            : null,
            Integrations = integrations,
            Version = connection.Version,
            CreatedAt = connection.CreatedAt,
            UpdatedAt = connection.UpdatedAt,
        };
}

/// <summary>The last test of a stored connection.</summary>
public sealed record LastTestView(
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset At,
    bool Ok,
    string? Code,
    string Message,
    long LatencyMs);

/// <summary>Why nothing goes through the connection says <c>lastTest</c>; this says how long, and until when at least.</summary>
/// <param name="Since">Since when nothing has passed.</param>
/// <param name="NextTestAt">When it is tested next by itself; null while that test is under way, or when there is none.</param>
public sealed record OutageView(
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset Since,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? NextTestAt);

/// <summary>What a test found.</summary>
/// <param name="Ok">True when the application answered as it should.</param>
/// <param name="Code">Null when ok.</param>
/// <param name="Message">As whom it is signed in, or what to do.</param>
/// <param name="LatencyMs">Until the answer's end, in milliseconds.</param>
public sealed record TestView(bool Ok, string? Code, string Message, long LatencyMs)
{
    public static TestView Of(TestResult result) => new(result.Ok, result.Code, result.Message, result.LatencyMs);
}

/// <summary>How connections are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectionView))]
[JsonSerializable(typeof(TestView))]
[JsonSerializable(typeof(TrafficView))]
[JsonSerializable(typeof(DebugView))]
public sealed partial class ConnectionJson : JsonSerializerContext;
