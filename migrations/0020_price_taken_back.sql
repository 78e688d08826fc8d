-- A price of one booth or one fair can be taken back: from the row without an amount on, the wider
-- price holds again. (SQLite has no other way to let a column be null.)
create table price_with_end (
    id integer primary key,               -- the position from which it holds
    product integer not null references product (id),
    booth integer,
    fair integer,
    amount integer                        -- đồng for one unit; null: taken back
) strict;
insert into price_with_end (id, product, booth, fair, amount)
select id, product, booth, fair, amount from price;
drop table price;
alter table price_with_end rename to price;
create index price_by_product on price (product, id);
