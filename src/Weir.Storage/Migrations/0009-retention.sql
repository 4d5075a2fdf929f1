-- For the sweep: what has ended or is resolved, the oldest first.
create index runs_ended on runs (ended_at, id) where is_active = 0;
create index errors_closed_by_time on errors (occurred_at, id) where is_open = 0;
create index errors_open_by_run on errors (run) where is_open = 1;

-- Retries of a flow whose runs are gone: their numbers are in names of files and are not given again.
create table flow_retries (
    flow text not null primary key,
    dropped bigint not null
);
