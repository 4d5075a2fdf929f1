-- Since when a request that must not be repeated may have left, and its record: where the run ends before anybody has learned
-- what came of it, it stands in the errors. Those of before begin with their run, and have no record.
alter table run_intents add column sent_at bigint not null default 0;
alter table run_intents add column source text;
alter table run_intents add column trace_key text;
alter table run_intents add column record {bytes};
alter table run_intents add column error text;
update run_intents set sent_at = coalesce((select started_at from runs where runs.id = run_intents.run), 0);

-- Since when the record of an error may have arrived although it failed; null where it has not left.
alter table errors add column sent_at bigint;
update errors set sent_at = coalesce((select started_at from runs where runs.id = errors.run), occurred_at)
where code = 'outcome_unknown';
