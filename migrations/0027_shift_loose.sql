-- A shift that was opened on a device without a network reaches the laptop later. What the booth's
-- other devices sold meanwhile names no shift, and its cash lies in the same drawer: it belongs to
-- the shift that was open when it was paid, up to the count that closed it.
-- Z reports of older programs took in none of them: their count is of no moment, so that none is
-- listed under them either.
alter table shift_closing add column counted_ms integer not null default 0;  -- epoch ms, or 0

create index sale_without_shift on sale (booth, paid_ms) where shift is null;

-- The sales of each shift, whether they name it or not.
create view sale_in_shift as
select s.id as sale, s.shift, s.supplement from sale s where s.shift is not null
union all
select s.id, h.id, null from shift h left join shift_closing c on c.shift = h.id
join sale s on s.booth = h.booth and s.shift is null and s.paid_ms >= h.opened_ms
    and s.received_ms >= h.opened_ms      -- a device's clock may be fast
    and (c.id is null or min(s.paid_ms, s.received_ms) < c.counted_ms);
