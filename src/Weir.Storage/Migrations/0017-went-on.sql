-- The record went on to later steps although it failed: its retry must not send again what it has come to since. Of those of before
-- it is not known; their retry goes through all later steps, as until now.
alter table errors add column went_on bigint not null default 0;
