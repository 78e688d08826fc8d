-- Local, all of it: what a hub knows of the machines that send it their books, and what a machine
-- knows of its hub. Nothing of it enters the journal, and a restored copy joins anew.

-- Codes by which a machine joins this hub.
create table invite (
    digest blob primary key,              -- SHA-256 of the single-use code
    expires_ms integer not null
) strict, without rowid;

-- A machine that joined this hub.
create table joined (
    node blob primary key,                -- its id
    name text not null,                   -- as its people call it
    machine text not null,                -- the computer it runs on; empty: whichever comes next
    token blob not null unique,           -- SHA-256 of its token
    version text not null,                -- of its program
    joined_ms integer not null,
    seen_ms integer not null,             -- last contact
    skew_ms integer not null,             -- its clock less this one's, at the last contact
    rows integer not null,                -- entries that it holds
    rows_left integer not null,           -- of these not here yet, at the last contact
    money_left integer not null,          -- đồng of its sales not here yet, at the last contact
    trouble text not null                 -- what it was refused for, in a word; empty: nothing
) strict, without rowid;

-- Which chains came by which machine: a province's hub brings those of its laptops.
create table carried (
    node blob not null,
    origin blob not null,
    primary key (node, origin)
) strict, without rowid;

-- The chains that came down from this machine's hub. A hub gives them on, and takes them from
-- nobody below.
create table drawn (
    origin blob primary key
) strict, without rowid;

-- The first entry of a chain that could not be taken; until it can, nothing after it is.
create table stopped_chain (
    origin blob not null,
    seq integer not null,
    why text not null,                    -- gap, fork, altered, unknown, parent, own, elsewhere, …
    detail text not null,                 -- more for a person, or empty
    node blob not null,                   -- the machine that brought it
    line text not null,                   -- the entry as it travels
    at_ms integer not null,               -- when it came last
    primary key (origin, node)            -- one machine says nothing of what another brings
) strict, without rowid;

-- This machine's hub.
create table hub (
    id integer primary key check (id = 1),
    node blob not null,                   -- who joined: a restored copy is another machine
    address text not null,                -- its URL, with the fingerprint behind `#` for https
    token text not null,                  -- by which it knows this machine
    hub blob not null,                    -- its id
    name text not null,                   -- its name
    joined_ms integer not null,
    seen_ms integer not null              -- last contact, to some minutes
) strict;
