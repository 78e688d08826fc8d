-- The nodes of the book that were made by restoring a copy; the first one has no row. A node's
-- chain begins with the entry that names its parent's last.
create table node (
    id integer primary key,               -- position of the entry that began its chain
    origin blob not null unique,
    parent blob not null,                 -- the node whose copy it was made from
    parent_seq integer not null,          -- the parent's last sequence in that copy
    parent_hash blob not null,
    sign text not null                    -- two letters on its receipts and Z reports
) strict;
create trigger node_is_never_updated before update on node
begin select raise(abort, 'nodes are append-only'); end;
create trigger node_is_never_deleted before delete on node
begin select raise(abort, 'nodes are append-only'); end;

-- A person said that the machine before a restored one is no longer used. Until then it takes
-- nothing on.
create table takeover (
    id integer primary key,               -- position of its entry
    origin blob not null unique,
    at_ms integer not null,
    actor text not null
) strict;

-- A sale or Z that another node had numbered before keeps that number: the origin of its row is the
-- node whose series the number is of. The Z is kept as it was printed, since the sign stands in it.
alter table shift_closing add column z_no text not null default '';
drop trigger shift_closing_is_never_updated;
update shift_closing set z_no =
    (select j.body ->> '$.z_no' from journal j where j.pos = shift_closing.id);
create trigger shift_closing_is_never_updated before update on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;

drop view shift_now;
create view shift_now as
select s.id, s.uid, s.booth, s.opened_ms, s.opened_by, s.float_amount, s.float_notes,
    coalesce((select e.holder from shift_event e where e.shift = s.id
        and e.kind = 'handed_over' order by e.id desc limit 1), s.opened_by) as holder,
    max(coalesce((select max(l.supplement) from sale l where l.shift = s.id), 0),
        coalesce((select max(e.supplement) from shift_event e where e.shift = s.id), 0))
        as supplements,
    c.id as closing, c.number, c.z_no, c.closed_ms, c.closed_by, c.sales, c.revenue, c.expected,
    c.counted
from shift s left join shift_closing c on c.shift = s.id;

-- Local: files of the data folder (the authority behind HTTPS) that travel in a copy of the book.
-- Empty in a book that is in use.
create table copied_file (
    path text primary key,                -- within the data folder
    bytes blob not null
) strict, without rowid;
