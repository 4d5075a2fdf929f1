-- Runs that wait for the active one of their flow.
alter table runs add column is_waiting bigint not null default 0;
drop index runs_one_active;
create unique index runs_one_active on runs (flow) where is_active = 1 and is_retry = 0 and is_waiting = 0;
create index runs_waiting on runs (flow, started_at, id) where is_active = 1 and is_waiting = 1;
