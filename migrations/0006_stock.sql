-- Every movement goes from a place to a place; levels are their sums.
create table movement (
    entry integer not null,               -- position of the journal entry
    n integer not null,                   -- 0, 1, 2 … within it
    booth integer not null references booth (id),
    product integer not null references product (id),
    lot text not null,                    -- or empty
    expires_on text,                      -- yyyy-mm-dd, as it stood
    owner integer references producer (id), -- whose goods they were when they were sold, as it
                                          -- stood; null: they arrived, and the entry names nobody
    quantity integer not null,            -- thousandths; what the booth gained
    cause text not null,                  -- received, sold, returned, lost
    primary key (entry, n)
) strict, without rowid;

create index movement_received on movement (booth, product) where cause = 'received';

create table level (
    booth integer not null references booth (id),
    product integer not null references product (id),
    lot text not null,
    expires_on text,                      -- yyyy-mm-dd
    quantity integer not null,            -- thousandths, may be negative
    received integer not null,            -- thousandths ever received; 0: stock is not kept
    primary key (booth, product, lot)
) strict, without rowid;

create trigger movement_is_never_updated before update on movement
begin select raise(abort, 'movements are append-only'); end;
create trigger movement_is_never_deleted before delete on movement
when not exists (select 1 from verdict where pos = old.entry)
begin select raise(abort, 'movements are append-only'); end;
