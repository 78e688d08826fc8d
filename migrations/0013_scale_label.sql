-- How the labels of a fair's scales are read: an EAN-13 of the shop's own (GS1 prefixes 02, 04 and
-- 20 to 29) that carries an item code and a weight or an amount.
create table scale_label (
    fair integer not null references fair (id),
    prefix text not null,                 -- the first two digits
    kind text not null,                   -- weight, price
    item_digits integer not null,         -- 4 to 6; the value has what is left of ten
    step integer not null,                -- one of the value: thousandths of a kilogram, or đồng
    active integer not null,              -- 0: no longer read
    primary key (fair, prefix)
) strict, without rowid;
