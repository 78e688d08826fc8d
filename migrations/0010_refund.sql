-- What a booth's sellers may do without its manager.
alter table booth add column discount_percent integer not null default 10;
alter table booth add column refund_limit integer not null default 1000000;        -- đồng
alter table booth add column offline_refund_limit integer not null default 200000; -- đồng

-- Local: a manager's word, given by PIN at the device, for one sale or refund still to come.
create table approval (
    subject blob not null,                -- uid of the sale or refund
    what text not null,                   -- discount or refund
    person blob not null,                 -- uid of who approved
    at_ms integer not null,
    primary key (subject, what)
) strict, without rowid;

-- A sale may be refunded in parts, so `reverses` is no longer unique: what is left of each line
-- stands in `returned`, where the database refuses the last jar coming back twice.
create table sale_in_parts (
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
    reverses integer references sale (id),
    reason text,
    void integer not null,                -- 1: takes back a whole sale at once
    unique (booth, origin, number)
) strict;
insert into sale_in_parts select *, reverses is not null from sale;
drop table sale;
alter table sale_in_parts rename to sale;
create index sale_by_booth on sale (booth, id);
create index sale_by_device on sale (device, device_seq) where device is not null;
create index sale_by_receipt on sale (receipt_no);
create index sale_by_fair_day on sale (fair, day);
create index sale_by_original on sale (reverses) where reverses is not null;
create trigger sale_is_never_updated before update on sale
begin select raise(abort, 'sales are append-only'); end;
create trigger sale_is_never_deleted before delete on sale
begin select raise(abort, 'sales are append-only'); end;

create table returned (
    sale integer not null references sale (id),
    n integer not null,                   -- which line of it
    quantity integer not null,            -- thousandths that came back
    sold integer not null,                -- thousandths that were sold
    amount integer not null,              -- đồng of it given back
    primary key (sale, n),
    check (quantity between 0 and sold)
) strict, without rowid;
insert into returned
select r.reverses, l.n, -l.quantity, -l.quantity, -l.amount
from sale r join sale_line l on l.sale = r.id where r.reverses is not null;
