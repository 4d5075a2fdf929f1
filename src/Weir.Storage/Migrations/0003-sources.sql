-- A flow may read several sources: which one a record came from goes with it. Empty where it was not noted.
alter table errors add column source text not null default '';
alter table run_parked add column source text not null default '';

-- From when on a person asked to read.
alter table runs add column since bigint;

-- What a source that reads changes gave, and may give again in its overlap.
create table flow_seen (
    flow text not null,
    source text not null,
    fingerprint text not null,
    changed_at bigint not null,
    primary key (flow, source, fingerprint)
);
create index flow_seen_by_time on flow_seen (flow, source, changed_at);
