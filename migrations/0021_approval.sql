-- A manager's word is for one booth and for so many đồng.
create table approval_at_booth (
    subject blob not null,                -- uid of the sale or refund
    what text not null,                   -- discount or refund
    booth blob not null,                  -- uid of the booth at which it was asked
    person blob not null,                 -- uid of who approved
    most integer,                         -- at most this many đồng, as the screen said; null: all
    at_ms integer not null,
    primary key (subject, what, booth)
) strict, without rowid;
insert into approval_at_booth
select a.subject, a.what, b.uid, a.person, null, a.at_ms
from approval a join person p on p.uid = a.person join booth b on b.id = p.booth;
drop table approval;
alter table approval_at_booth rename to approval;
