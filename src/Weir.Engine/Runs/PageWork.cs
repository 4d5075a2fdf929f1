using System.Text.Json;
using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// A page on its way: its records, who takes the next one, and everything that its checkpoint will hold. Records of a page
/// are worked on by many threads; what they add is guarded.
/// </summary>
internal sealed class PageWork : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<PageRecord> _records;
    private readonly IDisposable _owner;
    private readonly bool[] _ended;
    private int _next = -1;
    private int _left;

    /// <param name="position">The page's number in the walk; -1 for parked records that go on.</param>
    /// <param name="owner">The memory under the records.</param>
    /// <param name="records">In the order of the source.</param>
    /// <param name="plan">Its sources and steps have counts, its steps rows.</param>
    public PageWork(long position, IDisposable owner, IReadOnlyList<PageRecord> records, RunPlan plan)
    {
        Position = position;
        _owner = owner;
        _records = records;
        _left = records.Count;
        _ended = new bool[records.Count];
        Tallies = new StepTally[plan.Tallies];
        for (var i = 0; i < Tallies.Length; i++)
        {
            Tallies[i] = new StepTally();
        }

        Rows = new PooledBuffer?[]?[plan.Steps.Count];
    }

    public long Position { get; }

    /// <summary>Which source it was read from.</summary>
    public int Source { get; init; }

    /// <summary>The state that reads this page again.</summary>
    public string State { get; init; } = "";

    /// <summary>The state of the page after it; null at the end.</summary>
    public string? Next { get; init; }

    /// <summary>Pages before it in this walk.</summary>
    public long Depth { get; init; }

    /// <summary>Records read before it.</summary>
    public long TakenBefore { get; init; }

    /// <summary>The last row's place in the stated order.</summary>
    public RowPlace? Last { get; init; }

    /// <summary>Records that wait for the others of the page.</summary>
    public HeldRecords Held { get; } = new();

    public int Count => _records.Count;

    public bool IsDone => Volatile.Read(ref _left) == 0;

    /// <summary>The sources' counts first, then the steps'.</summary>
    public StepTally[] Tallies { get; }

    /// <summary>Formatted rows by step and record; joined in record order when the page is written.</summary>
    public PooledBuffer?[]?[] Rows { get; }

    public List<Fingerprint> Fingerprints { get; } = [];

    /// <summary>What a former life had done already: dropped here, taken out of the set when this page is written.</summary>
    public List<Fingerprint> Dropped { get; } = [];

    /// <summary>What a source that reads changes must know again.</summary>
    public IReadOnlyList<SeenRecord> Seen { get; init; } = [];

    /// <summary>Of which record each of <see cref="Seen"/> is.</summary>
    public IReadOnlyList<int> SeenAt { get; init; } = [];

    /// <summary>Of a page that is not done: what must be known of those records that have come to their end.</summary>
    public IEnumerable<SeenRecord> SeenOfEnded => Seen.Where((_, i) => SeenAt[i] < _ended.Length && _ended[SeenAt[i]]);

    /// <summary>What must be known of one record; null: nothing.</summary>
    public SeenRecord? SeenOf(int index)
    {
        for (var i = 0; i < SeenAt.Count && SeenAt[i] <= index; i++)
        {
            if (SeenAt[i] == index)
            {
                return Seen[i];
            }
        }

        return null;
    }

    /// <summary>Trace keys of records that stand in the errors and are not read anew; null: none.</summary>
    public IReadOnlySet<string>? Standing { get; set; }

    public List<FailedRecord> Failures { get; } = [];

    /// <summary>Records that a stop came upon between two steps.</summary>
    public List<TornRecord> Torn { get; } = [];

    /// <summary>What happened to its records on their way, for the run's log.</summary>
    public List<RunLogEntry> Log { get; } = [];

    public List<PassedRecord> Passed { get; } = [];

    public List<WaitingRecord> Waiting { get; } = [];

    public List<string> Unparked { get; } = [];

    /// <summary>Keys of intents of records that have their outcome.</summary>
    public List<string> Intents { get; } = [];

    /// <summary>The next record that nobody works on; -1 when all are taken.</summary>
    public int Take()
    {
        var index = Interlocked.Increment(ref _next);
        return index < _records.Count ? index : -1;
    }

    public PageRecord Record(int index) => _records[index];

    /// <summary>A stage begins with so many things to do.</summary>
    public void Begin(int count) => Volatile.Write(ref _left, count);

    /// <summary>True when this was the stage's last thing to do.</summary>
    public bool Finish() => Interlocked.Decrement(ref _left) == 0;

    /// <summary>This record goes no further, and all that came of it is noted. Each record by one caller.</summary>
    public void End(int index) => _ended[index] = true;

    public void Add<T>(List<T> list, T item)
    {
        lock (_gate)
        {
            list.Add(item);
        }
    }

    public PooledBuffer NewRows(int step, int index)
    {
        lock (_gate)
        {
            var rows = Rows[step] ??= new PooledBuffer?[_records.Count];
            return rows[index] = new PooledBuffer(RecordState.BytesMax, 256);
        }
    }

    /// <summary>A record failed after its row was formatted: the row is not written.</summary>
    public void DropRows(int step, int index)
    {
        lock (_gate)
        {
            Rows[step]![index]?.Dispose();
            Rows[step]![index] = null;
        }
    }

    /// <summary>They are in the file, and are not written again whatever becomes of the page.</summary>
    public void RowsWritten(int step)
    {
        foreach (var buffer in Rows[step]!)
        {
            buffer?.Dispose();
        }

        Rows[step] = null;
    }

    /// <summary>Of records that have not come to their end no row is written. Nobody works on the page any more.</summary>
    public void DropRowsOfOthers()
    {
        for (var step = 0; step < Rows.Length; step++)
        {
            for (var i = 0; i < _ended.Length && Rows[step] is not null; i++)
            {
                if (!_ended[i])
                {
                    DropRows(step, i);
                }
            }
        }
    }

    public void Dispose()
    {
        foreach (var buffer in Rows.Where(r => r is not null).SelectMany(r => r!))
        {
            buffer?.Dispose();
        }

        Held.Dispose();
        _owner.Dispose();
    }
}

/// <summary>A record as a page holds it.</summary>
/// <param name="Value">The record.</param>
/// <param name="Source">Which source it was read from.</param>
/// <param name="Step">Where it enters: <c>~n</c> at the own rules of the n-th source, else a step's index.</param>
/// <param name="TraceKey">Known for records that were here before; null is found when it is worked on.</param>
/// <param name="Fingerprint">Of the record as read, known with the trace key.</param>
/// <param name="Attempts">Attempts made before it was parked.</param>
/// <param name="Parked">Its id in the store when it was parked.</param>
/// <param name="Skip">Read and not delivered: a walk that began again has delivered it before.</param>
/// <param name="Error">The open error that it is the record of, in a retry.</param>
/// <param name="Place">Where that error stands among those that are retried.</param>
/// <param name="SentAt">Since when it may have arrived although it is that error's; null: it has not left.</param>
/// <param name="DoneFrom">
/// From this step on it has gone its way already, or stands in an error of its own: it went on when it failed, and here comes what
/// must not be sent twice. Null: it goes through all later steps.
/// </param>
internal readonly record struct PageRecord(
    JsonElement Value,
    int Source,
    int Step,
    string? TraceKey = null,
    Fingerprint Fingerprint = default,
    int Attempts = 0,
    string? Parked = null,
    bool Skip = false,
    ErrorId? Error = null,
    long? Place = null,
    DateTimeOffset? SentAt = null,
    int? DoneFrom = null);

/// <summary>A record that failed at a step, with its data as it stood there.</summary>
internal sealed record FailedRecord(
    int Source, string Step, Fault Fault, string TraceKey, Fingerprint Fingerprint, byte[] Record, ErrorId? Retried = null)
{
    /// <summary>Its place in the page.</summary>
    public int Index { get; init; }

    /// <summary>The order keys whose later records wait for it; null leaves those that stand.</summary>
    public IReadOnlyList<string>? Orders { get; init; }

    /// <summary>Where it stands among those that are retried; null for a record that was not in the errors.</summary>
    public long? Place { get; init; }

    /// <summary>See <see cref="RecordError.WentOn"/>.</summary>
    public bool WentOn { get; init; }
}

/// <summary>A record that waits long for its next attempt.</summary>
internal sealed record WaitingRecord(
    int Source, string Step, string TraceKey, Fingerprint Fingerprint, int Attempts, DateTimeOffset DueAt, byte[] Record);
