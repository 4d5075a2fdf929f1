namespace Weir.Model;

public enum RunStatus
{
    Queued,
    Running,
    Paused,
    Completed,
    Failed,
    Cancelled,
}

public enum RunTrigger
{
    Manual,
    Schedule,
    Webhook,
    Retry,
    Chain,
}

/// <summary>One execution of a flow.</summary>
public sealed record Run
{
    public required RunId Id { get; init; }

    public required FlowId Flow { get; init; }

    public required RunStatus Status { get; init; }

    public required RunTrigger Trigger { get; init; }

    /// <summary>While it is queued: it waits for the active run of its flow.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The versions it began with, by resource id; it keeps them, also after a resume.</summary>
    public required IReadOnlyDictionary<string, int> Versions { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From when on a person asked to read; null goes on from the marks.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// Which open errors it resolves, in the engine's own format: it reads nothing and sends nothing. Null for every other run.
    /// </summary>
    public string? Resolves { get; init; }

    /// <summary>Pages read from the sources.</summary>
    public int Pages { get; init; }

    /// <summary>How often it went on from a checkpoint after a kill or a stop.</summary>
    public int Resumes { get; init; }

    /// <summary>How often a walk began again because the source refused its cursor.</summary>
    public int Restarts { get; init; }

    /// <summary>Sources first, then steps, in the flow's order.</summary>
    public IReadOnlyList<StepCounts> Steps { get; init; } = [];

    public RunNote? Error { get; init; }

    public RunNote? Pause { get; init; }

    public bool IsActive => Status is RunStatus.Queued or RunStatus.Running or RunStatus.Paused;
}

/// <summary>A code of <see cref="ErrorCodes"/> and a sentence.</summary>
public sealed record RunNote(string Code, string Message);

/// <summary><c>Read = Success + Error + Ignored</c> counts records once, whatever was resumed.</summary>
/// <param name="Id">The source's or step's id.</param>
/// <param name="Read">Records that came to it.</param>
/// <param name="Success">Records that passed.</param>
/// <param name="Error">Records that stand in the errors.</param>
/// <param name="Ignored">Records that the user's own rule left out.</param>
/// <param name="Requests">Every request sent, repeated ones too.</param>
public sealed record StepCounts(string Id, long Read, long Success, long Error, long Ignored, long Requests);

/// <summary>A failed record that waits for a person or a retry: one row a failed record and step.</summary>
public sealed record RecordError
{
    public required ErrorId Id { get; init; }

    public required FlowId Flow { get; init; }

    public required RunId Run { get; init; }

    /// <summary>The source that the record was read from; empty where that was not noted.</summary>
    public string Source { get; init; } = "";

    public required string Step { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public int? HttpStatus { get; init; }

    public required string TraceKey { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Since when the record may have arrived at the other side although it failed; null where it has not left.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The record went on to the later steps all the same (<c>onError: continue</c>).</summary>
    public bool WentOn { get; init; }

    public bool Open { get; init; } = true;

    public int Attempts { get; init; } = 1;

    public string? Assignee { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Note { get; init; }

    /// <summary>Null while it is open, and where it was not noted.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }
}
