-- The nodes of the book that were made by restoring a copy; the first one has no row. A node's
-- chain begins with the entry that names its parent's last.
create table node (
    id integer primary key,               -- position of the entry that began its chain
    origin blob not null unique,          -- the node's own id
    parent blob not null,                 -- the node whose copy it was made from
    parent_seq integer not null,          -- the parent's last sequence in that copy
    parent_hash blob not null,            -- and its hash
    sign text not null                    -- two letters on its receipts and Z reports
) strict;

-- A person said that the machine before a restored one is no longer used. Until then it takes
-- nothing on.
create table takeover (
    id integer primary key,               -- position of its entry
    origin blob not null unique,          -- the node that takes over
    at_ms integer not null,
    actor text not null                   -- who said so
) strict;

-- A node gave what it owned into other hands: a fair, or all of a kind.
create table handover (
    id integer primary key,               -- position of its entry
    origin blob not null,                 -- who gave it
    seq integer not null,                 -- its place in that chain
    kind text not null,                   -- fair, catalog, staff
    fair blob,                            -- the fair's uid
    receiver blob not null                -- the node that may take it
) strict;

-- The receiver took it: from here on its changes hold.
create table handover_taken (
    id integer primary key,               -- position of its entry
    origin blob not null,                 -- who took it
    seq integer not null,                 -- its place in that chain
    giver blob not null,                  -- the chain of the handover
    giver_seq integer not null            -- and its place there
) strict;

-- What can be changed, and which entry named it first: its node owns it until it is handed over or
-- the node dies.
create table thing (
    key text primary key,                 -- uid, hexadecimal; of a published period its days
    origin blob not null,
    seq integer not null,
    kind text not null,                   -- fair, catalog, staff, device, published
    fair blob                             -- uid of the fair that it belongs to
) strict, without rowid;

create trigger node_is_never_updated before update on node
begin select raise(abort, 'nodes are append-only'); end;
create trigger node_is_never_deleted before delete on node
begin select raise(abort, 'nodes are append-only'); end;
