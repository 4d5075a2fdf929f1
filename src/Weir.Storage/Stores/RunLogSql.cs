using System.Globalization;
using Dapper;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>The log of runs, inside the transactions of <see cref="RunStore"/>.</summary>
internal static class RunLogSql
{
    private static readonly Statement Add = new(
        """
        insert into run_log (run, number, at, level, kind, step, trace_key, code, message, http_status, attempts)
        values (@run, @number, @at, @level, @kind, @step, @traceKey, @code, @message, @status, @attempts)
        """,
        "@run", "@number", "@at", "@level", "@kind", "@step", "@traceKey", "@code", "@message", "@status", "@attempts");

    // What the commit has resolved is known in the database only: a record that passes need not have had an error.
    private static readonly Statement AddResolved = new(
        $"""
        insert into run_log (run, number, at, level, kind, step, trace_key, code, message)
        select resolved_by, @after + n, resolved_at, 0, '{nameof(RunLogKind.Resolved)}', step, trace_key, code, 'The open error is resolved: the record has passed.'
        from (
            select resolved_by, resolved_at, step, trace_key, code, row_number() over (order by id) as n
            from errors where resolved_by = @run and resolved_at = @at) resolved
        where n <= @reserved and n <= @max - (select count(*) from run_log where run = @run and kind = '{nameof(RunLogKind.Resolved)}')
        """,
        "@after", "@run", "@at", "@reserved", "@max");

    private const string Select =
        """
        select number as Number, at as At, level as Level, kind as Kind, step as Step, trace_key as TraceKey, code as Code,
            message as Message, http_status as HttpStatus, attempts as Attempts
        from run_log where run = @run and number > @after
        """;

    private const string Counts =
        "select kind as Kind, count(*) as Entries, max(number) as Last from run_log where run = @run group by kind";

    public static async Task WriteAsync(Session session, string run, IReadOnlyList<RunLogEntry> entries)
    {
        foreach (var e in entries)
        {
            await session.PostAsync(
                Add, run, e.Number, Micros.Of(e.At), (long)e.Level, e.Kind.ToString(), e.Step, e.TraceKey, e.Code, e.Message,
                (long?)e.HttpStatus, (long?)e.Attempts);
        }
    }

    public static Task WriteResolvedAsync(Session session, RunCommit commit) => session.PostAsync(
        AddResolved, commit.ResolvedAfter, commit.Run.Id.Value, Micros.Of(commit.At), (long)commit.Passed.Count,
        (long)RunCommit.ResolvedMax);

    public static async Task<Slice<RunLogEntry>> ListAsync(
        Session session, RunLogQuery query, int limit, string? cursor)
    {
        var list = $"log:{query.Run}";
        Cursor.CheckLimit(limit);
        var parameters = new DynamicParameters(new { run = query.Run.Value, limit = limit + 1 });
        parameters.Add("after", cursor is null ? 0L : Cursor.DecodeNumber(list, cursor).Value);
        var sql = Select;
        if (query.TraceKey is not null)
        {
            sql += " and trace_key = @traceKey";
            parameters.Add("traceKey", query.TraceKey);
        }

        if (query.Step is not null)
        {
            sql += " and step = @step";
            parameters.Add("step", query.Step);
        }

        if (query.From > RunLogLevel.Info)
        {
            sql += " and level >= @level";
            parameters.Add("level", (long)query.From);
        }

        var rows = await session.QueryAsync<Row>(sql + " order by number limit @limit", parameters);
        return Cursor.Slice(
            rows, limit, r => r.ToEntry(), r => Cursor.Encode(list, "", r.Number.ToString(CultureInfo.InvariantCulture)));
    }

    public static async Task<RunLogState> StateAsync(Session session, RunId run)
    {
        var rows = await session.QueryAsync<Count>(Counts, new { run = run.Value });
        return new RunLogState(
            rows.Select(r => r.Last).DefaultIfEmpty().Max(),
            rows.ToDictionary(r => Enum.Parse<RunLogKind>(r.Kind), r => r.Entries));
    }

    // No constructor: without rows SQLite does not know the types of a count's columns.
    private sealed record Count
    {
        public required string Kind { get; init; }

        public long Entries { get; init; }

        public long Last { get; init; }
    }

    private sealed record Row(
        long Number,
        long At,
        long Level,
        string Kind,
        string? Step,
        string? TraceKey,
        string? Code,
        string Message,
        long? HttpStatus,
        long? Attempts)
    {
        public RunLogEntry ToEntry() => new()
        {
            Number = Number,
            At = Micros.ToTime(At),
            Level = (RunLogLevel)Level,
            Kind = Enum.Parse<RunLogKind>(Kind),
            Step = Step,
            TraceKey = TraceKey,
            Code = Code,
            Message = Message,
            HttpStatus = (int?)HttpStatus,
            Attempts = (int?)Attempts,
        };
    }
}
