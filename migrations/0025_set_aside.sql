-- Rows of devices that this laptop refused and that a manager has looked at and put aside. The text
-- of the row stands in its entry; here is what the booth's list needs.
create table set_aside (
    id integer primary key,               -- position of its entry
    uid blob not null unique,
    booth integer not null references booth (id),
    device blob,                          -- uid of the device that the row names
    row_uid blob not null,                -- the row's own id
    kind text not null,                   -- sale, refund, request, withdrawal, …
    number text not null,                 -- what the device called it; empty: it had no number
    amount integer,                       -- đồng; null: it moves no money
    made_ms integer not null,
    refusal text not null,                -- what the laptop had said
    reason text not null,                 -- what the manager said
    actor text not null,                  -- the manager
    at_ms integer not null                -- when it was put aside
) strict;
create index set_aside_by_booth on set_aside (booth, row_uid, id);
create trigger set_aside_is_never_updated before update on set_aside
begin select raise(abort, 'rows put aside are append-only'); end;
create trigger set_aside_is_never_deleted before delete on set_aside
begin select raise(abort, 'rows put aside are append-only'); end;
