-- Fairs, product weeks and permanent sales points. `id` is the position of the journal entry
-- that first named the thing, so a rebuild gives the same ids.
create table fair (
    id integer primary key,
    uid blob not null unique,
    code text not null unique,
    name text not null,
    level text not null,                  -- provincial, local, programme, not_stated
    kind text not null,                   -- fair, product_week, sales_point, …
    starts_on text not null,              -- yyyy-mm-dd
    ends_on text,                         -- null: a permanent sales point
    place text not null,
    cash_rounding integer not null,       -- 0, 500 or 1000 đồng
    published_visits integer,             -- as the source published them, beside the derived
    published_revenue integer,            -- đồng
    published_revenue_local_zone integer  -- đồng
) strict;

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
    unique (fair, code)
) strict;

create table gate (
    id integer primary key,
    uid blob not null unique,
    fair integer not null references fair (id),
    code text not null,
    name text not null,
    unique (fair, code)
) strict;

-- What a booth sells: its range.
create table booth_product (
    booth integer not null references booth (id),
    product integer not null,
    active integer not null,              -- 0 or 1
    primary key (booth, product)
) strict, without rowid;

create table opening_day (
    fair integer not null references fair (id),
    day text not null,                    -- yyyy-mm-dd
    opens text not null,                  -- hh:mm
    closes text not null,
    primary key (fair, day)
) strict, without rowid;
