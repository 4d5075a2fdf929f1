using System.Text.Json;
using Dapper;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class RunStore(Database database) : IRunStore
{
    public Task<bool> InsertAsync(Run run, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full, async session => await session.ExecuteAsync(RunSql.Insert, Values(run)) == 1, cancellationToken);

    public async Task<IReadOnlyList<Run>> WaitingAsync(FlowId flow, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(RunSql.Waiting, new { flow = flow.Value }), cancellationToken);
        return [.. rows.Select(r => r.ToRun())];
    }

    public Task<bool> PromoteAsync(Run run, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full, async session => await session.ExecuteAsync(RunSql.Promote, Values(run)) == 1, cancellationToken);

    public async Task<Run?> FindAsync(RunId id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FirstAsync<Row>(RunSql.ById, new { id = id.Value }), cancellationToken))?.ToRun();

    public async Task<int> RetriesBeforeAsync(Run run, CancellationToken cancellationToken) => (int)await database.ReadAsync(
        session => session.FirstAsync<long>(RunSql.RetriesBefore, new { flow = run.Flow.Value, id = run.Id.Value }),
        cancellationToken);

    public async Task<Slice<Run>> ListAsync(FlowId? flow, int limit, string? cursor, CancellationToken cancellationToken)
    {
        const string list = "runs";
        Cursor.CheckLimit(limit);
        var parameters = new DynamicParameters(new { limit = limit + 1 });
        var sql = RunSql.Select + " where 1 = 1";
        if (flow is { } one)
        {
            sql += " and flow = @flow";
            parameters.Add("flow", one.Value);
        }

        if (cursor is not null)
        {
            var (id, at) = Cursor.DecodeNumber(list, cursor);
            sql += " and (started_at, id) < (@at, @id)";
            parameters.Add("at", at);
            parameters.Add("id", id);
        }

        sql += " order by started_at desc, id desc limit @limit";
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(sql, parameters), cancellationToken);
        return Cursor.Slice(rows, limit, r => r.ToRun(), r => Cursor.Encode(list, r.Id, $"{r.StartedAt}"));
    }

    public async Task<IReadOnlyList<Run>> LastOfFlowsAsync(int max, IntegrationId? integration, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(RunSql.LastOfFlows, new { max, integration = integration?.Value ?? "" }), cancellationToken);
        return [.. rows.Select(r => r.ToRun())];
    }

    public async Task<IReadOnlyList<Run>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(RunSql.Unfinished), cancellationToken);
        return [.. rows.Select(r => r.ToRun())];
    }

    public Task UpdateAsync(Run run, CancellationToken cancellationToken) => UpdateAsync(run, [], cancellationToken);

    public Task UpdateAsync(Run run, IReadOnlyList<RunLogEntry> log, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        async session =>
        {
            if (await session.ExecuteAsync(RunSql.Update, Values(run)) != 1)
            {
                throw new InvalidOperationException($"There is no run {run.Id}.");
            }

            if (!run.IsActive)
            {
                await session.ExecuteAsync(RunSql.DeleteCheckpoint, new { id = run.Id.Value });
                await session.ExecuteAsync(RunSql.DeleteIntents, new { id = run.Id.Value });
            }

            await RunLogSql.WriteAsync(session, run.Id.Value, log);

            return true;
        },
        cancellationToken);

    public Task EndAsync(Run ended, RunCommit last, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        async session =>
        {
            var stored = await session.FirstAsync<Row>(RunSql.ById, new { id = ended.Id.Value })
                ?? throw new InvalidOperationException($"There is no run {ended.Id}.");
            if (stored.ToRun().IsActive)
            {
                await RunCommits.WriteAsync(session, last);
                await session.ExecuteAsync(RunSql.Update, Values(ended));
                await session.ExecuteAsync(RunSql.DeleteCheckpoint, new { id = ended.Id.Value });
                await session.ExecuteAsync(RunSql.DeleteIntents, new { id = ended.Id.Value });
            }

            return true;
        },
        cancellationToken);

    public Task<Slice<RunLogEntry>> LogAsync(
        RunLogQuery query, int limit, string? cursor, CancellationToken cancellationToken) => database.ReadAsync(
        session => RunLogSql.ListAsync(session, query, limit, cursor), cancellationToken);

    public Task<RunLogState> LogStateAsync(RunId id, CancellationToken cancellationToken) => database.ReadAsync(
        session => RunLogSql.StateAsync(session, id), cancellationToken);

    public Task<byte[]?> CheckpointAsync(RunId id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync<byte[]>(RunSql.Checkpoint, new { id = id.Value }), cancellationToken);

    public Task CommitAsync(IReadOnlyList<RunCommit> commits, CancellationToken cancellationToken) =>
        EachAsync(Durability.Normal, commits, RunCommits.WriteAsync, cancellationToken);

    public async Task<IReadOnlyList<ParkedRecord>> ParkedAsync(RunId id, int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<ParkedRow>(RunSql.Parked, new { id = id.Value, max }), cancellationToken);
        return [.. rows.Select(r => r.ToParked(id))];
    }

    public Task<long> CountParkedAsync(RunId id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync<long>(RunSql.CountParked, new { id = id.Value }), cancellationToken);

    // Promise 2: on the disk before the request leaves.
    public Task WriteIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken) => EachAsync(
        Durability.Full,
        intents,
        async (session, i) =>
        {
            await session.PostAsync(
                RunSql.WriteIntent, i.Run.Value, i.Key, i.Step, i.Outcome, i.Message, Micros.Of(i.SentAt),
                i.Record?.Source, i.Record?.TraceKey, i.Record?.Sealed, i.Record?.Retried?.Value,
                i.Record?.Entered, i.Record?.Parked, i.Record?.Place, i.Record?.Seen?.Fingerprint, Micros.Of(i.Record?.Seen?.ChangedAt),
                i.Record?.HasPassed == true ? 1L : 0L);
            foreach (var former in i.Record?.Instead ?? [])
            {
                await session.PostAsync(RunSql.ReplaceIntent, i.Run.Value, former);
            }
        },
        cancellationToken);

    public Task SettleIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken) => EachAsync(
        Durability.Normal,
        intents,
        (session, i) => session.PostAsync(RunSql.SettleIntent, i.Outcome, i.Message, i.Run.Value, i.Key),
        cancellationToken);

    public async Task<IReadOnlyList<Intent>> IntentsAsync(RunId id, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<IntentRow>(RunSql.Intents, new { id = id.Value }), cancellationToken);
        return [.. rows.Select(r => r.ToIntent(id))];
    }

    public async Task<IReadOnlyList<Intent>> LeftIntentsAsync(
        RunId id, string after, int max, CancellationToken cancellationToken)
    {
        var parameters = new { id = id.Value, after, max };
        var rows = await database.ReadAsync(
            session => session.QueryAsync<LeftIntentRow>(RunSql.LeftIntents, parameters), cancellationToken);
        return [.. rows.Select(r => r.ToIntent(id) with { Record = r.ToRecord() })];
    }

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> MarksAsync(FlowId flow, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<MarkRow>(RunSql.Marks, new { flow = flow.Value }), cancellationToken);
        return rows.ToDictionary(r => r.Source, r => Micros.ToTime(r.StartedAt), StringComparer.Ordinal);
    }

    public Task SetMarksAsync(
        FlowId flow, IReadOnlyList<SourceMark> marks, CancellationToken cancellationToken) => EachAsync(
        Durability.Normal,
        marks,
        async (session, mark) =>
        {
            var parameters = new
            {
                flow = flow.Value,
                source = mark.Source,
                at = Micros.Of(mark.At),
                before = Micros.Of(mark.SeenFrom) ?? long.MaxValue,
            };
            await session.ExecuteAsync(mark.At is null ? RunSql.ClearMark : RunSql.SetMark, parameters);
            await session.ExecuteAsync(RunSql.Forget, parameters);
        },
        cancellationToken);

    public Task<IReadOnlyList<string>> SeenAsync(
        FlowId flow, string source, DateTimeOffset from, int max, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<string>(
            RunSql.Seen, new { flow = flow.Value, source, from = Micros.Of(from), max }),
        cancellationToken);

    private static object Values(Run run) => new
    {
        Id = run.Id.Value,
        Flow = run.Flow.Value,
        Status = run.Status.ToString(),
        IsActive = run.IsActive ? 1L : 0L,
        StartedBy = run.Trigger.ToString(),
        IsRetry = run.Trigger == RunTrigger.Retry ? 1L : 0L,
        Versions = JsonSerializer.Serialize(run.Versions, StorageJson.Default.IReadOnlyDictionaryStringInt32),
        StartedAt = Micros.Of(run.StartedAt),
        EndedAt = Micros.Of(run.EndedAt),
        run.Pages,
        run.Resumes,
        run.Restarts,
        Steps = RunCommits.StepsOf(run),
        ErrorCode = run.Error?.Code,
        ErrorMessage = run.Error?.Message,
        PauseCode = run.Pause?.Code,
        PauseMessage = run.Pause?.Message,
        Since = Micros.Of(run.Since),
        IsWaiting = run.IsWaiting ? 1L : 0L,
        run.Resolves,
    };

    // All in one transaction, in their order.
    private Task EachAsync<T>(
        Durability durability, IReadOnlyList<T> items, Func<Session, T, Task> write, CancellationToken cancellationToken) =>
        items.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            durability,
            async session =>
            {
                foreach (var item in items)
                {
                    await write(session, item);
                }

                return true;
            },
            cancellationToken);

    private record IntentRow
    {
        public required string IdempotencyKey { get; init; }

        public required string Step { get; init; }

        public string? Outcome { get; init; }

        public string? Message { get; init; }

        public long SentAt { get; init; }

        public Intent ToIntent(RunId run) => new(run, Step, IdempotencyKey, Outcome, Message, Micros.ToTime(SentAt));
    }

    private sealed record LeftIntentRow : IntentRow
    {
        public required string Source { get; init; }

        public required string TraceKey { get; init; }

        public required byte[] Record { get; init; }

        public string? Error { get; init; }

        public string? Entered { get; init; }

        public string? Parked { get; init; }

        public long? Place { get; init; }

        public string? Seen { get; init; }

        public long? SeenAt { get; init; }

        public long Passed { get; init; }

        public IntentRecord ToRecord() => new(Source, TraceKey, Record, Error is { } error ? new ErrorId(error) : null)
        {
            Entered = Entered,
            Parked = Parked,
            Place = Place,
            Seen = Seen is { } fingerprint ? new SeenRecord(Source, fingerprint, Micros.ToTime(SeenAt!.Value)) : null,
            HasPassed = Passed == 1,
        };
    }

    private sealed record MarkRow(string Source, long StartedAt);

    private sealed record ParkedRow(
        string Id, string Source, string Step, string TraceKey, string Fingerprint, long Attempts, long DueAt, byte[] Record)
    {
        public ParkedRecord ToParked(RunId run) => new()
        {
            Id = Id,
            Run = run,
            Source = Source,
            Step = Step,
            TraceKey = TraceKey,
            Fingerprint = Fingerprint,
            Attempts = (int)Attempts,
            DueAt = Micros.ToTime(DueAt),
            Record = Record,
        };
    }

    private sealed record Row(
        string Id,
        string Flow,
        string Status,
        string StartedBy,
        string Versions,
        long StartedAt,
        long? EndedAt,
        long Pages,
        long Resumes,
        long Restarts,
        string Steps,
        string? ErrorCode,
        string? ErrorMessage,
        string? PauseCode,
        string? PauseMessage,
        long? Since,
        long IsWaiting,
        string? Resolves)
    {
        public Run ToRun() => new()
        {
            Id = new RunId(Id),
            Flow = new FlowId(Flow),
            Status = Enum.Parse<RunStatus>(Status),
            Trigger = Enum.Parse<RunTrigger>(StartedBy),
            Versions = JsonSerializer.Deserialize(Versions, StorageJson.Default.IReadOnlyDictionaryStringInt32)!,
            StartedAt = Micros.ToTime(StartedAt),
            EndedAt = Micros.ToTime(EndedAt),
            Pages = (int)Pages,
            Resumes = (int)Resumes,
            Restarts = (int)Restarts,
            Steps = JsonSerializer.Deserialize(Steps, StorageJson.Default.IReadOnlyListStepCounts)!,
            Error = Note(ErrorCode, ErrorMessage),
            Pause = Note(PauseCode, PauseMessage),
            Since = Micros.ToTime(Since),
            IsWaiting = IsWaiting == 1,
            Resolves = Resolves,
        };

        private static RunNote? Note(string? code, string? message) => code is null ? null : new RunNote(code, message ?? "");
    }
}
