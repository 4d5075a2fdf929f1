-- What alerts tell of, from its beginning until it is over, and how the last attempt of each alert ended.
create table raised_alerts (
    alert text not null,
    event text not null,
    subject text not null,
    raised_at bigint not null,
    record text not null,
    attempts bigint not null,
    next_at bigint,
    under_way bigint not null,
    sent_at bigint,
    code text,
    message text,
    primary key (alert, event, subject)
);

create table alert_outcomes (
    alert text not null primary key,
    at bigint not null,
    code text,
    message text
);
