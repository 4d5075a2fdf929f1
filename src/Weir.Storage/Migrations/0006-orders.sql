-- What later records wait for an error: a hash of step and order key, and the fingerprint of the error's record as read.
create table error_orders (
    error text not null,
    order_key text not null,
    fingerprint text not null,
    primary key (error, order_key)
);
create index error_orders_by_key on error_orders (order_key, error);

-- Where an error stands among its flow's when they are retried, in the order of their coming: clocks are no order. A record
-- that fails at a later step when it is retried keeps its place.
alter table errors add column place bigint not null default 0;
create index errors_by_place on errors (flow, place);
create index errors_claimed_by_place on errors (claimed_by, place, id) where is_open = 1;
