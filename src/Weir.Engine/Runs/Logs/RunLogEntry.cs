using Weir.Model;

namespace Weir.Engine.Runs.Logs;

/// <summary>What happened to a run, or to one of its records. Never a secret, never data of a record.</summary>
public sealed record RunLogEntry
{
    /// <summary>A longer message is cut: the record's error has all of it.</summary>
    public const int MessageCharactersMax = 500;

    /// <summary>Its place in the run's log: rises, with gaps.</summary>
    public long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RunLogKind Kind { get; init; }

    public RunLogLevel Level { get; init; }

    /// <summary>The step or the source; null for what concerns the whole run.</summary>
    public string? Step { get; init; }

    /// <summary>The record; null for what concerns none.</summary>
    public string? TraceKey { get; init; }

    /// <summary>A code of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    public required string Message
    {
        get;
        init => field = value.Length <= MessageCharactersMax ? value : $"{value.AsSpan(0, MessageCharactersMax - 1)}…";
    }

    public int? HttpStatus { get; init; }

    /// <summary>Which attempt it was, from 1.</summary>
    public int? Attempts { get; init; }
}

/// <summary>What an entry tells. The names are API.</summary>
public enum RunLogKind
{
    Started,

    /// <summary>It went on from its checkpoint after a stop or a kill.</summary>
    Resumed,

    /// <summary>A walk began again because the source refused its cursor.</summary>
    Restarted,

    /// <summary>A connection is offline, or told to wait long.</summary>
    Paused,

    Continued,

    Ended,

    /// <summary>A record passed a step.</summary>
    Passed,

    /// <summary>The user's own rule left a record out of a step, or out of the run.</summary>
    Ignored,

    /// <summary>An attempt failed, and the request was sent again.</summary>
    Repeated,

    /// <summary>A record waits in the store for its next attempt.</summary>
    Parked,

    /// <summary>A record stands in the errors.</summary>
    Failed,

    /// <summary>A record passed where an open error of it stood: that error is resolved.</summary>
    Resolved,

    /// <summary>From here on one sort of entries is not written down any more.</summary>
    Limited,
}

/// <summary>How much attention an entry deserves.</summary>
public enum RunLogLevel
{
    Info,
    Warning,
    Error,
}

/// <summary>Which entries of a run's log.</summary>
/// <param name="Run">Of this run.</param>
/// <param name="TraceKey">Of this record.</param>
/// <param name="Step">At this step or source.</param>
/// <param name="From">Of this level, or above it.</param>
public sealed record RunLogQuery(
    RunId Run, string? TraceKey = null, string? Step = null, RunLogLevel From = RunLogLevel.Info);

/// <summary>What a run's log holds already.</summary>
/// <param name="Last">The last entry's number; 0 when there is none.</param>
/// <param name="Counts">Entries by kind.</param>
public sealed record RunLogState(long Last, IReadOnlyDictionary<RunLogKind, long> Counts)
{
    public static RunLogState Empty { get; } = new(0, new Dictionary<RunLogKind, long>());

    internal int CountOf(params ReadOnlySpan<RunLogKind> kinds)
    {
        var count = 0L;
        foreach (var kind in kinds)
        {
            count += Counts.GetValueOrDefault(kind);
        }

        return (int)Math.Min(count, int.MaxValue / 2);
    }
}
