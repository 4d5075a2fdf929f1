namespace Weir.Model;

/// <summary>What happens next after a call that did not succeed. A closed set: never a text decides.</summary>
public enum FaultKind
{
    /// <summary>May pass by itself: tried again with growing, jittered waits, at most five attempts a request.</summary>
    Transient,

    /// <summary>The other side asked to wait: its budget pauses, and the request is sent when it may be.</summary>
    Throttled,

    /// <summary>The sign-in was refused: the connection goes offline and its runs pause.</summary>
    Unauthorized,

    /// <summary>This record, or this request, is refused for good: it goes to the errors.</summary>
    Rejected,

    /// <summary>It was sent and no answer came: the repeat rule of the import decides.</summary>
    Unknown,

    /// <summary>Weir or the other side did what must not happen: the run fails.</summary>
    Defect,
}

/// <summary>Why a call or a record failed.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>A stable code of <see cref="ErrorCodes"/>: <c>rejected</c>, <c>timeout</c>, <c>unreachable</c> …</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for people; the application's own words where it gave any. Never holds a secret.</summary>
    public required string Message { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>The failing field, as the application or the mapping names it.</summary>
    public string? Field { get; init; }

    /// <summary>The message, with the field before it where one is named and the message does not begin with it.</summary>
    public string Text => Field is null || Message.StartsWith($"{Field}: ", StringComparison.Ordinal) ? Message : $"{Field}: {Message}";

    /// <summary>How long the other side told us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// True when the request is proven not to have reached the application (refused, no such host, never written):
    /// it may be repeated whatever the repeat rule says.
    /// </summary>
    public bool NotSent { get; init; }

    /// <summary>
    /// When it left, where it may have arrived although it counts as failed; null where it has not. Kept with the error: a retry
    /// looks for what was sent before it sends again. // Promise 2
    /// </summary>
    public DateTimeOffset? SentAt { get; init; }
}
