create table users (
    id text not null primary key,
    email text not null,
    email_key text not null,
    name text not null,
    name_key text not null,
    role text not null,
    is_active bigint not null,
    password_hash text,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index users_by_email on users (email_key);
create index users_by_name on users (name_key, id);
create index users_by_creation on users (created_at, id);
create index users_by_update on users (updated_at, id);
create index users_owners on users (is_active) where role = 'owner';

create table tokens (
    id text not null primary key,
    hash {bytes} not null,
    name text not null,
    name_key text not null,
    role text not null,
    expires_at bigint,
    last_used_at bigint,
    created_by text not null,
    created_at bigint not null
);
create unique index tokens_by_name on tokens (name_key);
create index tokens_by_hash on tokens (hash);
create index tokens_by_creation on tokens (created_at, id);

create table sessions (
    id text not null primary key,
    hash {bytes} not null,
    user_id text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    address text,
    user_agent text
);
create index sessions_by_hash on sessions (hash);
create index sessions_by_user on sessions (user_id, created_at, id);
create index sessions_by_last_seen on sessions (last_seen_at);
create index sessions_by_creation on sessions (created_at);

-- Kept answers are sealed from here on; those that lie there in plain are forgotten.
delete from idempotency_keys;
