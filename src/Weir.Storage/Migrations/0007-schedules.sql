-- Up to when the schedules of flows were looked at: what came due after it was missed.
create table flow_schedules (
    flow text not null primary key,
    schedule text not null,
    looked_at bigint not null
);
