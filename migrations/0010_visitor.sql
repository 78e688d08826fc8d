-- Visits as they were counted at the gates.
create table visit (
    id integer primary key,               -- position of its journal entry
    uid blob not null unique,
    gate integer not null references gate (id),
    at_ms integer not null,
    count integer not null                -- visits, not people; a correction is negative
) strict;

create trigger visit_is_never_updated before update on visit
begin select raise(abort, 'visits are append-only'); end;
create trigger visit_is_never_deleted before delete on visit
when not exists (select 1 from verdict where pos = old.id)
begin select raise(abort, 'visits are append-only'); end;

create table rollup_visit (
    fair integer not null,
    day text not null,                    -- yyyy-mm-dd, in Vietnam
    hour integer not null,
    gate integer not null,
    visits integer not null,
    primary key (fair, day, hour, gate)
) strict, without rowid;
