-- People and devices. `id` is the position of the journal entry that first named the thing, here
-- and in every table of the book, so a rebuild gives the same ids.
create table person (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    login text not null,                  -- for those who sign in with a password, else empty
    role text not null,                   -- seller, manager, counter, organiser, auditor, admin
    booth integer references booth (id),  -- where a seller or manager belongs
    active integer not null               -- 0: may no longer sign in
) strict;
-- Unique among the people of one node: each machine has its administrator.
create index person_by_login on person (login) where login <> '';

create table device (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    letter text not null,                 -- short sign on provisional numbers
    booth integer references booth (id),
    gate integer references gate (id),
    revoked integer not null              -- 1: its token opens nothing
) strict;

-- A person with his booth, and a device with its place, as everyone asks for them.
create view person_listed as
select p.id, p.uid, p.name, p.login, p.role, b.uid as booth, b.code as booth_code,
    f.code as fair_code, p.active
from person p left join booth b on b.id = p.booth left join fair f on f.id = b.fair;
create view device_listed as
select d.id, d.uid, d.name, d.letter, b.uid as booth, g.uid as gate,
    coalesce(b.code, g.code) as place, coalesce(b.fair, g.fair) as fair, f.code as fair_code,
    d.revoked
from device d left join booth b on b.id = d.booth left join gate g on g.id = d.gate
    left join fair f on f.id = coalesce(b.fair, g.fair);

-- Local, like everything below: secrets never enter the journal.
create table secret (
    person blob primary key,              -- uid
    kind text not null,                   -- pin or password
    hash text not null                    -- argon2id
) strict, without rowid;

create table token (
    digest blob primary key,              -- SHA-256 of the token
    device blob not null,                 -- uid
    created_ms integer not null
) strict, without rowid;

create table session (
    digest blob primary key,              -- SHA-256 of the cookie
    person blob not null,                 -- uid
    device blob,                          -- uid, for those signed in on a booth's device
    created_ms integer not null,
    seen_ms integer not null
) strict, without rowid;

-- Codes by which a browser becomes a device.
create table pairing (
    digest blob primary key,              -- SHA-256 of the single-use code
    booth blob,                           -- uid of the booth it leads to, or
    gate blob,                            -- uid of the gate
    expires_ms integer not null,
    used_ms integer,
    device blob                           -- uid of the device that moves; null: a new device
) strict, without rowid;

-- A manager's word, given by PIN at the device, for one sale or refund still to come: for one
-- booth and for so many đồng.
create table approval (
    subject blob not null,                -- uid of the sale or refund
    what text not null,                   -- discount or refund
    booth blob not null,                  -- uid of the booth at which it was asked
    person blob not null,                 -- uid of who approved
    most integer,                         -- at most this many đồng, as the screen said; null: all
    at_ms integer not null,
    primary key (subject, what, booth)
) strict, without rowid;
