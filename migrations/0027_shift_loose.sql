-- A shift that was opened on a device without a network reaches the laptop later. What the booth's
-- other devices sold meanwhile names no shift, and its cash lies in the same drawer: it belongs to
-- the shift that was open when it was paid, up to the count that closed it.
drop trigger shift_closing_is_never_updated;
alter table shift_closing add column counted_ms integer not null default 0;  -- epoch ms
update shift_closing
set counted_ms = (select j.body ->> 'counted_at' from journal j where j.pos = shift_closing.id);
create trigger shift_closing_is_never_updated before update on shift_closing
begin select raise(abort, 'Z reports are append-only'); end;

create index sale_without_shift on sale (booth, paid_ms) where shift is null;

-- The sales of each shift, whether they name it or not.
create view sale_in_shift as
select s.id as sale, s.shift, s.supplement from sale s where s.shift is not null
union all
select s.id, h.id, null from shift h left join shift_closing c on c.shift = h.id
join sale s on s.booth = h.booth and s.shift is null and s.paid_ms >= h.opened_ms
    and s.received_ms >= h.opened_ms      -- a device's clock may be fast
    and (c.id is null or min(s.paid_ms, s.received_ms) < c.counted_ms);
