-- Local: files of the data folder (the authority behind HTTPS) that travel in a copy of the book.
-- Empty in a book that is in use.
create table copied_file (
    path text primary key,                -- within the data folder
    bytes blob not null
) strict, without rowid;
