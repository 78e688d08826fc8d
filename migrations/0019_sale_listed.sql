-- A sale as lists show it, with what became of it.
create view sale_listed as
select s.id, s.uid, s.booth, s.receipt_no, s.provisional_no, s.seller, s.paid_ms, s.total,
    s.rounding, s.flags,
    (select group_concat(distinct t.method) from tender t where t.sale = s.id) as methods,
    (select o.receipt_no from sale o where o.id = s.reverses) as reverses,
    (select o.uid from sale o where o.id = s.reverses) as reverses_uid,
    (select group_concat(r.receipt_no, ', ') from sale r where r.reverses = s.id) as refunds,
    coalesce((select -sum(r.total + r.rounding) from sale r where r.reverses = s.id), 0)
        as given_back,                    -- đồng
    exists (select 1 from sale_line l left join returned d on d.sale = l.sale and d.n = l.n
        where l.sale = s.id and l.quantity > coalesce(d.quantity, 0))
        as open,                          -- 1: something of it is left to take back
    (select h.uid from shift h where h.id = s.shift) as shift
from sale s;
