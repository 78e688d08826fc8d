-- Local, all of it: printers and the spool. Neither journalled nor synced.
create table printer (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    target text not null,                 -- tcp:192.168.1.87:9100, file:/dev/usb/lp0,
                                          -- serial:/dev/rfcomm0:9600 or, beneath the data folder,
                                          -- file:paper/name.bin
    width integer not null,               -- dots across the paper, 256 to 832
    margin integer not null,              -- dots of the head left of the paper, whole millimetres
    raster text not null,                 -- rows: GS v 0; columns: ESC *, for the oldest heads
    drawer integer not null,              -- 0: no cash drawer; 2 or 5: the pin that opens it
    band integer not null,                -- rows in a band: 24, 64, 128 or 255
    answers text not null,                -- unknown, full, status, none: what it tells
    pace integer,                         -- bytes a second, as its jobs went; null: not known yet
    gone integer not null                 -- 1: removed; its jobs name it
) strict;

create table booth_printer (
    booth blob primary key,               -- uid; several booths may share one printer
    printer integer not null references printer (id)
) strict, without rowid;

create table print_job (
    id integer primary key,               -- the order of printing
    uid blob not null unique,
    printer integer not null references printer (id),
    booth blob,                           -- uid; none for papers of no booth
    subject blob not null,                -- uid of what is printed: the sale's, or the job's own
    title text not null,                  -- what people call it: the receipt number
    purpose text not null,                -- receipt, shift, unpaid, sheet, test, drawer
    copy integer not null,                -- 0: the original; 1, 2 … say BẢN SAO
    state text not null,                  -- queued, sending, sent, confirmed, uncertain, failed
    trouble text,                         -- why it waits, failed or is uncertain
    tries integer not null,               -- how often sending began
    created_ms integer not null,
    queued_ms integer not null,           -- when it was made or last asked for again
    begun_ms integer,                     -- when the first byte was about to leave; none: no byte
    changed_ms integer not null,
    bytes blob not null,                  -- empty once they left: they are never sent again
    digest blob not null,                 -- SHA-256 of the bytes
    picture integer not null,             -- bytes of its largest picture: zeros that fill it up
    unique (subject, purpose, copy)
) strict;
create index print_job_by_state on print_job (printer, state, id);
create index print_job_by_begun on print_job (printer, begun_ms);
create index print_job_by_booth on print_job (booth, id);
