-- Who saved a version is kept with the name of that time, and which secrets it changed is kept without them.
alter table resource_versions add column saved_by_name text not null default '';
alter table resource_versions add column secret_fields text not null default '[]';

create table audit (
    id text not null primary key,
    at bigint not null,
    actor text not null,
    actor_name text not null,
    action text not null,
    kind text not null,
    target text,
    target_name text,
    version bigint,
    fields text not null,
    detail text not null
);
create index audit_by_time on audit (at, id);
create index audit_by_target on audit (target, at, id);
create index audit_by_actor on audit (actor, at, id);
