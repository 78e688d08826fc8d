-- A device that moves from plain HTTP to HTTPS is a new browser to us (what it keeps belongs to
-- its origin), but the same device to the book. Its code leads to itself. Local, like the rest of
-- this table.
alter table pairing add column device blob;  -- uid of the device that moves; null: a new device
