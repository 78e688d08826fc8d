-- Sales, and what takes them back: a refund is a sale of negative lines.
create table sale (
    id integer primary key,               -- position of its journal entry
    uid blob not null unique,
    origin blob not null,                 -- the node whose series the number is of
    fair integer not null references fair (id),
    booth integer not null references booth (id),
    number integer not null,              -- gapless for each booth and origin
    receipt_no text not null,
    provisional_no text,                  -- what the device called it
    device blob,                          -- uid
    device_seq integer,                   -- the device's own count of its sales
    seller text not null,                 -- as printed
    paid_ms integer not null,
    received_ms integer not null,
    day text not null,                    -- business date in Vietnam, of the payment
    hour integer not null,
    total integer not null,               -- đồng; negative in a reversal
    rounding integer not null,            -- đồng; tenders = total + rounding
    flags text not null,                  -- JSON array of words
    reverses integer references sale (id), -- what it takes back, whole or in part
    reason text,                          -- why
    void integer not null,                -- 1: takes back a whole sale at once
    shift integer references shift (id),  -- that was open when it was paid
    supplement integer,                   -- its number under a Z that was closed already
    writer blob not null                  -- the node in whose chain it stands
) strict;
-- A node gives no number twice, of its own series or one that it keeps. Two nodes may have given
-- the same one before they knew of each other: both sales stand.
create unique index sale_by_number on sale (booth, origin, number, writer);
create index sale_by_booth on sale (booth, id);
create index sale_by_device on sale (device, device_seq) where device is not null;
create index sale_by_receipt on sale (receipt_no);
create index sale_by_fair_day on sale (fair, day);
create index sale_by_original on sale (reverses) where reverses is not null;
create index sale_by_shift on sale (shift, id) where shift is not null;
create index sale_without_shift on sale (booth, paid_ms) where shift is null;
create unique index sale_by_supplement on sale (shift, supplement, writer)
where supplement is not null;

create table sale_line (
    sale integer not null references sale (id),
    n integer not null,                   -- 0, 1, 2 … within it
    product integer not null references product (id),
    name text not null,
    unit text not null,
    star integer,                         -- valid on the day of the sale, else null
    producer integer not null references producer (id), -- who made it, as it stood
    unit_code text,                       -- the producer's administrative unit, as it stood; null:
                                          -- the catalogue had none
    vat text,                             -- the product's VAT treatment, as it stood; null: none
    quantity integer not null,            -- thousandths
    price integer not null,               -- đồng for one unit
    amount integer not null,              -- đồng charged
    sample_value integer,                 -- đồng it was worth, given away; null: the line was sold
    primary key (sale, n)
) strict, without rowid;

create table tender (
    sale integer not null references sale (id),
    n integer not null,                   -- 0, 1, 2 … within it
    method text not null,
    amount integer not null,              -- đồng applied to the sale
    given integer,                        -- đồng handed over, cash only
    reference text,                       -- of a transfer
    primary key (sale, n)
) strict, without rowid;

-- What of each line came back: the database refuses the last jar coming back twice. Two chains that
-- did not know of each other may have taken it back both, so a book that takes in those of other
-- machines, or goes on from another's, holds it.
create table returned (
    sale integer not null references sale (id),
    n integer not null,                   -- which line of it
    quantity integer not null,            -- thousandths that came back
    sold integer not null,                -- thousandths that were sold
    amount integer not null,              -- đồng of it given back
    primary key (sale, n)
) strict, without rowid;
create index returned_twice on returned (sale) where quantity > sold;
create trigger returned_begins_within_the_sale before insert on returned
when new.quantity not between 0 and new.sold
    and not exists (select 1 from setting where name = 'receives')
    and not exists (select 1 from node)
begin select raise(abort, 'more came back than was sold'); end;
create trigger returned_stays_within_the_sale before update on returned
when new.quantity not between 0 and new.sold
    and not exists (select 1 from setting where name = 'receives')
    and not exists (select 1 from node)
begin select raise(abort, 'more came back than was sold'); end;

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

-- Local: the number that each device will give to its next sale, as it said itself when it last
-- asked for its till. What lies between that and the last sale that came is still on the device.
create table device_heard (
    device blob primary key,              -- uid
    next_seq integer not null,
    heard_ms integer not null
) strict, without rowid;

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
create trigger set_aside_is_never_updated before update on set_aside
begin select raise(abort, 'rows put aside are append-only'); end;
create trigger set_aside_is_never_deleted before delete on set_aside
begin select raise(abort, 'rows put aside are append-only'); end;

-- Roll-ups, kept in the sale's transaction. Tender by product does not add up, so they are apart.
-- The two with an hour and a booth or product are for detail; what a season costs must not grow
-- with its sales, so the coarse ones below hold what is listed on each day, and no more.
create table rollup_line (
    fair integer not null,
    day text not null,
    hour integer not null,
    booth integer not null,
    product integer not null,
    star integer not null,                -- 0: none valid on that day
    ocop_group integer not null,
    producer_type text not null,
    zone text not null,                   -- of the booth, as it stood at the sale
    origin_unit text not null,
    quantity integer not null,            -- thousandths, samples among them
    amount integer not null,              -- đồng
    sampled integer not null,             -- thousandths given away
    sample_value integer not null,        -- đồng that these were worth; in no amount
    primary key (fair, day, hour, booth, product, star, ocop_group, producer_type,
        zone, origin_unit)
) strict, without rowid;
-- Samples are few: with all that their list needs in it, no line that was sold is read for it.
create index rollup_line_sampled on rollup_line (fair, day, booth, product, sampled, sample_value)
    where sampled <> 0 or sample_value <> 0;

create table rollup_tender (
    fair integer not null,
    day text not null,
    booth integer not null,
    method text not null,
    zone text not null,                   -- of the booth, as it stood at the sale
    origin_unit text not null,
    count integer not null,               -- payments of sales
    amount integer not null,              -- đồng that are left once money was given back
    taken integer not null,               -- đồng of sales alone: a void may give back in another
                                          -- way, so the share of a method is told from this
    primary key (fair, day, booth, method, zone, origin_unit)
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

-- Coarse: a booth's day, over its hours and methods.
create table rollup_booth (
    fair integer not null,
    day text not null,
    booth integer not null,
    zone text not null,                   -- as it stood at the sale
    origin_unit text not null,
    sales integer not null,
    voids integer not null,
    revenue integer not null,             -- đồng, voids taken off
    rounding integer not null,            -- đồng
    taken integer not null,               -- đồng paid in sales, before anything was given back
    cashless integer not null,            -- đồng of these paid otherwise than in cash
    primary key (fair, day, booth, zone, origin_unit)
) strict, without rowid;

-- Coarse: an hour of a fair, over its booths and methods.
create table rollup_hour (
    fair integer not null,
    day text not null,
    hour integer not null,
    sales integer not null,
    voids integer not null,
    revenue integer not null,             -- đồng, voids taken off
    taken integer not null,               -- đồng paid in sales, before anything was given back
    cashless integer not null,            -- đồng of these paid otherwise than in cash
    primary key (fair, day, hour)
) strict, without rowid;

-- Coarse: a product's day at a fair, over its hours and booths.
create table rollup_product (
    fair integer not null,
    day text not null,
    product integer not null,
    star integer not null,                -- 0: none valid on that day
    ocop_group integer not null,
    producer_type text not null,
    quantity integer not null,            -- thousandths, samples among them
    amount integer not null,              -- đồng
    primary key (fair, day, product, star, ocop_group, producer_type)
) strict, without rowid;

-- A sale as lists show it, with what became of it.
create view sale_listed as
select s.id, s.uid, s.booth, s.receipt_no, s.provisional_no, s.seller, s.paid_ms, s.total,
    s.rounding, s.flags,
    (select group_concat(distinct t.method) from tender t where t.sale = s.id) as methods,
    (select o.receipt_no from sale o where o.id = s.reverses) as reverses,
    (select o.uid from sale o where o.id = s.reverses) as reverses_uid,
    (select group_concat(r.receipt_no, ', ') from sale r where r.reverses = s.id) as refunds,
    coalesce((select -sum(r.total + r.rounding) from sale r where r.reverses = s.id), 0)
        as given_back,                    -- đồng
    exists (select 1 from sale_line l left join returned d on d.sale = l.sale and d.n = l.n
        where l.sale = s.id and l.quantity > coalesce(d.quantity, 0))
        as open,                          -- 1: something of it is left to take back
    (select h.uid from shift h where h.id = s.shift) as shift
from sale s;
