-- Local: what somebody put off looking at, and why. Neither journalled nor synced: it says nothing
-- of the book, only what this laptop's pages leave out for a while.
create table put_off (
    fair blob not null,                   -- uid
    matter text not null,                 -- which line: its kind and what it is about
    until_ms integer not null,
    reason text not null,
    actor text not null,
    at_ms integer not null,
    primary key (fair, matter)
) strict, without rowid;
