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

-- Money put into or taken out of the drawer, the drawer handed to someone else, and counts that
-- were heard of after another device's closing.
create table shift_event (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    shift integer not null references shift (id),
    kind text not null,                   -- moved, handed_over, recounted
    at_ms integer not null,
    actor text not null,                  -- who did it
    amount integer,                       -- đồng; below zero: taken out; none in a handover
    reason text not null,                 -- empty in a handover
    holder text,                          -- who has the drawer from now on; none in a movement
    counted integer,                      -- đồng counted at a handover, if it was counted
    expected integer,                     -- đồng that should have been there then
    supplement integer,                   -- its number under a Z that was closed already
    origin blob not null                  -- the node in whose chain it stands
) strict;
create index shift_event_by_shift on shift_event (shift, id);

-- The Z report. Its whole contents stand in its entry; here is what lists need.
create table shift_closing (
    id integer primary key,               -- position of its entry
    shift integer not null unique references shift (id),
    booth integer not null references booth (id),
    origin blob not null,                 -- the node whose series the number is of
    number integer not null,              -- gapless for each booth and origin
    z_no text not null,                   -- as printed, since a node's sign stands in it
    closed_ms integer not null,
    closed_by text not null,
    sales integer not null,
    revenue integer not null,             -- đồng, voids taken off
    expected integer not null,            -- đồng that should lie in the drawer
    counted integer not null,             -- đồng that lay there
    counted_ms integer not null,          -- when they were counted: sales until then are taken in
    writer blob not null,                 -- the node in whose chain it stands
    unique (booth, origin, number, writer)
) strict;

-- A booth's cash drawer was opened by hand: no money moved by that.
create table drawer_opening (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    booth integer not null references booth (id),
    device blob,                          -- uid of the device on which it was asked for
    at_ms integer not null,
    actor text not null,                  -- by whom, as printed
    reason text not null
) strict;
create index drawer_opening_by_booth on drawer_opening (booth, at_ms, id);

create trigger drawer_opening_is_never_updated before update on drawer_opening
begin select raise(abort, 'drawer openings are append-only'); end;
create trigger drawer_opening_is_never_deleted before delete on drawer_opening
begin select raise(abort, 'drawer openings are append-only'); end;
create trigger shift_is_never_updated before update on shift
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_is_never_deleted before delete on shift
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_join_is_never_updated before update on shift_join
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_join_is_never_deleted before delete on shift_join
begin select raise(abort, 'shifts are append-only'); end;
create trigger shift_event_is_never_updated before update on shift_event
begin select raise(abort, 'shift events are append-only'); end;
create trigger shift_event_is_never_deleted before delete on shift_event
begin select raise(abort, 'shift events are append-only'); end;
create trigger shift_closing_is_never_updated before update on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;
create trigger shift_closing_is_never_deleted before delete on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;

-- Every shift with its closing, if it was closed.
create view shift_now as
select s.id, s.uid, s.booth, s.opened_ms, s.opened_by, s.float_amount, s.float_notes,
    coalesce((select e.holder from shift_event e where e.shift = s.id
        and e.kind = 'handed_over' order by coalesce((select d.depth from chain_depth d
        where d.origin = e.origin), 0) desc, e.origin desc, e.id desc limit 1), s.opened_by)
        as holder,
    max(coalesce((select max(l.supplement) from sale l where l.shift = s.id), 0),
        coalesce((select max(e.supplement) from shift_event e where e.shift = s.id), 0))
        as supplements,
    c.id as closing, c.number, c.z_no, c.closed_ms, c.closed_by, c.sales, c.revenue, c.expected,
    c.counted
from shift s left join shift_closing c on c.shift = s.id;

-- Every name of every shift, and the booth whose drawer it is.
create view shift_named as
select uid, id as shift, booth from shift union all
select j.uid, j.shift, s.booth from shift_join j join shift s on s.id = j.shift;

-- The sales of each shift, whether they name it or not. A shift that was opened on a device without
-- a network reaches the laptop later: what the booth's other devices sold meanwhile names no shift,
-- and its cash lies in the same drawer. It belongs to the shift that was open when it was paid, up
-- to the count that closed it.
create view sale_in_shift as
select s.id as sale, s.shift, s.supplement from sale s where s.shift is not null
union all
select s.id, h.id, null from shift h left join shift_closing c on c.shift = h.id
join sale s on s.booth = h.booth and s.shift is null and s.paid_ms >= h.opened_ms
    and s.received_ms >= h.opened_ms      -- a device's clock may be fast
    and (c.id is null or min(s.paid_ms, s.received_ms) < c.counted_ms);
