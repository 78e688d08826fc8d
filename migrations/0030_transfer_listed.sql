-- The steps of transfers as lists show them.
create view transfer_listed as
select e.id, e.request, b.uid as booth, b.code as booth_code, b.fair, e.account, e.reference,
    e.state, e.amount, e.at_ms, e.actor,
    exists (select 1 from payment_event c where c.reference = e.reference
        and c.booth = e.booth and c.request is null) as claimed,
    not exists (select 1 from payment_event x where x.reference = e.reference
        and x.booth = e.booth and x.id > e.id) as last
from payment_event e join booth b on b.id = e.booth;
