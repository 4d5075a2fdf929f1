using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>The statements of <see cref="RunStore"/>.</summary>
internal static class RunSql
{
    public const string Select =
        """
        select id as Id, flow as Flow, status as Status, started_by as StartedBy, versions as Versions,
            started_at as StartedAt, ended_at as EndedAt, pages as Pages, resumes as Resumes, restarts as Restarts,
            steps as Steps, error_code as ErrorCode, error_message as ErrorMessage, pause_code as PauseCode,
            pause_message as PauseMessage, since as Since,
            is_waiting as IsWaiting, resolves as Resolves
        from runs
        """;

    public const string ById = Select + " where id = @id";

    public const string RetriesBefore =
        """
        select (select count(*) from runs where flow = @flow and is_retry = 1 and id < @id)
            + coalesce((select dropped from flow_retries where flow = @flow), 0)
        """;

    // Walks the index from flow to flow: what it costs grows with the flows, not with their runs.
    /// <summary>Only flows of an integration; empty: all.</summary>
    public const string OfIntegration =
        "(@integration = '' or flow in (select source from resource_references where target = @integration))";

    public const string LastOfFlows =
        """
        with recursive flows (flow) as (
            select min(flow) from runs
            union all
            select (select min(flow) from runs where flow > flows.flow) from flows where flows.flow is not null)
        """ + "\n" + Select +
        """
         where id in (
            select (
                select r.id from runs r where r.flow = flows.flow and r.is_retry = 0
                order by r.started_at desc, r.id desc limit 1)
            from flows)
            and
        """ + " " + OfIntegration + "\n" +
        """
        order by started_at desc, id desc limit @max
        """;

    public const string Unfinished = Select + " where is_active = 1 order by started_at, id";

    // The partial index is the rule: one run of a flow at a time, retries apart.
    public const string Insert =
        """
        insert into runs
            (id, flow, status, is_active, started_by, is_retry, versions, started_at, ended_at, pages, resumes, restarts,
             steps, error_code, error_message, pause_code, pause_message, since,
             is_waiting, resolves)
        values
            (@Id, @Flow, @Status, @IsActive, @StartedBy, @IsRetry, @Versions, @StartedAt, @EndedAt, @Pages, @Resumes,
             @Restarts, @Steps, @ErrorCode, @ErrorMessage, @PauseCode, @PauseMessage, @Since,
             @IsWaiting, @Resolves)
        on conflict (flow) where is_active = 1 and is_retry = 0 and is_waiting = 0 do nothing
        """;

    public const string Waiting =
        Select + " where flow = @flow and is_active = 1 and is_waiting = 1 order by started_at, id";

    public const string Promote =
        """
        update runs set is_waiting = 0, started_at = @StartedAt, versions = @Versions, steps = @Steps
        where id = @Id and is_active = 1 and is_waiting = 1
            and not exists (
                select 1 from runs r where r.flow = @Flow and r.is_active = 1 and r.is_retry = 0 and r.is_waiting = 0)
        """;

    public const string Update =
        """
        update runs
        set status = @Status, is_active = @IsActive, ended_at = @EndedAt, pages = @Pages, resumes = @Resumes,
            restarts = @Restarts, steps = @Steps, error_code = @ErrorCode, error_message = @ErrorMessage,
            pause_code = @PauseCode, pause_message = @PauseMessage
        where id = @Id
        """;

    public const string DeleteCheckpoint = "delete from run_checkpoints where run = @id";

    public const string DeleteIntents = "delete from run_intents where run = @id";

    public const string Checkpoint = "select data from run_checkpoints where run = @id";

    public const string Parked =
        """
        select id as Id, source as Source, step as Step, trace_key as TraceKey, fingerprint as Fingerprint,
            attempts as Attempts, due_at as DueAt, record as Record
        from run_parked where run = @id order by due_at, id limit @max
        """;

    public const string CountParked = "select count(*) from run_parked where run = @id";

    public const string Intents =
        """
        select idempotency_key as IdempotencyKey, step as Step, outcome as Outcome, message as Message, sent_at as SentAt
        from run_intents where run = @id order by idempotency_key
        """;

    public const string LeftIntents =
        """
        select idempotency_key as IdempotencyKey, step as Step, outcome as Outcome, message as Message, sent_at as SentAt,
            source as Source, trace_key as TraceKey, record as Record, error as Error, entered as Entered, parked as Parked,
            place as Place, seen as Seen, seen_at as SeenAt, passed as Passed
        from run_intents
        where run = @id and idempotency_key > @after and record is not null
        order by idempotency_key limit @max
        """;

    public const string Marks = "select source as Source, started_at as StartedAt from flow_marks where flow = @flow";

    public const string SetMark =
        """
        insert into flow_marks (flow, source, started_at) values (@flow, @source, @at)
        on conflict (flow, source) do update set started_at = excluded.started_at
        """;

    public const string ClearMark = "delete from flow_marks where flow = @flow and source = @source";

    public const string Forget = "delete from flow_seen where flow = @flow and source = @source and changed_at < @before";

    public const string Seen =
        """
        select fingerprint from flow_seen where flow = @flow and source = @source and changed_at >= @from
        order by changed_at desc limit @max
        """;

    public static Statement WriteIntent { get; } = new(
        """
        insert into run_intents
            (run, idempotency_key, step, outcome, message, sent_at, source, trace_key, record, error, entered, parked, place,
             seen, seen_at, passed)
        values (@run, @key, @step, @outcome, @message, @sentAt, @source, @traceKey, @record, @error, @entered, @parked, @place,
             @seen, @seenAt, @passed)
        on conflict (run, idempotency_key) do update
        set step = excluded.step, outcome = excluded.outcome, message = excluded.message, sent_at = excluded.sent_at,
            source = excluded.source, trace_key = excluded.trace_key, record = excluded.record, error = excluded.error,
            entered = excluded.entered, parked = excluded.parked, place = excluded.place, seen = excluded.seen,
            seen_at = excluded.seen_at, passed = excluded.passed
        """,
        "@run", "@key", "@step", "@outcome", "@message", "@sentAt", "@source", "@traceKey", "@record", "@error", "@entered",
        "@parked", "@place", "@seen", "@seenAt", "@passed");

    public static Statement ReplaceIntent { get; } = new(
        "update run_intents set record = null where run = @run and idempotency_key = @key", "@run", "@key");

    public static Statement SettleIntent { get; } = new(
        "update run_intents set outcome = @outcome, message = @message where run = @run and idempotency_key = @key",
        "@outcome", "@message", "@run", "@key");
}
