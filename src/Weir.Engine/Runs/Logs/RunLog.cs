using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Runs.Logs;

/// <summary>
/// What a run writes down of itself, within bounds: of a run of any length the log has the same most entries. What concerns
/// a record goes with its page, so that the log tells what is durable and nothing twice; all of it is written with the
/// checkpoints. Safe for many threads, where nothing else is said. // Promises 7 and 8
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="former">What former lives of the run have written down.</param>
internal sealed class RunLog(TimeProvider time, RunLogState former)
{
    /// <summary>Records that passed or were left out, at one step each.</summary>
    public const int PassagesMax = 1_000;

    /// <summary>Attempts that failed, records that wait or stand in the errors.</summary>
    public const int TroublesMax = 10_000;

    /// <summary>Pauses, restarts and the like.</summary>
    public const int EventsMax = 1_000;

    // Made once: they are asked for with every record, and said once.
    private static readonly string NoMorePassages =
        $"From here on records that pass or are left out are not written down one by one; {PassagesMax} were.";

    private static readonly string NoMoreTroubles =
        $"From here on troubles of records are not written down here; {TroublesMax} were. The errors have all of them.";

    private readonly Lock _gate = new();
    private readonly List<RunLogEntry> _events = [];
    private int _passages = former.CountOf(RunLogKind.Passed, RunLogKind.Ignored);
    private int _troubles = former.CountOf(RunLogKind.Repeated, RunLogKind.Parked, RunLogKind.Failed);
    private int _noted = former.CountOf(
        RunLogKind.Started, RunLogKind.Resumed, RunLogKind.Restarted, RunLogKind.Paused, RunLogKind.Continued);

    private long _last = former.Last;

    /// <summary>Something happened to the run.</summary>
    public void Note(RunLogKind kind, string message, RunLogLevel level = RunLogLevel.Info, string? code = null, string? step = null)
    {
        if (IsWithin(ref _noted, EventsMax, "From here on pauses, restarts and the like are not written down."))
        {
            Add(new RunLogEntry { At = time.GetUtcNow(), Kind = kind, Level = level, Code = code, Step = step, Message = message });
        }
    }

    /// <summary>The run has ended: always written down. One caller at a time.</summary>
    public RunLogEntry End(Run ended) => new()
    {
        Number = Number(),
        At = time.GetUtcNow(),
        Kind = RunLogKind.Ended,
        Level = ended.Status == RunStatus.Failed ? RunLogLevel.Error : RunLogLevel.Info,
        Code = ended.Error?.Code,
        Message = ended.Error?.Message
            ?? (ended.Resolves is null
                ? $"The run is {ended.Status.ToString().ToLowerInvariant()}."
                : $"Errors resolved by hand: {ended.Steps.Sum(s => s.Ignored)}."),
    };

    /// <summary>A record passed a step, or the user's own rule left it out.</summary>
    public void Passage(PageWork page, RunLogKind kind, string step, string traceKey)
    {
        if (IsWithin(ref _passages, PassagesMax, NoMorePassages))
        {
            page.Add(page.Log, new RunLogEntry
            {
                At = time.GetUtcNow(),
                Kind = kind,
                Step = step,
                TraceKey = traceKey,
                Message = kind == RunLogKind.Passed ? "Passed." : "Left out by the flow's own rule.",
            });
        }
    }

    /// <summary>A record stands in the errors that belongs to no page.</summary>
    public void Failed(RecordError error)
    {
        if (TakesTrouble())
        {
            Add(new RunLogEntry
            {
                At = error.OccurredAt,
                Kind = RunLogKind.Failed,
                Level = RunLogLevel.Error,
                Step = error.Step,
                TraceKey = error.TraceKey,
                Code = error.Code,
                Message = error.Message,
            });
        }
    }

    /// <summary>A request for a record was sent again after these attempts.</summary>
    public void Repeated(PageWork page, string step, string traceKey, IReadOnlyList<FailedAttempt>? attempts)
    {
        foreach (var attempt in attempts ?? [])
        {
            if (TakesTrouble())
            {
                page.Add(page.Log, Of(attempt, step, traceKey));
            }
        }
    }

    /// <summary>A page was asked for again after these attempts.</summary>
    public void Repeated(string source, IReadOnlyList<FailedAttempt>? attempts)
    {
        foreach (var attempt in attempts ?? [])
        {
            if (TakesTrouble())
            {
                Add(Of(attempt, source, null));
            }
        }
    }

    /// <summary>
    /// What a commit writes: the entries of these pages and the run's own since the last time, in their order and numbered.
    /// One caller at a time.
    /// </summary>
    public IReadOnlyList<RunLogEntry> Take(IEnumerable<PageWork> pages)
    {
        List<RunLogEntry> entries = [];
        foreach (var page in pages)
        {
            entries.AddRange(page.Log);
            entries.AddRange(page.Failures.TakeWhile(_ => TakesTrouble()).Select(FailedOf));
            entries.AddRange(page.Waiting.TakeWhile(_ => TakesTrouble()).Select(ParkedOf));
        }

        lock (_gate)
        {
            entries.AddRange(_events);
            _events.Clear();
        }

        return entries.Count == 0 ? [] : [.. entries.OrderBy(e => e.At).Select(e => e with { Number = Number() })];
    }

    /// <summary>Takes the next so many numbers; gives the one before them. One caller at a time.</summary>
    public long Reserve(int count)
    {
        var before = _last;
        _last += count;
        return before;
    }

    private long Number() => ++_last;

    private bool TakesTrouble() => IsWithin(ref _troubles, TroublesMax, NoMoreTroubles);

    private bool IsWithin(ref int count, int max, string beyond)
    {
        if (Volatile.Read(ref count) > max)
        {
            return false;
        }

        var now = Interlocked.Increment(ref count);
        if (now == max + 1)
        {
            Add(new RunLogEntry { At = time.GetUtcNow(), Kind = RunLogKind.Limited, Message = beyond });
        }

        return now <= max;
    }

    private void Add(RunLogEntry entry)
    {
        lock (_gate)
        {
            _events.Add(entry);
        }
    }

    private static RunLogEntry Of(FailedAttempt attempt, string step, string? traceKey) => new()
    {
        At = attempt.At,
        Kind = RunLogKind.Repeated,
        Level = RunLogLevel.Warning,
        Step = step,
        TraceKey = traceKey,
        Code = attempt.Fault.Code,
        Message = attempt.Fault.Message,
        HttpStatus = attempt.Fault.HttpStatus,
        Attempts = attempt.Attempt,
    };

    private RunLogEntry FailedOf(FailedRecord failure) => new()
    {
        At = time.GetUtcNow(),
        Kind = RunLogKind.Failed,
        Level = RunLogLevel.Error,
        Step = failure.Step,
        TraceKey = failure.TraceKey,
        Code = failure.Fault.Code,
        Message = failure.Fault.Text,
        HttpStatus = failure.Fault.HttpStatus,
    };

    private RunLogEntry ParkedOf(WaitingRecord waiting) => new()
    {
        At = time.GetUtcNow(),
        Kind = RunLogKind.Parked,
        Level = RunLogLevel.Warning,
        Step = waiting.Step,
        TraceKey = waiting.TraceKey,
        Message = $"Tried again at {waiting.DueAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
        Attempts = waiting.Attempts,
    };
}
