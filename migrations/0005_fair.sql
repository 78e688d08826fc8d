-- Fairs, product weeks and permanent sales points.
create table fair (
    id integer primary key,
    uid blob not null unique,
    code text not null,                   -- unique among the fairs of one node
    name text not null,
    level text not null,                  -- provincial, local, programme, not_stated
    kind text not null,                   -- fair, product_week, sales_point, …
    starts_on text not null,              -- yyyy-mm-dd
    ends_on text,                         -- null: a permanent sales point
    place text not null,
    cash_rounding integer not null,       -- 0, 500 or 1000 đồng
    published_visits integer,             -- as the source published them, beside the derived
    published_revenue integer,            -- đồng
    published_revenue_local_zone integer, -- đồng
    closed integer not null               -- 1: not to be used any more; what it sold counts still
) strict;

create index fair_by_code on fair (code);

-- The machine in charge of a fair gave it to another, which changes it from then on once it took it.
create table fair_gift (
    id integer primary key,               -- position of its entry
    fair integer not null references fair (id),
    origin blob not null,                 -- who gave it
    seq integer not null,                 -- by which entry of its chain
    taker blob not null,                  -- to whom
    unique (origin, seq)
) strict;
create index fair_gift_by_fair on fair_gift (fair);

-- It was taken by whom it was given to. Nothing of the fair stands in that chain before.
create table fair_taking (
    id integer primary key,               -- position of its entry
    fair integer not null references fair (id),
    gift integer not null references fair_gift (id)
) strict;
create index fair_taking_by_gift on fair_taking (gift);

create table booth (
    id integer primary key,
    uid blob not null unique,
    fair integer not null references fair (id),
    code text not null,
    name text not null,
    zone text not null,                   -- local, other_province, other
    origin_unit text not null,            -- the locality it stands for
    seller text not null,                 -- who sells here, as printed
    address text not null,
    phone text not null,
    tax_code text not null,
    bank_bin text not null,               -- empty: no VietQR at this booth
    account text not null,
    methods text not null,                -- how customers may pay: words joined by commas, cash
                                          -- always among them
    discount_percent integer not null,    -- what its sellers may do without its manager: per cent
    refund_limit integer not null,        -- đồng
    offline_refund_limit integer not null, -- đồng, while the laptop cannot be reached
    pictures integer not null,            -- 1: its tills show photos of the goods
    closed integer not null               -- 1: not to be used any more; what it sells counts still
) strict;
create index booth_by_code on booth (fair, code);

create table gate (
    id integer primary key,
    uid blob not null unique,
    fair integer not null references fair (id),
    code text not null,
    name text not null
) strict;
create index gate_by_code on gate (fair, code);

-- What a booth sells: its range.
create table booth_product (
    booth integer not null references booth (id),
    product integer not null,
    active integer not null,              -- 0 or 1
    primary key (booth, product)
) strict, without rowid;
create index booth_product_by_product on booth_product (product);

create table opening_day (
    fair integer not null references fair (id),
    day text not null,                    -- yyyy-mm-dd
    opens text not null,                  -- hh:mm
    closes text not null,
    primary key (fair, day)
) strict, without rowid;

-- What a source published, a plan aims at, or people entered themselves, of a place and a period.
-- Kept beside the derived figures, never mixed with them: where they differ, the difference is shown.
create table source_figure (
    id integer primary key,               -- position of the entry that first named it
    sort text not null,                   -- published, target, entered
    measure text not null,                -- fairs, visits, revenue, products, …
    area text not null,                   -- province or locality; empty: all that the book knows
    starts_on text not null,              -- yyyy-mm-dd
    ends_on text not null,
    value integer,                        -- things, đồng, hundredths of a per cent or thousandths
                                          -- of a hectare, by the measure; null: taken back
    bound text not null,                  -- exact, at_least, about
    source text not null,
    unique (sort, measure, area, starts_on, ends_on)
) strict;

-- Tables of reports that people saved under a name.
create table saved_view (
    id integer primary key,               -- position of the entry that first named it
    name text not null unique,
    query text not null                   -- what it asks; empty: the name is free again
) strict;

-- Time-bound promotions. Append-only, as prices are: a version holds from its position until the
-- next one of the same uid. A promotion is withdrawn by a version with an earlier end.
create table promotion_version (
    id integer primary key,               -- the position from which this version holds
    uid blob not null,
    fair integer not null references fair (id),
    booth integer references booth (id),  -- null: every booth of the fair
    name text not null,
    products text not null,               -- JSON array of product uids, hexadecimal
    deal text not null,                   -- JSON: percent, amount, buy_get or bundle with terms
    starts_ms integer not null,
    ends_ms integer not null,             -- the first moment at which it no longer holds
    followed integer not null default 0   -- 1: an entry that came before it goes after it, as of
                                          -- prices
) strict;
create index promotion_by_fair on promotion_version (fair);
create index promotion_by_uid on promotion_version (uid, id);
-- Of one uid the last version holds.
create view promotion as
select id, uid, fair, booth, name, products, deal, starts_ms, ends_ms from promotion_version
where followed = 0;

-- How the labels of a fair's scales are read: an EAN-13 of the shop's own (GS1 prefixes 02, 04 and
-- 20 to 29) that carries an item code and a weight or an amount.
create table scale_label (
    fair integer not null references fair (id),
    prefix text not null,                 -- the first two digits
    kind text not null,                   -- weight, price
    item_digits integer not null,         -- 4 to 6; the value has what is left of ten
    step integer not null,                -- one of the value: thousandths of a kilogram, or đồng
    active integer not null,              -- 0: no longer read
    verifier integer not null default 0,  -- 1: between item code and value stands its digit
    primary key (fair, prefix)
) strict, without rowid;

create trigger promotion_is_never_updated before update
of id, uid, fair, booth, name, products, deal, starts_ms, ends_ms on promotion_version
begin select raise(abort, 'promotions are append-only'); end;
create trigger promotion_is_never_deleted before delete on promotion_version
begin select raise(abort, 'promotions are append-only'); end;
