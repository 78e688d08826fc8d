-- A shift of a booth's drawer, which all devices of the booth share. Its rows are events and are
-- never changed; what is open, and who holds it, is read from them (`shift_now`).
create table shift (
    id integer primary key,               -- position of the entry that opened it
    uid blob not null unique,
    booth integer not null references booth (id),
    opened_ms integer not null,
    opened_by text not null,
    float_amount integer not null,        -- đồng in the drawer to begin with
    float_notes text not null             -- JSON: [{"note": đồng, "count": n}, …]
) strict;
create index shift_by_booth on shift (booth, opened_ms);

-- Money put into or taken out of the drawer, and the drawer handed to someone else.
create table shift_event (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    shift integer not null references shift (id),
    kind text not null,                   -- moved, handed_over
    at_ms integer not null,
    actor text not null,                  -- who did it
    amount integer,                       -- đồng; below zero: taken out; none in a handover
    reason text not null,                 -- empty in a handover
    holder text,                          -- who has the drawer from now on; none in a movement
    counted integer,                      -- đồng counted at a handover, if it was counted
    expected integer,                     -- đồng that should have been there then
    supplement integer                    -- its number under a Z that was closed already
) strict;
create index shift_event_by_shift on shift_event (shift, id);

-- The Z report. Its whole contents stand in its entry; here is what lists need.
create table shift_closing (
    id integer primary key,               -- position of its entry
    shift integer not null unique references shift (id),
    booth integer not null references booth (id),
    origin blob not null,
    number integer not null,              -- gapless for each booth and origin
    closed_ms integer not null,
    closed_by text not null,
    sales integer not null,
    revenue integer not null,             -- đồng, voids taken off
    expected integer not null,            -- đồng that should lie in the drawer
    counted integer not null,             -- đồng that lay there
    unique (booth, origin, number)
) strict;

-- The shift that was open when the sale was paid. A sale that came after its shift was closed is
-- a numbered supplement to that shift's Z.
alter table sale add column shift integer references shift (id);
alter table sale add column supplement integer;
create index sale_by_shift on sale (shift, id) where shift is not null;
create unique index sale_by_supplement on sale (shift, supplement) where supplement is not null;

create view shift_now as
select s.id, s.uid, s.booth, s.opened_ms, s.opened_by, s.float_amount, s.float_notes,
    coalesce((select e.holder from shift_event e where e.shift = s.id
        and e.kind = 'handed_over' order by e.id desc limit 1), s.opened_by) as holder,
    max(coalesce((select max(l.supplement) from sale l where l.shift = s.id), 0),
        coalesce((select max(e.supplement) from shift_event e where e.shift = s.id), 0))
        as supplements,
    c.id as closing, c.number, c.closed_ms, c.closed_by, c.sales, c.revenue, c.expected, c.counted
from shift s left join shift_closing c on c.shift = s.id;

create trigger shift_is_never_updated before update on shift
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_is_never_deleted before delete on shift
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_event_is_never_updated before update on shift_event
begin select raise(abort, 'shift events are append-only'); end;
create trigger shift_event_is_never_deleted before delete on shift_event
begin select raise(abort, 'shift events are append-only'); end;
create trigger shift_closing_is_never_updated before update on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;
create trigger shift_closing_is_never_deleted before delete on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;
