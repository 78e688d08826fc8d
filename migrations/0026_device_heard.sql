-- Local: the number that each device will give to its next sale, as it said itself when it last
-- asked for its till. What lies between that and the last sale that came is still on the device.
create table device_heard (
    device blob primary key,              -- uid
    next_seq integer not null,
    heard_ms integer not null
) strict, without rowid;
