-- The time that everything else uses. Tests replace this function.
create or replace function fdw_sync.now() returns timestamptz
language sql volatile set search_path = ''
as $$ select pg_catalog.clock_timestamp() $$;

-- Pause after this number of failures in a row: a minute, which doubles with each failure, up to an hour.
create or replace function fdw_sync.pause(failures integer) returns interval
language sql immutable set search_path = ''
as $$ select least(interval '1 minute' * power(2, least(failures, 10) - 1), interval '1 hour') $$;

-- Names as a list of SQL identifiers, each with the same prefix.
create or replace function fdw_sync.identifiers(names name[], prefix text default '') returns text
language sql immutable set search_path = ''
as $$ select string_agg(prefix || quote_ident(n), ', ' order by at) from unnest(names) with ordinality as u (n, at) $$;

-- The requests that reading a list of this many rows takes.
--
-- overlap  Whether each page begins with the last row of the one before.
create or replace function fdw_sync.pages(entry fdw_sync.catalogue, rows_read bigint, overlap boolean) returns integer
language sql immutable set search_path = ''
as $$
    select case
        when entry.page_rows is null then 1
        when overlap then (greatest(rows_read, 1) - 1) / (entry.page_rows - 1) + 1
        else rows_read / entry.page_rows + 1
    end::integer + case when rows_read > 0 then entry.requests_at_end else 0 end
$$;

-- The value of an option of install(), or its default.
create or replace function fdw_sync.option(options jsonb, name text) returns text
language sql immutable set search_path = ''
as $$
    select coalesce(options ->> name, case name
        when 'deletions' then 'soft'
        when 'overlap' then '10 minutes'
        when 'attrs' then 'true'
        when 'table_options' then '{}'
        when 'import_options' then '{}'
    end)
$$;

-- What the catalogue says about the object of a copied table.
create or replace function fdw_sync.entry(t fdw_sync.tables) returns fdw_sync.catalogue
language sql stable set search_path = ''
as $$
    select c from fdw_sync.servers s
    join fdw_sync.catalogue c on c.provider = s.provider and c.profile = s.profile and c.object = t.object
    where s.server = t.server
$$;

-- The copy of the object that contains the rows of a table. Null if it is not copied, or not loaded yet, or if rows cannot be
-- requested by the key of their owner.
create or replace function fdw_sync.owner(t fdw_sync.tables) returns fdw_sync.tables
language sql stable set search_path = ''
as $$
    select k from fdw_sync.entry(t) e
    join fdw_sync.tables k on k.server = t.server and k.object = e.owner
    where e.owners_at_once is not null and k.row_count is not null
        -- Otherwise, a change of a part may not change the copied columns of its owner.
        and ((fdw_sync.entry(k)).changed_at is not null or 'attrs' = any (k.columns))
$$;

-- The pause between two passes over the whole list of a table.
create or replace function fdw_sync.pass_every(t fdw_sync.tables) returns interval
language sql stable set search_path = ''
as $$
    select case
        when s.options ? 'full_read_every' then (s.options ->> 'full_read_every')::interval
        when (e.entry).changed_at is not null or (fdw_sync.owner(t)).id is not null then interval '1 day'
        -- Reading the list is as cheap as looking for new rows and counting them.
        when (e.entry).added_at is not null and t.pass_requests <= 2 then interval '0'
        else least(interval '5 minutes' * coalesce(t.pass_requests, 1), interval '1 day')
    end
    from fdw_sync.servers s, lateral (select fdw_sync.entry(t) as entry) e
    where s.server = t.server
$$;

-- The shortest pause between two passes on demand: ten seconds for each request that a pass takes.
create or replace function fdw_sync.shortest_pause(t fdw_sync.tables) returns interval
language sql immutable set search_path = ''
as $$ select interval '10 seconds' * coalesce(t.pass_requests, 0) $$;

-- Whether a pass may begin because the count disagrees. Where rows are deleted all the time, passes of long lists would
-- otherwise follow each other: they pause a second for each request that a pass takes.
create or replace function fdw_sync.may_pass(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$ select t.pass_requests <= 100 or t.passed_at + interval '1 second' * t.pass_requests <= fdw_sync.now() $$;

-- A name that begins with a prefix and a server's name, and is unique even if Postgres would cut it.
create or replace function fdw_sync.name_for(prefix text, server name) returns name
language sql immutable set search_path = ''
as $$
    select case when octet_length(prefix || server) <= 63 then prefix || server
        else prefix || md5(server) end::name
$$;

-- Whether the role can use pg_cron in this database.
create or replace function fdw_sync.has_cron() returns boolean
language plpgsql stable set search_path = ''
as $$
begin
    return exists (select from pg_catalog.pg_namespace n where n.nspname = 'cron' and has_schema_privilege(n.oid, 'usage'))
        and to_regclass('cron.job') is not null;
exception when insufficient_privilege then
    return false;
end
$$;

-- The first key of this kit's advisory locks; the second one is the id of a table.
create or replace function fdw_sync.lock_class() returns integer
language sql immutable set search_path = ''
as $$ select hashtext('fdw_sync') $$;
