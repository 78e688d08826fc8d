-- Local.
alter table printer add column gone integer not null default 0;    -- 1: removed; its jobs name it

-- Printers write to devices, or to files beneath the data folder's paper/, and nowhere else.
update printer set target = 'file:paper/printer-' || id || '.bin'
where target like 'file:%' and (target not like 'file:/dev/%' or target like '%..%');
