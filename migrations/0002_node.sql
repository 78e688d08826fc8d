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

-- The chains that this book goes on from, its own first, and how far: what it may have names of.
create view own_line as
with recursive line (origin, until) as (
    select unhex(replace(value, '-', '')), 9223372036854775807 from setting where name = 'node'
    union
    select n.parent, n.parent_seq from node n join line l on l.origin = n.origin
    where n.parent_seq > 0
)
select origin, until from line;

-- How many machines before it each one went on from: of two that say different things the later has
-- the last word, whichever arrived last.
create view chain_depth as
with recursive line (origin, parent, depth) as (
    select origin, parent, 1 from node where parent_seq > 0
    union
    select l.origin, n.parent, l.depth + 1 from line l join node n on n.origin = l.parent
    where n.parent_seq > 0
)
select origin, max(depth) as depth from line group by origin;

create trigger node_is_never_updated before update on node
begin select raise(abort, 'nodes are append-only'); end;
create trigger node_is_never_deleted before delete on node
begin select raise(abort, 'nodes are append-only'); end;

-- Local, all that follows: laptops that follow this one live and may take over from it, and whom
-- this one follows. Nothing of it enters the journal; in a copy of the book no token holds.

-- A laptop that follows this one. One that was taken off the list keeps its row: its sign stays its
-- own, and it is heard should it have taken over before.
create table standby (
    node blob primary key,                -- its id, which this machine drew for it
    parent blob not null,                 -- whose chain it will go on from: this machine's
    name text not null,                   -- as its people call it
    sign text not null,                   -- what it will print on its numbers
    token blob not null unique,           -- SHA-256 of its token
    plain integer not null,               -- 1: somebody allowed it to come without encryption
    addresses text not null,              -- JSON: the origins at which phones would reach it
    enrolled_ms integer not null,
    seen_ms integer not null,             -- last contact, to a minute
    gone_ms integer not null              -- when it was taken off the list; 0: it stands there
) strict, without rowid;

-- Codes by which a laptop becomes a standby.
create table standby_code (
    digest blob primary key,              -- SHA-256 of the single-use code
    plain integer not null,               -- 1: also without encryption
    expires_ms integer not null
) strict, without rowid;

-- The laptop that this one follows, or followed until it took over.
create table leader (
    id integer primary key check (id = 1),
    own blob not null,                    -- who follows: a restored copy is another machine
    node blob not null,                   -- whom
    address text not null,                -- its URL, with the fingerprint behind `#` for https
    token text not null,                  -- by which it knows this machine
    name text not null,                   -- its name
    taken text not null,                  -- digest of its local tables as they were last taken
    heard_ms integer not null,            -- last contact, to a minute
    settled_ms integer                    -- after a take-over: it knows, and all it has is here
) strict;
