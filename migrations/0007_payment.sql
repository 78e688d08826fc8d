-- The steps of transfers: requested, claimed, confirmed, missing, withdrawn. The last is the state:
-- of several machines' that of the one which took over last.
create table payment_event (
    id integer primary key,               -- 8 × the position of its entry + which payment of it
    request blob,                         -- uid of the request; null: claimed by a sale alone
    booth integer not null references booth (id),
    account text not null,                -- bank and number, as they stood
    reference text not null,
    state text not null,
    amount integer not null,              -- đồng
    at_ms integer not null,
    actor text not null,
    origin blob not null                  -- the node in whose chain the step stands
) strict;
create index payment_event_by_reference on payment_event (reference, account, id);
create index payment_event_by_booth on payment_event (booth, id);
create index payment_event_by_request on payment_event (request);

create trigger payment_event_is_never_updated before update on payment_event
begin select raise(abort, 'payment events are append-only'); end;
create trigger payment_event_is_never_deleted before delete on payment_event
begin select raise(abort, 'payment events are append-only'); end;

-- The steps of transfers as lists show them. Other steps are found by their reference, of which
-- there are a few; by the booth (hence the +) each would be sought among all of its steps.
create view transfer_listed as
select e.id, e.request, b.uid as booth, b.code as booth_code, b.fair, e.account, e.reference,
    e.state, e.amount, e.at_ms, e.actor,
    exists (select 1 from payment_event c where c.reference = e.reference
        and +c.booth = e.booth and c.request is null) as claimed,
    not exists (select 1 from payment_event x where x.reference = e.reference
        and +x.booth = e.booth and x.id > e.id and x.origin = e.origin)
    and not exists (select 1 from payment_event x where x.reference = e.reference
        and +x.booth = e.booth and x.origin <> e.origin
        and (coalesce((select d.depth from chain_depth d where d.origin = x.origin), 0), x.origin)
        > (coalesce((select d.depth from chain_depth d where d.origin = e.origin), 0), e.origin))
        as last
from payment_event e join booth b on b.id = e.booth;
