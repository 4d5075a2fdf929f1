using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class ErrorStore(Database database) : IErrorStore
{
    private const string Columns =
        """
        id as Id, flow as Flow, run as Run, source as Source, step as Step, code as Code, message as Message, http_status as HttpStatus,
        trace_key as TraceKey, occurred_at as OccurredAt, sent_at as SentAt, went_on as WentOn, is_open as IsOpen, attempts as Attempts, assignee as Assignee,
        tags as Tags, note as Note, resolved_at as ResolvedAt
        """;

    private const string ById = $"select {Columns} from errors where id = @id";

    private const string Record = "select record from error_records where error = @id";

    private const string Take = "update errors set attempts = attempts where id = @id";

    private const string SetRecord = "update error_records set record = @record where error = @id";

    private const string Update = "update errors set assignee = @Assignee, tags = @tags, note = @Note where id = @id";

    private const string ClearTags = "delete from error_tags where error = @id";

    private const string AddTag = "insert into error_tags (error, tag) values (@id, @tag)";

    private const string Open = "select id as Id, step as Step, occurred_at as OccurredAt from errors where";

    private const string Causes =
        """
        select flow as Flow, cause as Cause, step as Step, code as Code, http_status as HttpStatus, count(*) as Count,
            min(occurred_at) as FirstAt, max(occurred_at) as LastAt, max(id) as Sample
        from errors where
        """;

    private const string ByCause = "group by flow, cause, step, code, http_status";

    private const string CountResolved =
        "select step, count(*) from errors where resolved_by = @run and is_open = 0 group by step";

    private const string Resolve = "update errors set is_open = 0, resolved_at = @at, resolved_by = @run where is_open = 1 and ";

    // A claim holds as long as the run that made it is not over.
    private const string Claim =
        """
        update errors set claimed_by = @run
        where is_open = 1
            and (claimed_by is null or claimed_by = @run
                or not exists (select 1 from runs r where r.id = errors.claimed_by and r.is_active = 1))
            and
        """;

    private const string ClaimFree =
        Claim +
        """
         flow = @flow and code = @blocked
            and not exists (
                select 1 from error_orders own
                join error_orders other on other.order_key = own.order_key
                join errors before on before.id = other.error
                where own.error = errors.id and before.is_open = 1 and before.place < errors.place and before.code <> @blocked
                    and (before.claimed_by is null or before.claimed_by <> @run))
        """;

    private const string FirstOpen =
        """
        select place from error_orders join errors on id = error
        where order_key = @orderKey and flow = @flow and is_open = 1 and not
        """;

    private const string Claimed =
        $"""
        select {Columns}, record as Record, place as Place from errors join error_records on error = id
        where claimed_by = @run and is_open = 1 and (place, id) > (@place, @id) order by place, id limit @max
        """;

    public async Task<Slice<RecordError>> ListAsync(
        ErrorQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        const string list = "errors";
        Cursor.CheckLimit(limit);
        (string Id, long At)? after = cursor is null ? null : Cursor.DecodeNumber(list, cursor);
        var rows = await database.ReadAsync(
            async session =>
            {
                var found = new List<Row>();
                foreach (var filter in ErrorFilter.Of(query, database.Dialect))
                {
                    found.AddRange(await PartAsync(session, filter, limit + 1, after));
                }

                return found;
            },
            cancellationToken);
        var newest = rows.OrderByDescending(r => r.OccurredAt).ThenByDescending(r => r.Id, StringComparer.Ordinal);
        return Cursor.Slice(
            newest.Take(limit + 1).ToList(), limit, r => r.ToError(), r => Cursor.Encode(list, r.Id, $"{r.OccurredAt}"));
    }

    public async Task<RecordError?> FindAsync(ErrorId id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FirstAsync<Row>(ById, new { id = id.Value }), cancellationToken))?.ToError();

    public Task<byte[]?> RecordAsync(ErrorId id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync<byte[]>(Record, new { id = id.Value }), cancellationToken);

    public Task<bool> SetRecordAsync(
        ErrorId id, byte[] record, CancellationToken cancellationToken, string? expected = null) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            await RequireAsync(session, id.Value, expected);
            return await session.ExecuteAsync(SetRecord, new { id = id.Value, record }) == 1;
        },
        cancellationToken);

    public Task<bool> UpdateAsync(RecordError error, CancellationToken cancellationToken, string? expected = null) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            var id = error.Id.Value;
            await RequireAsync(session, id, expected);
            var tags = JsonSerializer.Serialize(error.Tags, StorageJson.Default.IReadOnlyListString);
            if (await session.ExecuteAsync(Update, new { id, error.Assignee, tags, error.Note }) == 0)
            {
                return false;
            }

            await session.ExecuteAsync(ClearTags, new { id });
            foreach (var tag in error.Tags.Distinct(StringComparer.Ordinal))
            {
                await session.ExecuteAsync(AddTag, new { id, tag });
            }

            return true;
        },
        cancellationToken);

    public Task<long> CountAsync(ErrorQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var count = 0L;
            foreach (var filter in ErrorFilter.Of(query, database.Dialect))
            {
                count += await session.FirstAsync<long>("select count(*) from errors where " + filter.Where, filter.Parameters);
            }

            return count;
        },
        cancellationToken);

    public async Task<IReadOnlyList<OpenErrors>> CountOpenAsync(int max, IntegrationId? integration, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<(string Flow, long Count)>(
                $"""
                select flow, count(*) from errors where is_open = 1 and {RunSql.OfIntegration}
                group by flow order by count(*) desc, flow limit @max
                """,
                new { max, integration = integration?.Value ?? "" }),
            cancellationToken);
        return [.. rows.Select(r => new OpenErrors(new FlowId(r.Flow), r.Count))];
    }

    public Task<IReadOnlyList<ErrorCause>> CausesAsync(ErrorQuery query, int max, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var found = new List<CauseRow>();
            foreach (var filter in ErrorFilter.Of(query, database.Dialect))
            {
                found.AddRange(await session.QueryAsync<CauseRow>($"{Causes} {filter.Where} {ByCause}", filter.Parameters));
            }

            // The parts of a filter tell open and resolved ones apart, or ids: a cause may stand in several.
            return (IReadOnlyList<ErrorCause>)
            [
                .. found.GroupBy(r => (r.Flow, r.Cause, r.Step, r.Code, r.HttpStatus)).Select(same => new ErrorCause(
                        new FlowId(same.Key.Flow),
                        same.Key.Cause.Length == 0 ? null : same.Key.Cause,
                        same.Key.Step,
                        same.Key.Code,
                        (int?)same.Key.HttpStatus,
                        same.Sum(r => r.Count),
                        Micros.ToTime(same.Min(r => r.FirstAt)),
                        Micros.ToTime(same.Max(r => r.LastAt)),
                        new ErrorId(same.MaxBy(r => r.LastAt)!.Sample)))
                    .OrderByDescending(c => c.Count).ThenByDescending(c => c.Last).ThenBy(c => c.Sample.Value, StringComparer.Ordinal)
                    .Take(max),
            ];
        },
        cancellationToken);

    public Task<IReadOnlyList<OpenError>> OpenAsync(
        ErrorQuery query, OpenError? after, int max, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var found = new List<OpenRow>();
            foreach (var filter in ErrorFilter.Of(query with { Open = true }, database.Dialect))
            {
                filter.Parameters.Add("max", max);
                filter.Parameters.Add("at", Micros.Of(after?.OccurredAt) ?? long.MinValue);
                filter.Parameters.Add("after", after?.Id.Value ?? "");
                found.AddRange(await session.QueryAsync<OpenRow>(
                    $"{Open} {filter.Where} and (occurred_at, id) > (@at, @after) order by occurred_at, id limit @max", filter.Parameters));
            }

            return (IReadOnlyList<OpenError>)
            [
                .. found.OrderBy(r => r.OccurredAt).ThenBy(r => r.Id, StringComparer.Ordinal).Take(max)
                    .Select(r => new OpenError(new ErrorId(r.Id), r.Step, Micros.ToTime(r.OccurredAt))),
            ];
        },
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> CountResolvedAsync(RunId run, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<(string Step, long Count)>(CountResolved, new { run = run.Value }), cancellationToken);
        return rows.ToDictionary(r => r.Step, r => r.Count, StringComparer.Ordinal);
    }

    public Task<long> ResolveAsync(
        ErrorQuery query, RunId run, DateTimeOffset at, CancellationToken cancellationToken) =>
        // What a loss of power takes back is open again, and so is the run that resolves it.
        ChangeAsync(Durability.Normal, Resolve, query, run, at, cancellationToken);

    public Task<long> ClaimAsync(ErrorQuery query, RunId run, CancellationToken cancellationToken) =>
        ChangeAsync(Durability.Full, Claim + " ", query, run, null, cancellationToken);

    public Task<long> ClaimFreeAsync(FlowId flow, RunId run, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session => (long)await session.ExecuteAsync(
            ClaimFree, new { flow = flow.Value, run = run.Value, blocked = ErrorCodes.Blocked }),
        cancellationToken);

    public async Task<long?> FirstOpenAsync(
        FlowId flow, string orderKey, IReadOnlyList<ErrorId> apartFrom, CancellationToken cancellationToken)
    {
        var parameters = new { flow = flow.Value, orderKey, apartFrom = apartFrom.Select(e => e.Value).ToArray() };
        var sql = $"{FirstOpen} ({database.Dialect.AnyOf("id", "@apartFrom")}) order by place limit 1";
        return await database.ReadAsync(session => session.FirstAsync<long?>(sql, parameters), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> StandingAsync(
        StandingQuery query, IReadOnlyList<string> traceKeys, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            flow = query.Flow.Value,
            source = query.Source,
            steps = query.Steps.ToArray(),
            sentSteps = query.SentSteps.ToArray(),
            traceKeys = traceKeys.ToArray(),
            run = query.ApartFrom.Value,
        };
        var any = database.Dialect.AnyOf;
        var sql =
            $"""
            select distinct trace_key from errors
            where flow = @flow and is_open = 1 and run <> @run and source in (@source, '') and {any("trace_key", "@traceKeys")}
                and ({any("step", "@steps")} or ({any("step", "@sentSteps")} and sent_at is not null) or went_on = 1)
            """;
        return [.. await database.ReadAsync(session => session.QueryAsync<string>(sql, parameters), cancellationToken)];
    }

    public async Task<IReadOnlyList<ClaimedError>> ClaimedAsync(
        RunId run, ClaimPlace? after, int max, CancellationToken cancellationToken)
    {
        var parameters = new { run = run.Value, place = after?.Place ?? -1, id = after?.Id ?? "", max };
        var rows = await database.ReadAsync(
            session => session.QueryAsync<ClaimedRow>(Claimed, parameters), cancellationToken);
        return [.. rows.Select(r => new ClaimedError(r.ToError(), r.Record, r.Place))];
    }

    private static async Task RequireAsync(Session session, string id, string? expected)
    {
        // The row is taken first: what is read then stays until this transaction ends, also where others write beside it.
        if (expected is not null
            && await session.ExecuteAsync(Take, new { id }) == 1
            && await session.FirstAsync<Row>(ById, new { id }) is { } row)
        {
            ErrorTag.Require(expected, row.ToError(), await session.FirstAsync<byte[]>(Record, new { id }));
        }
    }

    private static Task<IReadOnlyList<Row>> PartAsync(
        Session session, ErrorFilter filter, int limit, (string Id, long At)? after)
    {
        var sql = $"select {Columns} from errors where {filter.Where}";
        filter.Parameters.Add("limit", limit);
        if (after is { } place)
        {
            sql += " and (occurred_at, id) < (@at, @id)";
            filter.Parameters.Add("at", place.At);
            filter.Parameters.Add("id", place.Id);
        }

        return session.QueryAsync<Row>(sql + " order by occurred_at desc, id desc limit @limit", filter.Parameters);
    }

    private Task<long> ChangeAsync(
        Durability durability, string update, ErrorQuery query, RunId run, DateTimeOffset? at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            durability,
            async session =>
            {
                var changed = 0L;
                foreach (var filter in ErrorFilter.Of(query, database.Dialect))
                {
                    filter.Parameters.Add("run", run.Value);
                    if (at is not null)
                    {
                        filter.Parameters.Add("at", Micros.Of(at));
                    }

                    changed += await session.ExecuteAsync(update + filter.Where, filter.Parameters);
                }

                return changed;
            },
            cancellationToken);

    // SQLite has no type for a minimum of no rows, so there is no constructor that would fit all answers.
    private sealed class CauseRow
    {
        public required string Flow { get; init; }

        public required string Cause { get; init; }

        public required string Step { get; init; }

        public required string Code { get; init; }

        public long? HttpStatus { get; init; }

        public long Count { get; init; }

        public long FirstAt { get; init; }

        public long LastAt { get; init; }

        public required string Sample { get; init; }
    }

    private sealed record OpenRow(string Id, string Step, long OccurredAt);

    private record Row
    {
        public required string Id { get; init; }

        public required string Flow { get; init; }

        public required string Run { get; init; }

        public required string Source { get; init; }

        public required string Step { get; init; }

        public required string Code { get; init; }

        public required string Message { get; init; }

        public long? HttpStatus { get; init; }

        public required string TraceKey { get; init; }

        public long OccurredAt { get; init; }

        public long? SentAt { get; init; }

        public long WentOn { get; init; }

        public long IsOpen { get; init; }

        public long Attempts { get; init; }

        public string? Assignee { get; init; }

        public required string Tags { get; init; }

        public string? Note { get; init; }

        public long? ResolvedAt { get; init; }

        public RecordError ToError() => new()
        {
            Id = new ErrorId(Id),
            Flow = new FlowId(Flow),
            Run = new RunId(Run),
            Source = Source,
            Step = Step,
            Code = Code,
            Message = Message,
            HttpStatus = (int?)HttpStatus,
            TraceKey = TraceKey,
            OccurredAt = Micros.ToTime(OccurredAt),
            SentAt = Micros.ToTime(SentAt),
            WentOn = WentOn == 1,
            Open = IsOpen == 1,
            Attempts = (int)Attempts,
            Assignee = Assignee,
            Tags = JsonSerializer.Deserialize(Tags, StorageJson.Default.IReadOnlyListString)!,
            Note = Note,
            ResolvedAt = Micros.ToTime(ResolvedAt),
        };
    }

    private sealed record ClaimedRow : Row
    {
        public required byte[] Record { get; init; }

        public long Place { get; init; }
    }
}
