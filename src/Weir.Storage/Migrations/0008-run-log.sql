-- What happened in a run, in the order of writing. No data of records but their trace keys.
create table run_log (
    run text not null,
    number bigint not null,
    at bigint not null,
    level bigint not null,
    kind text not null,
    step text,
    trace_key text,
    code text,
    message text not null,
    http_status bigint,
    attempts bigint,
    primary key (run, number)
);
create index run_log_by_trace_key on run_log (run, trace_key, number) where trace_key is not null;

-- When an error was resolved, and by which run; null for those that were resolved before this was written down.
alter table errors add column resolved_at bigint;
alter table errors add column resolved_by text;
create index errors_resolved on errors (resolved_by, resolved_at) where resolved_by is not null;
