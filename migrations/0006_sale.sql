create table sale (
    id integer primary key,               -- position of its journal entry
    uid blob not null unique,
    origin blob not null,
    fair integer not null references fair (id),
    booth integer not null references booth (id),
    number integer not null,              -- gapless for each booth and origin
    receipt_no text not null,
    provisional_no text,
    device blob,
    device_seq integer,                   -- the device's own count of its sales
    seller text not null,
    paid_ms integer not null,
    received_ms integer not null,
    day text not null,                    -- business date in Vietnam, of the payment
    hour integer not null,
    total integer not null,               -- đồng; negative in a reversal
    rounding integer not null,            -- đồng; tenders = total + rounding
    flags text not null,                  -- JSON array of words
    reverses integer unique references sale (id),
    reason text,
    unique (booth, origin, number)
) strict;
create index sale_by_booth on sale (booth, id);
create index sale_by_device on sale (device, device_seq) where device is not null;
create index sale_by_receipt on sale (receipt_no);
create index sale_by_fair_day on sale (fair, day);

create table sale_line (
    sale integer not null references sale (id),
    n integer not null,
    product integer not null references product (id),
    name text not null,
    unit text not null,
    star integer,                         -- valid on the day of the sale, else null
    quantity integer not null,            -- thousandths
    price integer not null,               -- đồng for one unit
    amount integer not null,              -- đồng charged
    primary key (sale, n)
) strict, without rowid;

create table tender (
    sale integer not null references sale (id),
    n integer not null,
    method text not null,
    amount integer not null,              -- đồng applied to the sale
    given integer,                        -- đồng handed over, cash only
    reference text,
    primary key (sale, n)
) strict, without rowid;

-- requested, claimed, confirmed, missing, withdrawn: the last event is the state.
create table payment_event (
    id integer primary key,               -- 8 × the position of its entry + which payment of it
    request blob,
    booth integer not null references booth (id),
    account text not null,
    reference text not null,
    state text not null,
    amount integer not null,
    at_ms integer not null,
    actor text not null
) strict;
create index payment_event_by_reference on payment_event (reference, account, id);
create index payment_event_by_booth on payment_event (booth, id);

create trigger sale_is_never_updated before update on sale
begin select raise(abort, 'sales are append-only'); end;
create trigger sale_is_never_deleted before delete on sale
begin select raise(abort, 'sales are append-only'); end;
create trigger sale_line_is_never_updated before update on sale_line
begin select raise(abort, 'sales are append-only'); end;
create trigger sale_line_is_never_deleted before delete on sale_line
begin select raise(abort, 'sales are append-only'); end;
create trigger tender_is_never_updated before update on tender
begin select raise(abort, 'tenders are append-only'); end;
create trigger tender_is_never_deleted before delete on tender
begin select raise(abort, 'tenders are append-only'); end;
create trigger payment_event_is_never_updated before update on payment_event
begin select raise(abort, 'payment events are append-only'); end;
create trigger payment_event_is_never_deleted before delete on payment_event
begin select raise(abort, 'payment events are append-only'); end;

-- Roll-ups, kept in the sale's transaction. Tender by product does not add up, so they are apart.
create table rollup_line (
    fair integer not null,
    day text not null,
    hour integer not null,
    booth integer not null,
    product integer not null,
    star integer not null,                -- 0: none valid on that day
    ocop_group integer not null,
    producer_type text not null,
    quantity integer not null,            -- thousandths
    amount integer not null,              -- đồng
    primary key (fair, day, hour, booth, product, star, ocop_group, producer_type)
) strict, without rowid;

create table rollup_tender (
    fair integer not null,
    day text not null,
    hour integer not null,
    booth integer not null,
    method text not null,
    count integer not null,
    amount integer not null,              -- đồng
    primary key (fair, day, hour, booth, method)
) strict, without rowid;

create table rollup_sale (
    fair integer not null,
    day text not null,
    hour integer not null,
    booth integer not null,
    zone text not null,                   -- as it stood at the sale
    origin_unit text not null,
    sales integer not null,
    voids integer not null,
    revenue integer not null,             -- đồng, voids taken off
    rounding integer not null,            -- đồng
    primary key (fair, day, hour, booth, zone, origin_unit)
) strict, without rowid;
