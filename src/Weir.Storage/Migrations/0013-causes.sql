-- What errors have in common that came of the same. Those from before have none: step, code and status group them.
alter table errors add column cause text not null default '';
-- Errors are counted by their causes from the index alone, in its order.
create index errors_by_cause on errors (flow, is_open, cause, step, code, http_status, occurred_at, id);
