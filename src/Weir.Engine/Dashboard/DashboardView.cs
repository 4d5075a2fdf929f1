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
}

/// <summary>How many errors of a flow wait for a person or a retry.</summary>
public sealed record OpenErrorsView(string Flow, long Count);

/// <summary>How the dashboard is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DashboardView))]
public sealed partial class DashboardJson : JsonSerializerContext;
