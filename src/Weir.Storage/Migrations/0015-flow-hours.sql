-- What came in and what failed, by flow and hour since 1970-01-01T00:00Z.
create table flow_hours (
    hour bigint not null,
    flow text not null,
    records bigint not null,
    errors bigint not null,
    primary key (hour, flow)
);
