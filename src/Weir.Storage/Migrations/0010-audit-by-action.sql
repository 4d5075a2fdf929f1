-- Entries of one action, newest first; and those of strangers, which have a bound of their own.
create index audit_by_action on audit (action, at, id);
