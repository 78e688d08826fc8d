-- The journal: one entry for each command that changed the book. Everything in the book is
-- projected from these rows, and from nothing else.
create table journal (
    pos integer primary key,              -- order of arrival on this machine; not hashed
    origin blob not null,                 -- the node whose chain this entry belongs to
    seq integer not null,                 -- 1, 2, 3 … within its origin, without gaps
    uid blob not null,                    -- the command's id, made by whoever asked; two chains may
                                          -- hold the same, of which one is projected
    at_ms integer not null,               -- when the node received the command, epoch ms
    kind text not null,                   -- what happened, such as sale.made
    subject text not null,                -- the uid of the thing it happened to
    actor text not null,                  -- who did it, by name and role, as it stood
    device text not null,                 -- on which device, or empty
    input_hash blob not null,             -- SHA-256 of the parsed command: a replay must match
    body_version integer not null,
    body text not null                    -- contents, not database ids
        check (length(body) <= 1048576),  -- a hundred lines of the longest names are half of it
    hash_version integer not null,
    prev_hash blob not null,              -- the hash of the entry before it in its chain
    hash blob not null,                   -- SHA-256 over the stored bytes of this row
    unique (origin, seq)
) strict;
create unique index journal_by_uid on journal (uid, origin);
-- The newest entry of a chain by its time, which is compared with the clock at every sale.
create index journal_by_time on journal (origin, at_ms);
-- Which node went on from which, and which fairs moved: read before anything is projected anew.
create index journal_of_nodes on journal (pos)
where kind in ('node.began', 'node.took_over', 'fair.given', 'fair.taken');
-- What was said of each product, and in which unit it was counted then.
create index journal_of_products on journal (subject, pos, body ->> 'unit', origin, at_ms)
where kind = 'catalog.changed' and body ->> 'what' = 'product';
-- Which entries bring a thing that others may name: asked of what names one that is not here.
create index journal_of_things on journal (subject)
where kind in ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room')
and coalesce(body ->> '$.what', '') not in
('price', 'certificate', 'quality', 'listing', 'online', 'paid', 'range', 'opening_day',
'promotion', 'scale_label', 'figure', 'view');

-- The entries that are kept and not projected; of all others the rows stand in the book.
create table verdict (
    id integer primary key,               -- position of the entry
    verdict text not null                 -- twin: another chain holds the same; differs: so it
                                          -- does, with other money or goods; foreign: its node
                                          -- does not own what it changes; waits: it goes before
                                          -- what stands, and is taken up when all is projected
                                          -- anew; refused: then the schema refused its rows;
                                          -- beyond: it plans, and names what no entry here does
) strict;
create index verdict_to_look_at on verdict (id) where verdict = 'differs';
create index verdict_that_waits on verdict (id) where verdict = 'waits';
create index verdict_beyond on verdict (id) where verdict = 'beyond';

create trigger journal_is_never_updated before update on journal
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_is_never_deleted before delete on journal
begin select raise(abort, 'the journal is append-only'); end;

-- Local: this machine's own name in the network of nodes, and its chosen settings.
create table setting (
    name text primary key,
    value text not null
) strict, without rowid;

-- Local: how far each follower has read the journal.
create table follower (
    name text primary key,
    pos integer not null                  -- the last position that was read
) strict, without rowid;
