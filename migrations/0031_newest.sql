-- The newest entry by its time, which is compared with the clock at every sale.
create index journal_by_time on journal (at_ms);
