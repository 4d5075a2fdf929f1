-- What is left of a record where its run ends before it comes to it again: where it came in, what its source must know again, and
-- whether it had come part of its way. Of those of before it is not known whether a later one stands for them: only what nobody
-- knows the outcome of is left of them, as until now.
alter table run_intents add column entered text;
alter table run_intents add column parked text;
alter table run_intents add column place bigint;
alter table run_intents add column seen text;
alter table run_intents add column seen_at bigint;
alter table run_intents add column passed bigint not null default 0;
update run_intents set record = null where outcome is not null and outcome <> 'outcome_unknown';
