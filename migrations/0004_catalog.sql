-- Who makes the goods (OCOP subjects, "chủ thể OCOP").
create table producer (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    subject_type text not null,           -- enterprise, cooperative, cooperative_group, …
    unit_code text not null,              -- administrative unit, or empty
    commune text not null,                -- its name, or empty
    tax_code text not null,
    phone text not null,
    rehearsal integer not null            -- 1: invented for a rehearsal; no list of the catalogue
                                          -- and no report shows it or its products
) strict;

create table product (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    folded text not null,                 -- lower case without marks, for search
    unit text not null,
    producer integer not null references producer (id),
    star integer,                         -- 3 to 5, as rated; valid only with a certificate
    ocop_group integer not null,          -- 1 to 6
    province_2024 text not null,          -- before 1 July 2025
    province_now text not null,           -- after the mergers of 2025
    barcode text not null,
    sku text not null,                    -- item code, or empty
    vat text not null,                    -- VAT treatment, or empty
    lot text not null,                    -- the lot that is sold by default, or empty
    evidence text not null,               -- where the facts come from, or empty
    active integer not null,              -- 0: no longer sold
    free_amount integer not null,         -- 1: its amount is typed at the till, as in a collection
    packs text not null                   -- names for so many of the unit: thùng=24; lốc=6, or empty
) strict;
create index product_by_barcode on product (barcode) where barcode <> '';

-- The photo that a product shows: two JPEG files in the folder `photos`, each named by its SHA-256.
create table product_photo (
    product integer primary key references product (id),
    page text,                            -- hexadecimal; null: its photo was taken back
    width integer,                        -- pixels of the page's file
    height integer,
    bytes integer,
    tile text,                            -- the square one's, for tiles
    tile_side integer,                    -- pixels
    tile_bytes integer
) strict;

-- One row for each rating; a rating holds for 36 months from its signature.
create table certificate (
    id integer primary key,
    uid blob not null unique,
    product integer not null references product (id),
    number text not null,
    star integer not null,
    signed_on text not null,              -- yyyy-mm-dd
    expires_on text not null
) strict;
create index certificate_by_product on certificate (product);

-- Papers of makers: VietGAP, organic, HACCP, codes of areas and packing houses.
create table quality_certificate (
    id integer primary key,
    uid blob not null unique,
    producer integer not null references producer (id),
    kind text not null,                   -- vietgap, organic, area_code, haccp, …
    number text not null,                 -- or empty
    area_code text not null,              -- of a growing area or a packing house, or empty
    hectares integer,                     -- thousandths of a hectare; null: of no land
    issued_by text not null,              -- or empty
    holds_from text not null,             -- yyyy-mm-dd
    expires_on text,                      -- the first day on which it no longer holds; null: never
    withdrawn integer not null            -- 1: entered by mistake, or taken back
) strict;
create index quality_by_producer on quality_certificate (producer);

-- Products on sales platforms.
create table listing (
    id integer primary key,               -- position of the entry that first named it
    product integer not null references product (id),
    platform text not null,               -- voso, postmart, provincial, shopee, …
    since text not null,                  -- yyyy-mm-dd
    until text,                           -- the first day on which it is gone; null: still there
    link text not null,                   -- its page, or empty
    withdrawn integer not null,           -- 1: entered by mistake
    unique (product, platform, since)
) strict;

-- What platforms sold, month by month, as they or the makers tell it.
create table online_sales (
    id integer primary key,               -- position of the entry that first named it
    month text not null,                  -- its first day, yyyy-mm-01
    platform text not null,
    revenue integer,                      -- đồng; null: taken back
    orders integer not null,
    source text not null,                 -- where it stands, or empty
    unique (month, platform)
) strict;

-- Rewards and support that decisions promise for rated products.
create table reward_rule (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    decision text not null,               -- its number and day
    area text not null,                   -- where it holds; empty: everywhere
    occasion text not null,               -- rated, first_rated, rated_anew, raised
    star integer,                         -- 3 to 5; null: any
    form text,                            -- the maker's legal form; null: any
    receiver text not null,               -- maker, commune, village
    amount integer not null,              -- đồng for each product
    most integer,                         -- products of one receiver; null: all
    starts_on text not null,              -- of certificates signed from this day on
    ends_on text,                         -- to this day; null: it goes on
    withdrawn integer not null            -- 1: entered by mistake
) strict;

-- What was paid of them, in all, for the rating of a product that was signed on a day.
create table reward_paid (
    id integer primary key,               -- position of the entry that first named it
    rule integer not null references reward_rule (id),
    product integer not null references product (id),
    signed_on text not null,
    amount integer,                       -- đồng; null: the note was taken back
    paid_on text not null,
    document text not null,               -- or empty
    unique (rule, product, signed_on)
) strict;

-- Append-only: a price holds from its position until the next one. A booth's own price goes before
-- its fair's, and that before the price of everywhere (booth and fair both null). One that is taken
-- back lets the wider price hold again.
create table price_version (
    id integer primary key,               -- the position from which it holds
    product integer not null references product (id),
    booth integer references booth (id),
    fair integer references fair (id),
    amount integer,                       -- đồng for one unit; null: taken back
    followed integer not null default 0   -- 1: an entry that came before it goes after it: the
                                          -- fair went to another machine and back, and their two
                                          -- chains came the other way round
) strict;
create index price_by_product on price_version (product, id);
-- Of one product at one place the last one holds.
create view price as
select id, product, booth, fair, amount from price_version where followed = 0;
