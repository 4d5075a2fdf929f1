using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Engine.Governor;

namespace Weir.Engine.Connections;

/// <summary>What happens in a connection's pool now, as the API shows it.</summary>
public sealed record TrafficView
{
    public required string Pool { get; init; }

    public required int Level { get; init; }

    public required int InFlight { get; init; }

    public required int Waiting { get; init; }

    public required int PeakInFlight { get; init; }

    public required long Requests { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? PausedUntil { get; init; }

    public required string? PauseReason { get; init; }

    public required IReadOnlyList<FlowTraffic> ByFlow { get; init; }

    public required IReadOnlyList<string> Borrowers { get; init; }

    public required BudgetView Budget { get; init; }

    public static TrafficView Of(ConnectionTraffic traffic) => new()
    {
        Pool = traffic.Pool.Value,
        Level = traffic.Level,
        InFlight = traffic.InFlight,
        Waiting = traffic.Waiting,
        PeakInFlight = traffic.PeakInFlight,
        Requests = traffic.Requests,
        PausedUntil = traffic.PausedUntil,
        PauseReason = traffic.PauseReason,
        ByFlow = traffic.ByFlow,
        Borrowers = [.. traffic.Borrowers.Select(b => b.Value)],
        Budget = new BudgetView(
            traffic.Budget.Key, traffic.Budget.Used, traffic.Budget.Size, traffic.Budget.PausedUntil),
    };
}

/// <summary>The account at the other side: how full its bucket is.</summary>
public sealed record BudgetView(
    string Key,
    int Used,
    int? Size,
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? PausedUntil);
