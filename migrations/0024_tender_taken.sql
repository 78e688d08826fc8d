-- Payments of sales alone, beside the sum that is left once money was given back: a void may give
-- it back in another way, so that the share of a method can only be told from what was taken in.
alter table rollup_tender add column taken integer not null default 0;  -- đồng

update rollup_tender set count = 0;
update rollup_tender set count = s.count, taken = s.taken
from (select s.fair, s.day, s.hour, s.booth, t.method, count(*) as count, sum(t.amount) as taken
    from sale s join tender t on t.sale = s.id where s.reverses is null
    group by s.fair, s.day, s.hour, s.booth, t.method) s
where s.fair = rollup_tender.fair and s.day = rollup_tender.day and s.hour = rollup_tender.hour
    and s.booth = rollup_tender.booth and s.method = rollup_tender.method;
