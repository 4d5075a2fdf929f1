using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>What a done page writes: the hot rows, with statements that stay prepared.</summary>
internal static class RunCommits
{
    private static readonly Statement Counts = new(
        """
        update runs
        set status = case when is_active = 1 then @status else status end,
            pause_code = @pauseCode, pause_message = @pauseMessage,
            pages = @pages, resumes = @resumes, restarts = @restarts, steps = @steps
        where id = @id
        """,
        "@status", "@pauseCode", "@pauseMessage", "@pages", "@resumes", "@restarts", "@steps", "@id");

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
        insert into run_parked (run, id, source, step, trace_key, fingerprint, attempts, due_at, record)
        values (@run, @id, @source, @step, @traceKey, @fingerprint, @attempts, @dueAt, @record)
        on conflict (run, id) do update
        set source = excluded.source, step = excluded.step, trace_key = excluded.trace_key, fingerprint = excluded.fingerprint,
            attempts = excluded.attempts, due_at = excluded.due_at, record = excluded.record
        """,
        "@run", "@id", "@source", "@step", "@traceKey", "@fingerprint", "@attempts", "@dueAt", "@record");

    private static readonly Statement Pass = new(
        """
        update errors set is_open = 0, resolved_at = @at, resolved_by = @run
        where flow = @flow and step = @step and trace_key = @traceKey and is_open = 1 and run <> @run
            and source in (@source, '')
        """,
        "@flow", "@step", "@traceKey", "@run", "@source", "@at");

    private static readonly Statement PassRetried = new(
        "update errors set is_open = 0, resolved_at = @at, resolved_by = @run where id = @id and is_open = 1 and claimed_by = @run",
        "@id", "@run", "@at");

    // A failure again is the same error: the one that was retried, or one of another run. Its claim ends: by its own run
    // because the record was tried, by another run because the record is another one now. What may have been sent once may
    // have been sent, however it fails later.
    private const string Again =
        """
        update errors
        set run = @run, code = @code, message = @message, http_status = @status, occurred_at = @at,
            search_key = @searchKey, cause = @cause, attempts = attempts + 1, claimed_by = null,
            sent_at = coalesce(sent_at, @sentAt)
        """;

    private const string AlsoWentOn = ", went_on = case when @wentOn = 1 then 1 else went_on end";

    private static readonly Statement FailRetried = new(
        Again + AlsoWentOn + " where id = @id and is_open = 1 and claimed_by = @run returning id",
        "@run", "@code", "@message", "@status", "@at", "@searchKey", "@cause", "@sentAt", "@wentOn", "@id");

    private static readonly Statement FailAgain = new(
        Again +
        """
        , went_on = @wentOn where id = (
            select id from errors
            where flow = @flow and step = @step and trace_key = @traceKey and is_open = 1 and run <> @run
                and source in (@source, '')
            order by id limit 1)
        returning id
        """,
        "@run", "@code", "@message", "@status", "@at", "@searchKey", "@cause", "@sentAt", "@wentOn", "@flow", "@step",
        "@traceKey", "@source");

    private static readonly Statement Fail = new(
        """
        insert into errors
            (id, flow, run, step, code, message, http_status, trace_key, occurred_at, is_open, attempts, tags, search_key,
             cause, source, place, sent_at, went_on)
        values
            (@id, @flow, @run, @step, @code, @message, @status, @traceKey, @at, 1, @attempts, '[]', @searchKey,
             @cause, @source, coalesce(@place, (select coalesce(max(place), 0) + 1 from errors where flow = @flow)), @sentAt, @wentOn)
        returning id
        """,
        "@id", "@flow", "@run", "@step", "@code", "@message", "@status", "@traceKey", "@at", "@attempts", "@searchKey",
        "@cause", "@source", "@place", "@sentAt", "@wentOn");

    private static readonly Statement FailedRecord = new(
        """
        insert into error_records (error, record) values (@error, @record)
        on conflict (error) do update set record = excluded.record
        """,
        "@error", "@record");

    // A blocked record is nobody else's error, and met again it is the same one where it stands: its code, which may be the
    // reason why others wait, and its place in the order stay.
    private static readonly Statement BlockAgain = new(
        """
        update errors set run = @run, occurred_at = @at, attempts = attempts + 1
        where id = (
            select id from errors join error_orders on error = id
            where flow = @flow and step = @step and trace_key = @traceKey and is_open = 1 and run <> @run
                and source in (@source, '') and fingerprint = @fingerprint
            order by id limit 1)
        returning id
        """,
        "@run", "@at", "@flow", "@step", "@traceKey", "@source", "@fingerprint");

    private static readonly Statement ClearOrders = new("delete from error_orders where error = @error", "@error");

    private static readonly Statement AddOrder = new(
        "insert into error_orders (error, order_key, fingerprint) values (@error, @key, @fingerprint)",
        "@error", "@key", "@fingerprint");

    private static readonly Statement See = new(
        """
        insert into flow_seen (flow, source, fingerprint, changed_at) values (@flow, @source, @fingerprint, @at)
        on conflict (flow, source, fingerprint) do update set changed_at = excluded.changed_at
        where flow_seen.changed_at < excluded.changed_at
        """,
        "@flow", "@source", "@fingerprint", "@at");

    private static readonly Statement CloseIntent = new(
        "delete from run_intents where run = @run and idempotency_key = @key", "@run", "@key");

    public static string StepsOf(Run run) => JsonSerializer.Serialize(run.Steps, StorageJson.Default.IReadOnlyListStepCounts);

    public static async Task WriteAsync(Session session, RunCommit commit)
    {
        var run = commit.Run.Id.Value;
        await WriteRunAsync(session, commit);
        foreach (var id in commit.Unparked)
        {
            await session.PostAsync(Unpark, run, id);
        }

        foreach (var p in commit.Parked)
        {
            await session.PostAsync(
                Park, p.Run.Value, p.Id, p.Source, p.Step, p.TraceKey, p.Fingerprint, p.Attempts, Micros.Of(p.DueAt), p.Record);
        }

        foreach (var seen in commit.Seen)
        {
            await session.PostAsync(
                See, commit.Run.Flow.Value, seen.Source, seen.Fingerprint, Micros.Of(seen.ChangedAt));
        }

        foreach (var passed in commit.Passed)
        {
            await (passed.Retried is { } error
                ? session.PostAsync(PassRetried, error.Value, run, Micros.Of(commit.At))
                : session.PostAsync(
                    Pass, passed.Flow.Value, passed.Step, passed.TraceKey, run, passed.Source, Micros.Of(commit.At)));
        }

        await HourStore.AddAsync(session, commit);
        await RunLogSql.WriteAsync(session, run, commit.Log);
        if (commit.Passed.Count > 0)
        {
            await RunLogSql.WriteResolvedAsync(session, commit);
        }

        foreach (var error in commit.Errors)
        {
            await WriteErrorAsync(session, error);
        }

        foreach (var key in commit.ClosedIntents)
        {
            await session.PostAsync(CloseIntent, run, key);
        }
    }

    private static async Task WriteRunAsync(Session session, RunCommit commit)
    {
        var run = commit.Run;
        if (await session.ExecuteAsync(
            Counts, run.Status.ToString(), run.Pause?.Code, run.Pause?.Message, run.Pages, run.Resumes, run.Restarts,
            StepsOf(run), run.Id.Value) == 0)
        {
            throw new InvalidOperationException($"There is no run {run.Id}.");
        }

        if (commit.Checkpoint is not null)
        {
            await session.PostAsync(Checkpoint, run.Id.Value, commit.Checkpoint);
        }
    }

    private static async Task WriteErrorAsync(Session session, NewError added)
    {
        var e = added.Error;
        var at = Micros.Of(e.OccurredAt);
        var sentAt = Micros.Of(e.SentAt);
        var wentOn = e.WentOn ? 1L : 0L;
        var searchKey = SearchKey.Of($"{e.Message}\n{e.TraceKey}");
        var cause = CauseKey.Of(e);
        var isBlocked = e.Code == ErrorCodes.Blocked && added.Retried is null;
        if (isBlocked && await session.ScalarAsync(
            BlockAgain, e.Run.Value, at, e.Flow.Value, e.Step, e.TraceKey, e.Source, added.Fingerprint) is not null)
        {
            return;
        }

        var id = isBlocked ? null : added.Retried is { } retried
            ? await session.ScalarAsync(
                FailRetried, e.Run.Value, e.Code, e.Message, e.HttpStatus, at, searchKey, cause, sentAt, wentOn, retried.Value)
            : await session.ScalarAsync(
                FailAgain, e.Run.Value, e.Code, e.Message, e.HttpStatus, at, searchKey, cause, sentAt, wentOn, e.Flow.Value,
                e.Step, e.TraceKey, e.Source);
        if (id is not null && added.Orders is not null)
        {
            await session.PostAsync(ClearOrders, id);
        }

        id ??= await session.ScalarAsync(
            Fail, e.Id.Value, e.Flow.Value, e.Run.Value, e.Step, e.Code, e.Message, e.HttpStatus, e.TraceKey, at,
            e.Attempts, searchKey, cause, e.Source, added.Place, sentAt, wentOn);
        await session.PostAsync(FailedRecord, id, added.Record);
        foreach (var key in (added.Orders ?? []).Distinct(StringComparer.Ordinal))
        {
            await session.PostAsync(AddOrder, id, key, added.Fingerprint);
        }
    }
}
