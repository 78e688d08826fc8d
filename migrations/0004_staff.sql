create table person (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    login text not null,                  -- for those who sign in with a password, else empty
    role text not null,                   -- seller, manager, counter, organiser, auditor, admin
    booth integer,                        -- where a seller or manager belongs
    active integer not null
) strict;
create unique index person_by_login on person (login) where login <> '';

create table device (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    letter text not null,                 -- short sign on provisional numbers
    booth integer,
    gate integer,
    revoked integer not null
) strict;

-- Local: secrets never enter the journal.
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

create table pairing (
    digest blob primary key,              -- SHA-256 of the single-use code
    booth blob,
    gate blob,
    expires_ms integer not null,
    used_ms integer
) strict, without rowid;
