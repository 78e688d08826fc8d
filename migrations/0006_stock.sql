-- Places. A booth's and a store room's place has their own row id; one in transit that of its
-- transfer. The ends of the world hold nothing.
create table place (
    id integer primary key,               -- position of the entry that made it; below zero: an end
                                          -- of the world
    uid blob not null unique,
    kind text not null                    -- booth, store, transit; producer, customer, loss,
                                          -- adjustment
) strict;

insert into place (id, uid, kind) values
    (-1, x'00000000000000000000000000000001', 'producer'),
    (-2, x'00000000000000000000000000000002', 'customer'),
    (-3, x'00000000000000000000000000000003', 'loss'),
    (-4, x'00000000000000000000000000000004', 'adjustment');

-- A fair's store room.
create table store_room (
    id integer primary key,               -- position of its first entry; its place has the same
    uid blob not null unique,
    fair integer not null references fair (id),
    code text not null,
    name text not null,
    active integer not null               -- 0: no longer used
) strict;
create index store_room_by_code on store_room (fair, code);

-- Documents: what moved goods, but for sales. Posted once, reversed by another, never edited.
create table document (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    place integer not null references place (id), -- whose number it has
    kind text not null,                   -- delivery, transfer, receipt, shortfall, sent_back,
                                          -- count, loss, own_use, gift, return, reversal
    origin blob not null,                 -- the node whose series the number is of
    writer blob not null,                 -- the node in whose chain it stands
    number integer not null,              -- gapless for each place, kind and origin
    doc_no text not null,                 -- as printed
    provisional_no text,                  -- what the device called it
    at_ms integer not null,               -- when it happened
    day text not null,                    -- business date in Vietnam
    by text not null,                     -- who made it
    reason text not null,                 -- or empty
    paper_kind text,                      -- of the paper that came with the goods
    paper_no text,
    paper_on text,                        -- yyyy-mm-dd
    other integer references place (id),  -- where a transfer goes
    follows integer references document (id), -- the transfer that it receives or ends
    reverses integer unique references document (id),
    unique (place, kind, origin, number, writer)
) strict;
create index document_transfer on document (id) where kind = 'transfer';
create index document_by_place on document (place);
create index document_by_goal on document (other) where other is not null;
create index document_by_transfer on document (follows) where follows is not null;

create table document_line (
    document integer not null references document (id),
    n integer not null,                   -- 0, 1, 2 … within it
    product integer not null references product (id),
    owner integer not null references producer (id), -- whose goods
    lot text not null,                    -- or empty
    quantity integer not null,            -- thousandths; of a count: what was counted
    expected integer,                     -- thousandths that were announced
    made_on text,                         -- yyyy-mm-dd
    expires_on text,                      -- yyyy-mm-dd
    soft integer not null,                -- 1: best before, 0: use by
    area text not null,                   -- growing area, or empty
    counted_ms integer,                   -- the instant of the count
    first integer,                        -- thousandths typed before the book's figure was seen
    book integer,                         -- thousandths that the book had at that instant
    primary key (document, n)
) strict, without rowid;

-- Every movement goes from a place to a place; levels are their sums.
create table movement (
    entry integer not null,               -- position of the journal entry
    n integer not null,                   -- 0, 1, 2 … within it
    product integer not null references product (id),
    owner integer not null references producer (id), -- whose goods they were
    lot text not null,                    -- or empty
    expires_on text,                      -- yyyy-mm-dd, as it stood
    from_place integer not null references place (id),
    to_place integer not null references place (id),
    quantity integer not null,            -- thousandths
    cause text not null,                  -- delivered, sent, received, counted, opened, sold,
                                          -- returned, sampled, gifted, used, lost, handed_back
    at_ms integer not null,               -- when, as counts see it
    primary key (entry, n),
    check (quantity > 0),
    check (from_place <> to_place)
) strict, without rowid;
create index movement_out on movement (from_place, product, at_ms) where from_place > 0;
create index movement_by_lot on movement (product, lot) where lot <> '';
create index movement_in on movement (to_place, product, at_ms) where to_place > 0;

-- What each place gained (below zero: lost) by each movement.
create view gain as
    select entry, n, to_place as place, product, owner, lot, expires_on, quantity, cause, at_ms
    from movement where to_place > 0
    union all
    select entry, n, from_place, product, owner, lot, expires_on, -quantity, cause, at_ms
    from movement where from_place > 0;

-- Places that hold goods, with the code of the fair and their own; a transfer's is its number.
create view held_place as
    select b.id as place, 'booth' as kind, f.code as fair, b.code as code
    from booth b join fair f on f.id = b.fair
    union all
    select r.id, 'store', f.code, r.code from store_room r join fair f on f.id = r.fair
    union all
    select d.id, 'transit', f.code, d.doc_no from document d
    left join booth b on b.id = d.place left join store_room r on r.id = d.place
    join fair f on f.id = coalesce(b.fair, r.fair) where d.kind = 'transfer';

-- What a place holds of a lot, with its account: brought + received + adjusted - sold - given
-- - lost - sent - returned = quantity, each in thousandths.
create table level (
    place integer not null references place (id),
    product integer not null references product (id),
    owner integer not null references producer (id),
    lot text not null,                    -- or empty
    expires_on text,                      -- yyyy-mm-dd
    soft integer,                         -- 1: best before; else use by
    said_ms integer,                      -- of which instant the day is that it was given last
    since_ms integer,                     -- when the first of it came here; null: none ever did
    tracked integer not null,             -- 1: it was brought, received or counted here
    quantity integer not null,            -- left; may be below zero
    brought integer not null,             -- from the producer
    received integer not null,            -- from another place
    adjusted integer not null,            -- by counts and openings
    sold integer not null,                -- less what customers brought back
    given integer not null,               -- samples, gifts, own use
    lost integer not null,                -- what came back unfit for sale included
    sent integer not null,                -- to another place
    returned integer not null,            -- to the producer
    primary key (place, product, owner, lot),
    check (brought + received + adjusted - sold - given - lost - sent - returned = quantity)
) strict, without rowid;
create index level_by_lot on level (product, lot);

-- What comes late is weighed against these: lines of counts, and the instants at which stock of a
-- product began to be kept at a place.
create table counted (
    document integer not null references document (id),
    n integer not null,                   -- which line of it; beyond its lines: stock began
    place integer not null references place (id),
    product integer not null references product (id),
    owner integer references producer (id), -- null: every lot, for stock began to be kept
    lot text,
    at_ms integer not null,               -- the instant
    primary key (document, n)
) strict, without rowid;
create index counted_by_place on counted (place, product, at_ms);

-- Supplements to posted counts: something that happened before the count came after it.
create table supplement (
    count integer not null references document (id),
    n integer not null,                   -- 1, 2, 3 … of the count; two chains that did not know
                                          -- of each other may have given the same
    entry integer not null,               -- whose movement it is
    moved integer not null,               -- which one of it
    primary key (count, n, entry)
) strict, without rowid;

-- What was said of a lot: that it is not to be sold any more, or that it may be again. Any node may
-- say so; what was said last holds.
create table lot_word (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    product integer not null references product (id),
    lot text not null,                    -- never empty
    blocked integer not null,             -- 1: not to be sold any more; 0: it may be again
    reason text not null,
    by text not null,                     -- who said so
    at_ms integer not null,
    check (lot <> '')
) strict;
create index lot_word_by_lot on lot_word (product, lot, at_ms, uid);

-- Lots that are not to be sold, each with what was said last.
create view blocked_lot as
    select w.id, w.product, w.lot, w.reason, w.by, w.at_ms from lot_word w
    where w.blocked = 1 and not exists (select 1 from lot_word l where l.product = w.product
    and l.lot = w.lot and (l.at_ms, l.uid) > (w.at_ms, w.uid));

create trigger movement_is_never_updated before update on movement
begin select raise(abort, 'movements are append-only'); end;
create trigger movement_is_never_deleted before delete on movement
begin select raise(abort, 'movements are append-only'); end;
create trigger document_is_never_updated before update on document
begin select raise(abort, 'documents are append-only'); end;
create trigger document_is_never_deleted before delete on document
begin select raise(abort, 'documents are append-only'); end;
create trigger lot_word_is_never_updated before update on lot_word
begin select raise(abort, 'what was said of lots is append-only'); end;
create trigger lot_word_is_never_deleted before delete on lot_word
begin select raise(abort, 'what was said of lots is append-only'); end;
