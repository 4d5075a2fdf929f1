using System.Text.Json.Serialization;
using Weir.Engine.Runs;

namespace Weir.Engine.Dashboard;

/// <summary>How all flows are, at a glance.</summary>
public sealed record DashboardView
{
    /// <summary>The last run of each flow, retries apart: newest first, of at most 1,000 flows.</summary>
    public required IReadOnlyList<RunView> LastRuns { get; init; }

    /// <summary>The flows that have open errors: the one with most of them first, at most 1,000.</summary>
    public required IReadOnlyList<OpenErrorsView> OpenErrors { get; init; }

    /// <summary>Connections that send or wait in this moment: most waiting first, then the fullest; of all, at most 50.</summary>
    public required IReadOnlyList<string> Busiest { get; init; }

    /// <summary>The last 24 hours, or the days that were asked for: those hours in which records came in, oldest first.</summary>
    public required IReadOnlyList<HourView> Hours { get; init; }
}

/// <summary>An hour of work.</summary>
/// <param name="At">When it began: a full hour (UTC).</param>
/// <param name="Records">Records that sources gave, or that were retried.</param>
/// <param name="Errors">Records that failed, those included that had failed before.</param>
public sealed record HourView(DateTimeOffset At, long Records, long Errors);

/// <summary>How many errors of a flow wait for a person or a retry.</summary>
public sealed record OpenErrorsView(string Flow, long Count);

/// <summary>How the dashboard is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DashboardView))]
public sealed partial class DashboardJson : JsonSerializerContext;
