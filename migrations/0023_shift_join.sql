-- A device that opened the shift when it was open already joined it. Its own id is another name of
-- the shift: what was recorded on the device under that name belongs there.
create table shift_join (
    id integer primary key,               -- position of its entry
    uid blob not null unique,             -- the id by which the device knows the shift
    shift integer not null references shift (id),
    at_ms integer not null,
    actor text not null,                  -- who joined
    counted integer not null              -- đồng counted then; no second float
) strict;
create index shift_join_by_shift on shift_join (shift, id);

create view shift_named as
select uid, id as shift from shift union all select uid, shift from shift_join;

create trigger shift_join_is_never_updated before update on shift_join
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_join_is_never_deleted before delete on shift_join
begin select raise(abort, 'shifts are append-only'); end;
