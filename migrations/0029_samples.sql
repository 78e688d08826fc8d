-- What was given away as free samples, and what it was worth at the price that held: within the
-- quantities that stand beside it, and in no amount.
alter table sale_line add column sample_value integer;   -- đồng; null: the line was sold
alter table rollup_line add column sampled integer not null default 0;      -- thousandths
alter table rollup_line add column sample_value integer not null default 0; -- đồng

-- Lines of older sales say it in their entries alone. Half a đồng goes away from zero.
drop trigger sale_line_is_never_updated;
update sale_line set sample_value = min((abs(quantity) * price * 2 + 1000) / 2000, 100000000000)
    * case when quantity < 0 then -1 else 1 end
from (select j.pos, line.key as n from journal j, json_each(j.body, '$.lines') line
    where j.kind like 'sale.%' and j.body like '%"sample":"%'
    and json_extract(line.value, '$.sample') is not null) given
where sale_line.sale = given.pos and sale_line.n = given.n;
create trigger sale_line_is_never_updated before update on sale_line
begin select raise(abort, 'sales are append-only'); end;

update rollup_line set sampled = given.quantity, sample_value = given.value
from (select s.fair, s.day, s.hour, s.booth, l.product, coalesce(l.star, 0) as star,
    line.value ->> 'ocop_group' as ocop_group, line.value ->> 'producer_type' as producer_type,
    sum(l.quantity) as quantity, sum(l.sample_value) as value
    from sale_line l join sale s on s.id = l.sale join journal j on j.pos = l.sale
    join json_each(j.body, '$.lines') line on line.key = l.n where l.sample_value is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8) given
where given.fair = rollup_line.fair and given.day = rollup_line.day
    and given.hour = rollup_line.hour and given.booth = rollup_line.booth
    and given.product = rollup_line.product and given.star = rollup_line.star
    and given.ocop_group = rollup_line.ocop_group
    and given.producer_type = rollup_line.producer_type;
