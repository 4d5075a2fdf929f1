using System.Globalization;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>Reads and changes record errors. They are added by a run's commit and nowhere else.</summary>
public interface IErrorStore
{
    /// <summary>Newest first.</summary>
    Task<Slice<RecordError>> ListAsync(ErrorQuery query, int limit, string? cursor, CancellationToken cancellationToken);

    Task<RecordError?> FindAsync(ErrorId id, CancellationToken cancellationToken);

    /// <summary>The record's sealed data; null when the error is gone.</summary>
    Task<byte[]?> RecordAsync(ErrorId id, CancellationToken cancellationToken);

    /// <summary>
    /// False when it is gone. With <paramref name="expected"/> only where that is its <see cref="ErrorTag"/>, in one
    /// transaction; else the refusal <c>precondition_failed</c>.
    /// </summary>
    Task<bool> SetRecordAsync(ErrorId id, byte[] record, CancellationToken cancellationToken, string? expected = null);

    /// <summary>Writes assignee, tags and note; as <see cref="SetRecordAsync"/>.</summary>
    Task<bool> UpdateAsync(RecordError error, CancellationToken cancellationToken, string? expected = null);

    Task<long> CountAsync(ErrorQuery query, CancellationToken cancellationToken);

    /// <summary>How many are open by flow: the flow with most of them first, at most <paramref name="max"/> flows. Of one
    /// integration, or of all (null).</summary>
    Task<IReadOnlyList<OpenErrors>> CountOpenAsync(int max, IntegrationId? integration, CancellationToken cancellationToken);

    /// <summary>
    /// What matches, by what it came of: what is most first, at most <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<ErrorCause>> CausesAsync(ErrorQuery query, int max, CancellationToken cancellationToken);

    /// <summary>Open ones that match, in the order of their times and ids, after <paramref name="after"/>: what a bulk change goes through.</summary>
    Task<IReadOnlyList<OpenError>> OpenAsync(ErrorQuery query, OpenError? after, int max, CancellationToken cancellationToken);

    /// <summary>How many a run has resolved, by step.</summary>
    Task<IReadOnlyDictionary<string, long>> CountResolvedAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Resolves all open ones that match, in one transaction; gives how many.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="run">The run that stands for it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Nothing is resolved then.</param>
    Task<long> ResolveAsync(ErrorQuery query, RunId run, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Gives all open ones that match to a retry run, in the database; gives how many. What another run has claimed that
    /// is not over stays with it: a record is retried by one run at a time.
    /// </summary>
    Task<long> ClaimAsync(ErrorQuery query, RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a retry run the open errors of a flow with the code <c>blocked</c> that nothing stands in the way of: no open error
    /// with one of their order keys and a lower place that is not blocked itself and not this run's. Gives how many.
    /// </summary>
    Task<long> ClaimFreeAsync(FlowId flow, RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// The lowest place of an open error of a flow with this order key, apart from those given; null when there is none.
    /// </summary>
    Task<long?> FirstOpenAsync(
        FlowId flow, string orderKey, IReadOnlyList<ErrorId> apartFrom, CancellationToken cancellationToken);

    /// <summary>Those of these trace keys that have such an open error.</summary>
    Task<IReadOnlyList<string>> StandingAsync(
        StandingQuery query, IReadOnlyList<string> traceKeys, CancellationToken cancellationToken);

    /// <summary>
    /// Open errors that this retry run has claimed, in the order of their places and ids, after <paramref name="after"/>.
    /// </summary>
    Task<IReadOnlyList<ClaimedError>> ClaimedAsync(
        RunId run, ClaimPlace? after, int max, CancellationToken cancellationToken);
}

/// <summary>An error and its sealed record, to be tried again.</summary>
/// <param name="Error">The error.</param>
/// <param name="Record">Its sealed record.</param>
/// <param name="Place">
/// Where it stands among those that are retried, in the order of their coming: a record that fails at a later step when it is
/// retried keeps its place before those that were read after it.
/// </param>
public sealed record ClaimedError(RecordError Error, byte[] Record, long Place)
{
    public ClaimPlace At => new(Place, Error.Id.Value);
}

/// <summary>Which open errors say of a record that it must not be read anew.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Source">The source that the record was read from.</param>
/// <param name="Steps">Errors at these steps.</param>
/// <param name="SentSteps">Errors at these steps of records that may have been sent.</param>
/// <param name="ApartFrom">Errors of this run say nothing: the record is another one with the same key.</param>
public sealed record StandingQuery(
    FlowId Flow, string Source, IReadOnlyList<string> Steps, IReadOnlyList<string> SentSteps, RunId ApartFrom);

/// <summary>A place in the order of a retry.</summary>
public readonly record struct ClaimPlace(long Place, string Id)
{
    /// <summary>As <see cref="ToString"/> writes it.</summary>
    public static ClaimPlace Parse(string text) => text.Split(' ') is [var place, var id]
        ? new(long.Parse(place, CultureInfo.InvariantCulture), id)
        : new(0, text);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place} {Id}");
}

/// <summary>Which errors. Null members ask for nothing.</summary>
public sealed record ErrorQuery
{
    public FlowId? Flow { get; init; }

    public IReadOnlyList<ErrorId>? Ids { get; init; }

    /// <summary>True open, false resolved, null both.</summary>
    public bool? Open { get; init; }

    public string? Step { get; init; }

    public string? Code { get; init; }

    /// <summary>Those that came of the same, as <see cref="CauseKey"/> tells it.</summary>
    public string? Cause { get; init; }

    public RunId? Run { get; init; }

    public string? TraceKey { get; init; }

    public string? Assignee { get; init; }

    /// <summary>Errors that have this very tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Occurred then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Occurred before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Searched in message and trace key, without regard to case.</summary>
    public string? Text { get; init; }
}

/// <summary>An open error's place among all: when it occurred, and its id.</summary>
public sealed record OpenError(ErrorId Id, string Step, DateTimeOffset OccurredAt);

/// <summary>How many errors of a flow wait.</summary>
public sealed record OpenErrors(FlowId Flow, long Count);

/// <summary>Errors that came of the same: the same step, code and status, and messages that differ only in values.</summary>
/// <param name="Flow">Of which flow.</param>
/// <param name="Key">What finds them; null for errors from before there were keys.</param>
/// <param name="Step">Where.</param>
/// <param name="Code">Their code.</param>
/// <param name="HttpStatus">What was answered; null where nothing was.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the first one occurred.</param>
/// <param name="Last">When the last one did.</param>
/// <param name="Sample">One of them.</param>
public sealed record ErrorCause(
    FlowId Flow,
    string? Key,
    string Step,
    string Code,
    int? HttpStatus,
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    ErrorId Sample);
