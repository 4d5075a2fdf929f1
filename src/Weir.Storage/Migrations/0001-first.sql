-- Columns are text, bigint and {bytes}: what every database here understands. Booleans are 0 and 1, times are UTC
-- microseconds since 1970, lists and counts are JSON that only the program reads.

create table resources (
    id text not null primary key,
    kind text not null,
    name text not null,
    name_key text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    document text not null,
    state text,
    reference_ids text not null
);
create unique index resources_by_name on resources (kind, name_key);
create index resources_by_creation on resources (kind, created_at, id);
create index resources_by_update on resources (kind, updated_at, id);

-- Every save, the present one included.
create table resource_versions (
    id text not null,
    version bigint not null,
    kind text not null,
    name text not null,
    created_at bigint not null,
    saved_at bigint not null,
    saved_by text not null,
    document text not null,
    reference_ids text not null,
    primary key (id, version)
);

-- The present documents' references, one a row.
create table resource_references (
    source text not null,
    target text not null,
    primary key (source, target)
);
create index resource_references_by_target on resource_references (target);

create table connection_secrets (
    connection text not null,
    field text not null,
    cipher {bytes} not null,
    primary key (connection, field)
);

create table data_keys (
    owner text not null,
    key_id text not null,
    generation bigint not null,
    master_key_id text not null,
    cipher {bytes} not null,
    primary key (owner, key_id)
);
create unique index data_keys_by_generation on data_keys (owner, generation);

-- One row, with id 1.
create table master_key_proof (
    id bigint not null primary key,
    master_key_id text not null,
    cipher {bytes} not null
);

create table runs (
    id text not null primary key,
    flow text not null,
    status text not null,
    is_active bigint not null,
    started_by text not null,
    is_retry bigint not null,
    versions text not null,
    started_at bigint not null,
    ended_at bigint,
    pages bigint not null,
    resumes bigint not null,
    restarts bigint not null,
    steps text not null,
    error_code text,
    error_message text,
    pause_code text,
    pause_message text
);
create unique index runs_one_active on runs (flow) where is_active = 1 and is_retry = 0;
create index runs_unfinished on runs (started_at, id) where is_active = 1;
create index runs_by_time on runs (started_at, id);
create index runs_by_flow on runs (flow, started_at, id);

create table run_checkpoints (
    run text not null primary key,
    data {bytes} not null
);

create table run_parked (
    run text not null,
    id text not null,
    step text not null,
    trace_key text not null,
    fingerprint text not null,
    attempts bigint not null,
    due_at bigint not null,
    record {bytes} not null,
    primary key (run, id)
);
create index run_parked_by_due on run_parked (run, due_at, id);

create table run_intents (
    run text not null,
    idempotency_key text not null,
    step text not null,
    outcome text,
    message text,
    primary key (run, idempotency_key)
);

create table flow_marks (
    flow text not null,
    source text not null,
    started_at bigint not null,
    primary key (flow, source)
);

create table errors (
    id text not null primary key,
    flow text not null,
    run text not null,
    step text not null,
    code text not null,
    message text not null,
    http_status bigint,
    trace_key text not null,
    occurred_at bigint not null,
    is_open bigint not null,
    attempts bigint not null,
    assignee text,
    tags text not null,
    note text,
    claimed_by text,
    search_key text not null
);
create index errors_open_by_trace_key on errors (flow, step, trace_key) where is_open = 1;
create index errors_claimed on errors (claimed_by, id) where is_open = 1;
create index errors_by_time on errors (occurred_at, id);
create index errors_by_flow on errors (flow, occurred_at, id);

-- Apart, so that a list of errors and a bulk change do not touch the records.
create table error_records (
    error text not null primary key,
    record {bytes} not null
);

-- The tags once more, one a row, for the search.
create table error_tags (
    error text not null,
    tag text not null,
    primary key (error, tag)
);
create index error_tags_by_tag on error_tags (tag, error);

create table pauses (
    budget text not null primary key,
    until_at bigint not null,
    reason text not null
);

-- Without a status the request is under way.
create table idempotency_keys (
    caller text not null,
    idempotency_key text not null,
    target text not null,
    body_hash text not null,
    began_at bigint not null,
    status bigint,
    location text,
    etag text,
    content_type text,
    body {bytes},
    primary key (caller, idempotency_key)
);
create index idempotency_keys_by_time on idempotency_keys (began_at);
