using System.Text.Json;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>What a done page writes: the hot rows, with statements that stay prepared.</summary>
internal static class RunCommits
{
    private static readonly Statement Counts = new(
        "update runs set pages = @pages, resumes = @resumes, restarts = @restarts, steps = @steps where id = @id",
        "@pages", "@resumes", "@restarts", "@steps", "@id");

    private static readonly Statement Checkpoint = new(
        """
        insert into run_checkpoints (run, data) values (@run, @data)
        on conflict (run) do update set data = excluded.data
        """,
        "@run", "@data");

    private static readonly Statement Unpark = new(
        "delete from run_parked where run = @run and id = @id", "@run", "@id");

    private static readonly Statement Park = new(
        """
        insert into run_parked (run, id, step, trace_key, fingerprint, attempts, due_at, record)
        values (@run, @id, @step, @traceKey, @fingerprint, @attempts, @dueAt, @record)
        on conflict (run, id) do update
        set step = excluded.step, trace_key = excluded.trace_key, fingerprint = excluded.fingerprint,
            attempts = excluded.attempts, due_at = excluded.due_at, record = excluded.record
        """,
        "@run", "@id", "@step", "@traceKey", "@fingerprint", "@attempts", "@dueAt", "@record");

    private static readonly Statement Pass = new(
        "update errors set is_open = 0 where flow = @flow and step = @step and trace_key = @traceKey and is_open = 1",
        "@flow", "@step", "@traceKey");

    // The same step and trace key again is the same open error. A claim ends when its own run has tried the record.
    private static readonly Statement Fail = new(
        """
        insert into errors
            (id, flow, run, step, code, message, http_status, trace_key, occurred_at, is_open, attempts, tags, search_key)
        values
            (@id, @flow, @run, @step, @code, @message, @status, @traceKey, @at, 1, @attempts, '[]', @searchKey)
        on conflict (flow, step, trace_key) where is_open = 1 do update
        set run = excluded.run, code = excluded.code, message = excluded.message, http_status = excluded.http_status,
            occurred_at = excluded.occurred_at, search_key = excluded.search_key, attempts = errors.attempts + 1,
            claimed_by = case when errors.claimed_by = excluded.run then null else errors.claimed_by end
        returning id
        """,
        "@id", "@flow", "@run", "@step", "@code", "@message", "@status", "@traceKey", "@at", "@attempts", "@searchKey");

    private static readonly Statement FailedRecord = new(
        """
        insert into error_records (error, record) values (@error, @record)
        on conflict (error) do update set record = excluded.record
        """,
        "@error", "@record");

    private static readonly Statement CloseIntent = new(
        "delete from run_intents where run = @run and idempotency_key = @key", "@run", "@key");

    public static string StepsOf(Run run) => JsonSerializer.Serialize(run.Steps, StorageJson.Default.IReadOnlyListStepCounts);

    public static async Task WriteAsync(Session session, RunCommit commit)
    {
        var run = commit.Run.Id.Value;
        await WriteRunAsync(session, commit);
        foreach (var id in commit.Unparked)
        {
            await session.ExecuteAsync(Unpark, run, id);
        }

        foreach (var p in commit.Parked)
        {
            await session.ExecuteAsync(
                Park, p.Run.Value, p.Id, p.Step, p.TraceKey, p.Fingerprint, p.Attempts, Micros.Of(p.DueAt), p.Record);
        }

        foreach (var passed in commit.Passed)
        {
            await session.ExecuteAsync(Pass, passed.Flow.Value, passed.Step, passed.TraceKey);
        }

        foreach (var error in commit.Errors)
        {
            await WriteErrorAsync(session, error);
        }

        foreach (var key in commit.ClosedIntents)
        {
            await session.ExecuteAsync(CloseIntent, run, key);
        }
    }

    private static async Task WriteRunAsync(Session session, RunCommit commit)
    {
        var run = commit.Run;
        if (await session.ExecuteAsync(Counts, run.Pages, run.Resumes, run.Restarts, StepsOf(run), run.Id.Value) == 0)
        {
            throw new InvalidOperationException($"There is no run {run.Id}.");
        }

        if (commit.Checkpoint is not null)
        {
            await session.ExecuteAsync(Checkpoint, run.Id.Value, commit.Checkpoint);
        }
    }

    private static async Task WriteErrorAsync(Session session, NewError added)
    {
        var e = added.Error;
        var id = await session.ScalarAsync(
            Fail, e.Id.Value, e.Flow.Value, e.Run.Value, e.Step, e.Code, e.Message, e.HttpStatus, e.TraceKey,
            Micros.Of(e.OccurredAt), e.Attempts, SearchKey.Of($"{e.Message}\n{e.TraceKey}"));
        await session.ExecuteAsync(FailedRecord, id, added.Record);
    }
}
