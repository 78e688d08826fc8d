-- The nodes of the book that were made by restoring a copy; the first one has no row. A node's
-- chain begins with the entry that names its parent's last.
create table node (
    id integer primary key,               -- position of the entry that began its chain
    origin blob not null unique,          -- the node's own id
    parent blob not null,                 -- the node whose copy it was made from
    parent_seq integer not null,          -- the parent's last sequence in that copy
    parent_hash blob not null,            -- and its hash
    sign text not null                    -- two letters on its receipts and Z reports
) strict;

-- A person said that the machine before a restored one is no longer used. Until then it takes
-- nothing on.
create table takeover (
    id integer primary key,               -- position of its entry
    origin blob not null unique,          -- the node that takes over
    at_ms integer not null,
    actor text not null                   -- who said so
) strict;

create trigger node_is_never_updated before update on node
begin select raise(abort, 'nodes are append-only'); end;
create trigger node_is_never_deleted before delete on node
begin select raise(abort, 'nodes are append-only'); end;
