-- What a source published about all fairs of a period. Kept beside the derived figures, never
-- mixed with them: where they differ, the difference is shown.
create table published (
    id integer primary key,               -- position of the entry that first named the period
    starts_on text not null,              -- yyyy-mm-dd
    ends_on text not null,
    fairs integer,                        -- null: the source does not say
    visits integer,                       -- visits ("lượt khách"), not people
    revenue integer,                      -- đồng
    revenue_local_zone integer,           -- đồng
    source text not null,
    unique (starts_on, ends_on)
) strict;
