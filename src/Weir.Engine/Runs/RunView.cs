using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A run as the API shows it.</summary>
public sealed record RunView
{
    public required string Id { get; init; }

    public required string Flow { get; init; }

    [JsonConverter(typeof(RunStatusConverter))]
    public required RunStatus Status { get; init; }

    [JsonConverter(typeof(RunTriggerConverter))]
    public required RunTrigger Trigger { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset StartedAt { get; init; }

    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? EndedAt { get; init; }

    public required int Pages { get; init; }

    public required int Resumes { get; init; }

    /// <summary>How often a walk began again because the source refused its cursor.</summary>
    public required int Restarts { get; init; }

    public required IReadOnlyList<StepCountsView> Steps { get; init; }

    public required RunNoteView? Error { get; init; }

    public required RunNoteView? Pause { get; init; }

    public static RunView Of(Run run) => new()
    {
        Id = run.Id.Value,
        Flow = run.Flow.Value,
        Status = run.Status,
        Trigger = run.Trigger,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Pages = run.Pages,
        Resumes = run.Resumes,
        Restarts = run.Restarts,
        Steps = [.. run.Steps.Select(s => new StepCountsView(s.Id, s.Read, s.Success, s.Error, s.Ignored, s.Requests))],
        Error = RunNoteView.Of(run.Error),
        Pause = RunNoteView.Of(run.Pause),
    };
}

/// <summary>What came to a source or step, and what became of it.</summary>
public sealed record StepCountsView(string Id, long Read, long Success, long Error, long Ignored, long Requests);

/// <summary>Why a run failed or waits.</summary>
public sealed record RunNoteView(string Code, string Message)
{
    internal static RunNoteView? Of(RunNote? note) => note is null ? null : new RunNoteView(note.Code, note.Message);
}

/// <summary>How runs are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunView))]
public sealed partial class RunJson : JsonSerializerContext;

/// <summary>Statuses as the contract writes them.</summary>
internal sealed class RunStatusConverter() : JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase);

/// <summary>Triggers as the contract writes them.</summary>
internal sealed class RunTriggerConverter() : JsonStringEnumConverter<RunTrigger>(JsonNamingPolicy.CamelCase);
