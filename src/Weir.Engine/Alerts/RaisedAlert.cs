using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>Something that an alert tells of, from its beginning until it is over: it is told once in that time.</summary>
public sealed record RaisedAlert
{
    public required AlertId Alert { get; init; }

    /// <summary>Of <see cref="AlertEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>The id of the flow or connection.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was found out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is told, as JSON.</summary>
    public required string Record { get; init; }

    public int Attempts { get; init; }

    /// <summary>When it is told, or tried again; null: it was told, or given up.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>An attempt is under way, or was when the server was killed.</summary>
    public bool IsUnderWay { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public RunNote? Error { get; init; }

    public (AlertId, string, string) Key => (Alert, Event, Subject);
}

/// <summary>How the last attempt of an alert ended.</summary>
/// <param name="At">When.</param>
/// <param name="Error">Null: it was taken.</param>
public sealed record AlertOutcome(DateTimeOffset At, RunNote? Error);

/// <summary>Keeps what alerts tell of, so that a kill neither swallows nor doubles it. Safe for many callers.</summary>
public interface IAlertStore
{
    /// <summary>All that are not over, in the order in which they were found out.</summary>
    Task<IReadOnlyList<RaisedAlert>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Writes them, new ones and known ones; durable when it returns.</summary>
    Task SaveAsync(IReadOnlyList<RaisedAlert> raised, CancellationToken cancellationToken);

    /// <summary>They are over.</summary>
    Task EndAsync(IReadOnlyList<RaisedAlert> raised, CancellationToken cancellationToken);

    /// <summary>Notes how the last attempt of an alert ended, also of a test.</summary>
    Task NoteAsync(AlertId alert, AlertOutcome outcome, CancellationToken cancellationToken);

    /// <summary>The last attempt of each alert that made one.</summary>
    Task<IReadOnlyDictionary<AlertId, AlertOutcome>> OutcomesAsync(CancellationToken cancellationToken);

    /// <summary>Forgets everything of an alert that was deleted.</summary>
    Task ForgetAsync(AlertId alert, CancellationToken cancellationToken);
}
