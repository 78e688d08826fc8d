-- How customers of a booth may pay: words joined by commas, cash always among them.
alter table booth add column methods text not null default 'cash,vietqr';
