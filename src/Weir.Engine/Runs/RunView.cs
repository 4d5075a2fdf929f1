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

    /// <summary>
    /// What it waits for at this moment; nothing when it has ended. Of a run that has not ended it is left out in lists and in
    /// answers to a command: it is told where one run is read or followed, and by the dashboard of runs at work.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunWaitView>? Waiting { get; init; }

    public static RunView Of(Run run) => Of(run, run.IsActive ? null : []);

    public static RunView Of(Run run, IReadOnlyList<RunWait>? waits) => new()
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
        Waiting = waits is null ? null : [.. waits.Select(RunWaitView.Of)],
    };
}

/// <summary>Something that a run waits for.</summary>
public sealed record RunWaitView
{
    /// <summary>
    /// <c>slot</c>, <c>rate_limit</c> or <c>offline</c>: requests wait at a connection; <c>attempt</c>: records wait for
    /// their next attempt; <c>record</c>: records wait for one of another run with the same key; <c>job</c>: the application changes
    /// records in the background; <c>run</c>: runs of its flow go before it.
    /// </summary>
    [JsonConverter(typeof(WaitReasonConverter))]
    public required WaitReason Reason { get; init; }

    public required string? Connection { get; init; }

    /// <summary>The run that is at work before it.</summary>
    public required string? Run { get; init; }

    /// <summary>When it goes on at the earliest; null where nobody knows.</summary>
    [JsonConverter(typeof(UtcTimeConverter))]
    public required DateTimeOffset? Until { get; init; }

    /// <summary>Requests of the flow that wait, records of jobs, or runs that go before it; null where it is not counted.</summary>
    public required int? Count { get; init; }

    /// <summary>Why, in a sentence; null where the reason says it all.</summary>
    public required string? Message { get; init; }

    internal static RunWaitView Of(RunWait wait) => new()
    {
        Reason = wait.Reason,
        Connection = wait.Connection?.Value,
        Run = wait.Run?.Value,
        Until = wait.Until,
        Count = wait.Count,
        Message = wait.Message,
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

/// <summary>Reasons to wait, in words that URLs and scripts can carry.</summary>
internal sealed class WaitReasonConverter() : JsonStringEnumConverter<WaitReason>(JsonNamingPolicy.SnakeCaseLower);

/// <summary>Triggers as the contract writes them.</summary>
internal sealed class RunTriggerConverter() : JsonStringEnumConverter<RunTrigger>(JsonNamingPolicy.CamelCase);
