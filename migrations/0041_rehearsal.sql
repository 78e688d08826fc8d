-- 1: invented for a rehearsal; no list of the catalogue and no report shows it or its products.
alter table producer add column rehearsal integer not null default 0;
