using Weir.Engine.Resources;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// Runs, their checkpoints, parked records and intents. Each method is one transaction. // Promise 2
/// </summary>
public interface IRunStore
{
    /// <summary>
    /// Adds a run. False when it is neither a retry nor waits and the flow has an active run of that kind: the check and the
    /// insert are one.
    /// </summary>
    Task<bool> InsertAsync(Run run, CancellationToken cancellationToken);

    /// <summary>The runs of a flow that wait, the one that came first first.</summary>
    Task<IReadOnlyList<Run>> WaitingAsync(FlowId flow, CancellationToken cancellationToken);

    /// <summary>
    /// A run that waited begins: start and versions are written. False, and nothing is changed, when it does not wait any
    /// more or the flow has an active run.
    /// </summary>
    Task<bool> PromoteAsync(Run run, CancellationToken cancellationToken);

    Task<Run?> FindAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>Retries of its flow that came before this one, also those that are not kept any more.</summary>
    Task<int> RetriesBeforeAsync(Run run, CancellationToken cancellationToken);

    /// <summary>Newest first; null lists all flows' runs.</summary>
    Task<Slice<Run>> ListAsync(FlowId? flow, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>The last run of each flow, retries apart: newest first, at most <paramref name="max"/>. Of one integration's, or of all (null).</summary>
    Task<IReadOnlyList<Run>> LastOfFlowsAsync(int max, IntegrationId? integration, CancellationToken cancellationToken);

    /// <summary>Runs that are queued, running or paused, oldest first: what a start goes on with.</summary>
    Task<IReadOnlyList<Run>> UnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes status, end, counts, error and pause. An ended run keeps neither checkpoint nor intents. Throws when the run is
    /// not stored.
    /// </summary>
    Task UpdateAsync(Run run, CancellationToken cancellationToken);

    /// <summary>The same, with what its log says of it.</summary>
    Task UpdateAsync(Run run, IReadOnlyList<RunLogEntry> log, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a run that ends, together with the last of what it has come to (whose counts it has): all of it or nothing.
    /// A run that has ended is left as it is.
    /// </summary>
    Task EndAsync(Run ended, RunCommit last, CancellationToken cancellationToken);

    /// <summary>What a run's log holds, in its order.</summary>
    Task<Slice<RunLogEntry>> LogAsync(RunLogQuery query, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>How far a run's log goes.</summary>
    Task<RunLogState> LogStateAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>The run's checkpoint in the engine's own format; null when none was written.</summary>
    Task<byte[]?> CheckpointAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Writes commits in the order given, all in one transaction: checkpoints with their counts, new errors, parked
    /// records and closed intents stand together or not at all. Throws when a run is not stored.
    /// </summary>
    Task CommitAsync(IReadOnlyList<RunCommit> commits, CancellationToken cancellationToken);

    /// <summary>Parked records of the run, the ones due first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<ParkedRecord>> ParkedAsync(RunId id, int max, CancellationToken cancellationToken);

    Task<long> CountParkedAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Writes intents with full durability before their requests leave; one with a known key replaces it, and one that stands for
    /// others (<see cref="IntentRecord.Instead"/>) takes their records from them.
    /// </summary>
    Task WriteIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that intents' requests were answered, so that a resume need not ask a person. Those not stored are passed over.
    /// </summary>
    Task SettleIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken);

    /// <summary>The run's intents, without their records.</summary>
    Task<IReadOnlyList<Intent>> IntentsAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// The run's intents that have a record, with it, in the order of their keys after <paramref name="after"/>, at most
    /// <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<Intent>> LeftIntentsAsync(RunId id, string after, int max, CancellationToken cancellationToken);

    /// <summary>Start of the last run whose source was read to its end, by source id.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> MarksAsync(FlowId flow, CancellationToken cancellationToken);

    /// <summary>Sets the marks given, forgets what they say, and leaves those of other sources.</summary>
    Task SetMarksAsync(FlowId flow, IReadOnlyList<SourceMark> marks, CancellationToken cancellationToken);

    /// <summary>
    /// Fingerprints of what a source gave that had changed at <paramref name="from"/> or later, at most
    /// <paramref name="max"/>, the latest first.
    /// </summary>
    Task<IReadOnlyList<string>> SeenAsync(
        FlowId flow, string source, DateTimeOffset from, int max, CancellationToken cancellationToken);
}

/// <summary>What a done page (or a done parked record) changes, all of it or nothing.</summary>
public sealed record RunCommit
{
    /// <summary>
    /// The run as it stands after this commit: counts and pause are written, and the status while the stored run is active,
    /// so that a commit on its way does not undo a cancellation. End and error are left as stored.
    /// </summary>
    public required Run Run { get; init; }

    /// <summary>The whole checkpoint after this commit; null leaves the stored one.</summary>
    public byte[]? Checkpoint { get; init; }

    /// <summary>
    /// Records that came in with what this writes: with those that failed (<see cref="Errors"/>) they are counted in the hour
    /// of <see cref="At"/>.
    /// </summary>
    public long Records { get; init; }

    /// <summary>What sources that read changes must know again in the next run. One that is known stays as it is.</summary>
    public IReadOnlyList<SeenRecord> Seen { get; init; } = [];

    /// <summary>
    /// New failures. One that was retried, or whose flow, source, step and trace key stand open from another run, becomes that
    /// error: attempts one higher, with the new code, message, time, run and record; if this run is the retry that claimed
    /// it, the claim ends. Two records of one run that share a trace key are two errors: nothing is written over.
    /// // Promise 1
    /// </summary>
    /// <remarks>
    /// One with the code <c>blocked</c> that is not retried never becomes another record's error: it becomes the open one of
    /// another run with its flow, source, step, trace key and fingerprint, whose code and message stay, else an error of its
    /// own.
    /// </remarks>
    public IReadOnlyList<NewError> Errors { get; init; } = [];

    /// <summary>
    /// Errors that are resolved because the record has passed: the retried one, else those of other runs with this flow,
    /// source, step and trace key (an error without a source is of any). Applied before <see cref="Errors"/>, so a failure in the same commit stays open. // Promise 1
    /// </summary>
    public IReadOnlyList<PassedRecord> Passed { get; init; } = [];

    /// <summary>Parked records, new or waiting anew: one with a known id replaces what is stored.</summary>
    public IReadOnlyList<ParkedRecord> Parked { get; init; } = [];

    /// <summary>Ids of parked records that are done or failed for good. Applied before <see cref="Parked"/>.</summary>
    public IReadOnlyList<string> Unparked { get; init; } = [];

    /// <summary>Keys of intents that the checkpoint has overtaken.</summary>
    public IReadOnlyList<string> ClosedIntents { get; init; } = [];

    /// <summary>What happened, for the run's log: numbers that the log does not have yet.</summary>
    public IReadOnlyList<RunLogEntry> Log { get; init; } = [];

    /// <summary>When it was made: errors that it resolves are resolved then.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// The errors that <see cref="Passed"/> resolves stand in the log too, as <see cref="RunLogKind.Resolved"/>, under the
    /// numbers after this one: at most as many as it has members, and <see cref="ResolvedMax"/> in a run.
    /// </summary>
    public long ResolvedAfter { get; init; }

    /// <summary>More resolved errors of one run are not in its log. // Promise 8</summary>
    public const int ResolvedMax = 1_000;
}

/// <summary>A failed record with its sealed data.</summary>
/// <param name="Error">With <c>Attempts</c> 1.</param>
/// <param name="Record">The record as it stood at that step, sealed under <see cref="Secrets.VaultOwners.Records"/>.</param>
/// <param name="Retried">The open error whose record this is, in a retry of it at the same step.</param>
/// <param name="Orders">The order keys whose later records wait for it; they replace those that stand. Null leaves them.</param>
/// <param name="Fingerprint">Of the record as read: one that is blocked is the same error only with the same content.</param>
/// <param name="Place">Where a new error stands among those that are retried; null: behind all that its flow has.</param>
public sealed record NewError(
    RecordError Error,
    byte[] Record,
    ErrorId? Retried = null,
    IReadOnlyList<string>? Orders = null,
    string Fingerprint = "",
    long? Place = null);

/// <summary>A record that passed a step at which it had failed before.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Source">The source it was read from.</param>
/// <param name="Step">The step.</param>
/// <param name="TraceKey">The record.</param>
/// <param name="Retried">The open error whose record this is, in a retry of it at the same step.</param>
public sealed record PassedRecord(FlowId Flow, string Source, string Step, string TraceKey, ErrorId? Retried = null);

/// <summary>A record that a source gave and that may come again in its overlap.</summary>
/// <param name="Source">The source.</param>
/// <param name="Fingerprint">Of its trace key and time of change, 32 hexadecimal digits.</param>
/// <param name="ChangedAt">Its time of change.</param>
public sealed record SeenRecord(string Source, string Fingerprint, DateTimeOffset ChangedAt);

/// <summary>From where a source goes on.</summary>
/// <param name="Source">The source.</param>
/// <param name="At">The start of the run that read it to its end; null: it begins at the beginning.</param>
/// <param name="SeenFrom">What it gave and had changed before then is forgotten; null forgets all of it.</param>
public sealed record SourceMark(string Source, DateTimeOffset? At, DateTimeOffset? SeenFrom = null);

/// <summary>A record that waits long for its next attempt and no longer holds its page.</summary>
public sealed record ParkedRecord
{
    public required string Id { get; init; }

    public required RunId Run { get; init; }

    /// <summary>The source it was read from; empty where that was not noted.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where it goes on.</summary>
    public required string Step { get; init; }

    public required string TraceKey { get; init; }

    /// <summary>The hash of the record as read, which its idempotency keys are made of.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Attempts made so far at that step.</summary>
    public required int Attempts { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The record as it stood at that step, sealed.</summary>
    public required byte[] Record { get; init; }
}

/// <summary>That a request which must not be repeated was about to leave, and whether it was answered.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">The import's step.</param>
/// <param name="Key">Which record at which step, and which occurrence of it: unique within the run.</param>
/// <param name="Outcome">
/// Null: unknown so far. Else <c>ok</c>, <c>outcome_unknown</c> for what may have arrived although it failed, the code of the
/// record's error, or <c>unsent</c> when a stop came before it left, or a later intent stands for it.
/// </param>
/// <param name="Message">The error's message; after a delivery whose answer was put into the record, that record, sealed.</param>
/// <param name="SentAt">Since when it may have left.</param>
/// <param name="Record">
/// What it is of, should the run end before it comes to it again; null where that is known from the start, where a later intent of
/// the record stands for it, and in a list of all.
/// </param>
public sealed record Intent(
    RunId Run, string Step, string Key, string? Outcome, string? Message, DateTimeOffset SentAt, IntentRecord? Record = null);

/// <summary>The record of a request that must not be repeated.</summary>
/// <param name="Source">The source it was read from.</param>
/// <param name="TraceKey">What identifies it.</param>
/// <param name="Sealed">As it stood at the step.</param>
/// <param name="Retried">The open error that it is retried for.</param>
public sealed record IntentRecord(string Source, string TraceKey, byte[] Sealed, ErrorId? Retried = null)
{
    /// <summary>The step of that error, or the one that it was parked at; null: this step, or it was read from its source.</summary>
    public string? Entered { get; init; }

    /// <summary>Its id in the store when it was parked.</summary>
    public string? Parked { get; init; }

    /// <summary>Where it stands among those that are retried.</summary>
    public long? Place { get; init; }

    /// <summary>What its source must know again once it has been sent; null where it reads no changes.</summary>
    public SeenRecord? Seen { get; init; }

    /// <summary>It had come through a step that sends, or the one at which it came in: it must not begin anew.</summary>
    public bool HasPassed { get; init; }

    /// <summary>Keys of the record's intents that this one stands for: not given when read.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];
}
