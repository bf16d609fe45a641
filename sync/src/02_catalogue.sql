-- The objects of each component, from its catalogue.
create table fdw_sync.catalogue (
    -- The component `supabase:<provider>-fdw`, the value of its option `profile` (empty if it has none), and the position of
    -- that profile among the component's. The first is the default.
    provider text not null,
    profile text not null,
    profile_number integer not null,
    object text not null,
    primary key (provider, profile, object),
    -- Whether install() copies the object if no objects are named, and why it cannot be copied at all.
    is_default boolean not null,
    refusal text,
    -- The columns that identify a row; null if none do. Whether there is only one row.
    key name[],
    is_single boolean not null,
    -- Whether rows vanish after a while, as sessions do, so that it is no surprise if many do.
    is_short_lived boolean not null,
    -- The column with the time of the last change, or of the creation, if the rows after a given time can be read alone.
    changed_at name,
    added_at name,
    -- The column that orders the list, if it can be read in windows of that column.
    window_by name,
    -- The requests of a count; null if rows cannot be counted without reading them.
    count_requests integer,
    -- The object whose rows each have a list.
    parent text,
    -- The object whose rows contain the rows, the column with its key, and how many owners one request can name.
    owner text,
    owner_key name,
    owners_at_once integer,
    -- The number of lists if there is no parent, the size of their pages (null if there are none), whether pages overlap by one
    -- row, and the requests after the last page, which return nothing.
    lists integer not null,
    page_rows integer,
    pages_overlap boolean not null,
    requests_at_end integer not null,
    -- The columns by which a single row can be read.
    reread_by name[],
    -- Columns that get an index.
    indexes name[] not null
);

insert into fdw_sync.catalogue values
{entries};
