namespace Weir.Model;

/// <summary>What a run can wait for.</summary>
public enum WaitReason
{
    /// <summary>Requests wait for a free slot of the connection's pool.</summary>
    Slot,

    /// <summary>The account at the other side takes no request now.</summary>
    RateLimit,

    /// <summary>The connection is offline.</summary>
    Offline,

    /// <summary>Records wait in the store for their next attempt.</summary>
    Attempt,

    /// <summary>Records wait for one of another run that has a key in common with them.</summary>
    Record,

    /// <summary>The application makes a change to many records in the background.</summary>
    Job,

    /// <summary>It has not begun: runs of its flow go before it.</summary>
    Run,
}

/// <summary>Something that a run waits for at this moment.</summary>
public sealed record RunWait
{
    public required WaitReason Reason { get; init; }

    /// <summary>Through which connection; null where none is concerned.</summary>
    public ConnectionId? Connection { get; init; }

    /// <summary>The run that is at work before it; only with <see cref="WaitReason.Run"/>.</summary>
    public RunId? Run { get; init; }

    /// <summary>When it goes on at the earliest; null where nobody knows.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Requests of the run's flow that wait (its retries', too), the records of jobs, or the runs that go before it; null where it
    /// is not counted.
    /// </summary>
    public int? Count { get; init; }

    /// <summary>Why, in a sentence; null where the reason says it all.</summary>
    public string? Message { get; init; }
}
