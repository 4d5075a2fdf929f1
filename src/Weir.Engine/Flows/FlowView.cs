using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>A flow as the API shows it.</summary>
public sealed record FlowView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string? Integration { get; init; }

    public required bool Enabled { get; init; }

    public required IReadOnlyList<FlowSourceView> Sources { get; init; }

    public required IReadOnlyList<FlowStepView> Steps { get; init; }

    public required JsonElement? Schedule { get; init; }

    public required IReadOnlyList<string> RunNext { get; init; }

    public required int Version { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that a client may send back as they were read and not change.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["id", "version", "createdAt", "updatedAt"];

    internal static FlowView Of(Flow flow) => new()
    {
        Id = flow.Id.Value,
        Name = flow.Name,
        Integration = flow.Integration?.Value,
        Enabled = flow.Enabled,
        Sources = [.. flow.Sources.Select(s => new FlowSourceView(s.Id, s.Export.Value))],
        Steps = [.. flow.Steps.Select(FlowStepView.Of)],
        Schedule = flow.Schedule.OrNull(),
        RunNext = [.. flow.RunNext.Select(f => f.Value)],
        Version = flow.Version,
        CreatedAt = flow.CreatedAt,
        UpdatedAt = flow.UpdatedAt,
    };
}

/// <summary>Where a flow's records come from.</summary>
public sealed record FlowSourceView(string Id, string Export);

/// <summary>A lookup, an import or a branch in a flow.</summary>
public sealed record FlowStepView
{
    public required string Id { get; init; }

    public required string? Name { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>The export; left out where the step is something else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lookup { get; init; }

    /// <summary>The import; left out where the step is something else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Import { get; init; }

    /// <summary>The ways that records take; left out where the step is something else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlowBranchView? Branch { get; init; }

    public required JsonElement? When { get; init; }

    public required string? Into { get; init; }

    /// <summary><c>stop</c> or <c>continue</c>.</summary>
    public required string OnError { get; init; }

    internal static FlowStepView Of(FlowStep step) => new()
    {
        Id = step.Id,
        Name = step.Name,
        Enabled = step.Enabled,
        Lookup = step.Lookup?.Value,
        Import = step.Import?.Value,
        Branch = step.Branch is { } branch ? FlowBranchView.Of(branch) : null,
        When = step.When.OrNull(),
        Into = step.Into,
        OnError = step.ContinueOnError ? "continue" : "stop",
    };
}

/// <summary>The ways that a branch sends records.</summary>
/// <param name="Mode"><c>first</c> or <c>all</c>.</param>
/// <param name="Cases">In the order in which they are tried.</param>
public sealed record FlowBranchView(string Mode, IReadOnlyList<FlowCaseView> Cases)
{
    internal static FlowBranchView Of(FlowBranch branch) =>
        new(branch.TakesAll ? "all" : "first", [.. branch.Cases.Select(FlowCaseView.Of)]);
}

/// <summary>One way through a branch.</summary>
/// <param name="Name">What people call it; null has none.</param>
/// <param name="When">A filter; null takes every record.</param>
/// <param name="Steps">Its own steps.</param>
public sealed record FlowCaseView(string? Name, JsonElement? When, IReadOnlyList<FlowStepView> Steps)
{
    internal static FlowCaseView Of(FlowCase @case) =>
        new(@case.Name, @case.When.OrNull(), [.. @case.Steps.Select(FlowStepView.Of)]);
}

/// <summary>How flows are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FlowView))]
public sealed partial class FlowJson : JsonSerializerContext;
