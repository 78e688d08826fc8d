-- Local: printers and the spool.
create table printer (
    id integer primary key,
    uid blob not null unique,
    name text not null,
    target text not null,                 -- tcp:192.168.1.87:9100 or file:/dev/usb/lp0
    width integer not null,               -- dots: 384 or 576
    band integer not null                 -- rows in a band: 24, 64, 128 or 255
) strict;

create table booth_printer (
    booth blob primary key,               -- uid; several booths may share one printer
    printer integer not null references printer (id)
) strict, without rowid;

create table print_job (
    id integer primary key,
    uid blob not null unique,
    printer integer not null references printer (id),
    subject blob not null,                -- the sale's uid
    purpose text not null,                -- receipt, test, drawer
    copy integer not null,                -- 0: the original; 1, 2 … say BẢN SAO
    state text not null,                  -- queued, sending, sent, confirmed, uncertain, failed
    tries integer not null,
    error text not null,
    created_ms integer not null,
    changed_ms integer not null,
    bytes blob not null,
    digest blob not null,                 -- SHA-256 of the bytes
    unique (subject, purpose, copy)
) strict;
create index print_job_by_state on print_job (printer, state, id);
