-- A price may hold for one fair: a booth's own price goes before its fair's, and that before the
-- price of everywhere (booth and fair both null).
alter table price add column fair integer;

-- A free-amount product (a collection for charity, say): its amount is typed at the till.
alter table product add column free_amount integer not null default 0;

-- Time-bound promotions. Append-only, as prices are: a version holds from its position until the
-- next one of the same uid. A promotion is withdrawn by a version with an earlier end.
create table promotion (
    id integer primary key,               -- the position from which this version holds
    uid blob not null,
    fair integer not null references fair (id),
    booth integer references booth (id),  -- null: every booth of the fair
    name text not null,
    products text not null,               -- JSON array of product uids, hexadecimal
    deal text not null,                   -- JSON: percent, amount, buy_get or bundle with terms
    starts_ms integer not null,
    ends_ms integer not null              -- the first moment at which it no longer holds
) strict;
create index promotion_by_fair on promotion (fair);
create index promotion_by_uid on promotion (uid, id);

create trigger promotion_is_never_updated before update on promotion
begin select raise(abort, 'promotions are append-only'); end;
create trigger promotion_is_never_deleted before delete on promotion
begin select raise(abort, 'promotions are append-only'); end;
