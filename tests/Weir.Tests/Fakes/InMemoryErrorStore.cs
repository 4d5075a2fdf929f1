using Weir.Engine.Errors;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory; held to it by the same tests as the databases.</summary>
internal sealed class InMemoryErrorStore(InMemoryState state) : IErrorStore
{
    public Task<Slice<RecordError>> ListAsync(
        ErrorQuery query, int limit, string? cursor, CancellationToken cancellationToken) => Locked(() =>
        InMemorySlice.Of(Matching(query).Select(e => e.Error), e => (e.OccurredAt, e.Id.Value), limit, cursor));

    public Task<RecordError?> FindAsync(ErrorId id, CancellationToken cancellationToken) =>
        Locked(() => state.Errors.GetValueOrDefault(id)?.Error);

    public Task<byte[]?> RecordAsync(ErrorId id, CancellationToken cancellationToken) =>
        Locked(() => state.Errors.GetValueOrDefault(id)?.Record);

    public Task<bool> SetRecordAsync(ErrorId id, byte[] record, CancellationToken cancellationToken, string? expected = null) =>
        Change(id, stored => Required(stored, expected) with { Record = record });

    public Task<bool> UpdateAsync(RecordError error, CancellationToken cancellationToken, string? expected = null) =>
        Change(error.Id, stored => Required(stored, expected) with
        {
            Error = stored.Error with { Assignee = error.Assignee, Tags = error.Tags, Note = error.Note },
        });

    public Task<long> CountAsync(ErrorQuery query, CancellationToken cancellationToken) =>
        Locked(() => Matching(query).LongCount());

    public Task<IReadOnlyList<OpenErrors>> CountOpenAsync(int max, IntegrationId? integration, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<OpenErrors>>(() =>
        [
            .. Matching(new ErrorQuery { Open = true }).CountBy(stored => stored.Error.Flow)
                .Select(flow => new OpenErrors(flow.Key, flow.Value))
                .OrderByDescending(flow => flow.Count).ThenBy(flow => flow.Flow.Value, StringComparer.Ordinal).Take(max),
        ]);

    public Task<IReadOnlyList<ErrorCause>> CausesAsync(ErrorQuery query, int max, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ErrorCause>>(() =>
        [
            .. Matching(query).Select(e => e.Error).GroupBy(e => (e.Flow, Cause: CauseKey.Of(e), e.Step, e.Code, e.HttpStatus))
                .Select(same => new ErrorCause(
                    same.Key.Flow,
                    same.Key.Cause,
                    same.Key.Step,
                    same.Key.Code,
                    same.Key.HttpStatus,
                    same.LongCount(),
                    same.Min(e => e.OccurredAt),
                    same.Max(e => e.OccurredAt),
                    same.MaxBy(e => e.Id.Value, StringComparer.Ordinal)!.Id))
                .OrderByDescending(c => c.Count).ThenByDescending(c => c.Last).ThenBy(c => c.Sample.Value, StringComparer.Ordinal).Take(max),
        ]);

    public Task<IReadOnlyList<OpenError>> OpenAsync(
        ErrorQuery query, OpenError? after, int max, CancellationToken cancellationToken) => Locked<IReadOnlyList<OpenError>>(() =>
        [
            .. Matching(query with { Open = true }).Select(e => new OpenError(e.Error.Id, e.Error.Step, e.Error.OccurredAt))
                .Where(e => after is null || IsAfter(e, after))
                .OrderBy(e => e.OccurredAt).ThenBy(e => e.Id.Value, StringComparer.Ordinal)
                .Take(max),
        ]);

    public Task<IReadOnlyDictionary<string, long>> CountResolvedAsync(RunId run, CancellationToken cancellationToken) =>
        Locked<IReadOnlyDictionary<string, long>>(() => state.Errors.Values
            .Where(e => !e.Error.Open && e.ResolvedBy == run)
            .GroupBy(e => e.Error.Step, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal));

    /// <summary>Called before each resolution; a test that waits here acts out a slow database.</summary>
    public Func<Task>? OnResolve { get; set; }

    public async Task<long> ResolveAsync(
        ErrorQuery query, RunId run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await (OnResolve?.Invoke() ?? Task.CompletedTask);
        return await ChangeAll(
            query, stored => stored with { Error = stored.Error with { Open = false, ResolvedAt = at }, ResolvedBy = run });
    }

    /// <summary>Called before errors are claimed; a test that waits here acts out that they are many.</summary>
    public Func<Task>? OnClaim { get; set; }

    public async Task<long> ClaimAsync(ErrorQuery query, RunId run, CancellationToken cancellationToken)
    {
        await (OnClaim?.Invoke() ?? Task.CompletedTask);
        return await ChangeAll(query, stored => stored with { Claim = run }, stored => IsFree(stored, run));
    }

    /// <summary>How often somebody has looked for blocked errors that nothing is before any more.</summary>
    public int LooksForFree { get; private set; }

    public Task<long> ClaimFreeAsync(FlowId flow, RunId run, CancellationToken cancellationToken) => Locked(() =>
    {
        LooksForFree++;
        var free = state.Errors.Values
            .Where(e => e.Error is { Open: true, Code: ErrorCodes.Blocked } && e.Error.Flow == flow && IsFree(e, run))
            .Where(e => !state.Errors.Values.Any(b => b.Error.Open && b.Error.Code != ErrorCodes.Blocked
                && b.Claim != run && IsBefore(b, e) && b.Orders.Intersect(e.Orders).Any()))
            .ToList();
        free.ForEach(e => state.Errors[e.Error.Id] = e with { Claim = run });
        return (long)free.Count;
    });

    public Task<long?> FirstOpenAsync(
        FlowId flow, string orderKey, IReadOnlyList<ErrorId> apartFrom, CancellationToken cancellationToken) => Locked(() =>
        state.Errors.Values
            .Where(e => e.Error.Open && e.Error.Flow == flow && e.Orders.Contains(orderKey) && !apartFrom.Contains(e.Error.Id))
            .Min(e => (long?)e.Place));

    public Task<IReadOnlyList<string>> StandingAsync(
        StandingQuery query, IReadOnlyList<string> traceKeys, CancellationToken cancellationToken) => Locked<IReadOnlyList<string>>(() =>
        [
            .. state.Errors.Values.Select(e => e.Error)
                .Where(e => e.Open && e.Flow == query.Flow && e.Run != query.ApartFrom && (e.Source == query.Source || e.Source.Length == 0))
                .Where(e => query.Steps.Contains(e.Step) || (e.SentAt is not null && query.SentSteps.Contains(e.Step)) || e.WentOn)
                .Select(e => e.TraceKey).Where(traceKeys.Contains).Distinct(),
        ]);

    public Task<IReadOnlyList<ClaimedError>> ClaimedAsync(
        RunId run, ClaimPlace? after, int max, CancellationToken cancellationToken) => Locked<IReadOnlyList<ClaimedError>>(() =>
        [
            .. state.Errors.Values
                .Where(e => e.Claim == run && e.Error.Open)
                .Select(e => new ClaimedError(e.Error, e.Record, e.Place))
                .Where(e => after is not { } place || e.Place > place.Place
                    || (e.Place == place.Place && string.CompareOrdinal(e.Error.Id.Value, place.Id) > 0))
                .OrderBy(e => e.Place).ThenBy(e => e.Error.Id.Value, StringComparer.Ordinal)
                .Take(max),
        ]);

    private static bool Matches(RecordError error, ErrorQuery query) =>
        (query.Flow is null || error.Flow == query.Flow)
        && (query.Ids is null || query.Ids.Contains(error.Id))
        && (query.Open is null || error.Open == query.Open)
        && (query.Step is null || error.Step == query.Step)
        && (query.Code is null || error.Code == query.Code)
        && (query.Cause is null || CauseKey.Of(error) == query.Cause)
        && (query.Run is null || error.Run == query.Run)
        && (query.TraceKey is null || error.TraceKey == query.TraceKey)
        && (query.Assignee is null || error.Assignee == query.Assignee)
        && (query.Tag is null || error.Tags.Contains(query.Tag, StringComparer.Ordinal))
        && (query.Since is null || error.OccurredAt >= query.Since)
        && (query.Until is null || error.OccurredAt < query.Until)
        && (string.IsNullOrEmpty(query.Text) || Contains(error.Message, query.Text) || Contains(error.TraceKey, query.Text));

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private bool IsFree(InMemoryState.StoredError stored, RunId run) =>
        stored.Claim is not { } claim || claim == run || state.Runs.GetValueOrDefault(claim) is not { IsActive: true };

    private static bool IsAfter(OpenError error, OpenError place) => error.OccurredAt > place.OccurredAt
        || (error.OccurredAt == place.OccurredAt && string.CompareOrdinal(error.Id.Value, place.Id.Value) > 0);

    private static bool IsBefore(InMemoryState.StoredError a, InMemoryState.StoredError b) =>
        a.Place < b.Place;

    private IEnumerable<InMemoryState.StoredError> Matching(ErrorQuery query) =>
        state.Errors.Values.Where(e => Matches(e.Error, query));

    private static InMemoryState.StoredError Required(InMemoryState.StoredError stored, string? expected)
    {
        if (expected is not null)
        {
            ErrorTag.Require(expected, stored.Error, stored.Record);
        }

        return stored;
    }

    private Task<bool> Change(ErrorId id, Func<InMemoryState.StoredError, InMemoryState.StoredError> change) => Locked(() =>
    {
        if (!state.Errors.TryGetValue(id, out var stored))
        {
            return false;
        }

        state.Errors[id] = change(stored);
        return true;
    });

    private Task<long> ChangeAll(
        ErrorQuery query,
        Func<InMemoryState.StoredError, InMemoryState.StoredError> change,
        Func<InMemoryState.StoredError, bool>? also = null) => Locked(() =>
    {
        var found = Matching(query).Where(e => e.Error.Open && (also is null || also(e))).ToList();
        found.ForEach(e => state.Errors[e.Error.Id] = change(e));
        return (long)found.Count;
    });

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (state.Gate)
        {
            return Task.FromResult(work());
        }
    }
}
