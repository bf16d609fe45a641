-- The SQL that changes copies. Each function returns the text of a statement or of a part of one, because statements on
-- foreign tables must not be cached: on released hosts, the second run of a cached plan crashes the server.

-- The columns of a copy that come from rows: those of the foreign table, and `_key` if rows have no key of their own.
create or replace function fdw_sync.row_columns(t fdw_sync.tables) returns name[]
language sql immutable set search_path = ''
as $$ select case when '_key' = any (t.key) then t.columns || '_key'::name else t.columns end $$;

-- SELECT of the rows of a foreign table, with `_key` if rows have no key of their own: a constant if there is only one row,
-- otherwise the content of the row and a number that distinguishes equal rows.
create or replace function fdw_sync.select_rows(t fdw_sync.tables, is_single boolean, condition text, row_limit bigint default null)
returns text
language sql stable set search_path = ''
as $$
    select format('select %s%s from %s where %s', fdw_sync.identifiers(t.columns),
        case when '_key' <> all (t.key) then ''
            when is_single then ', ''1'' as _key'
            else format(', md5(row(%1$s)::text) || ''-'' || row_number() over (partition by md5(row(%1$s)::text)) as _key',
                fdw_sync.identifiers(t.columns))
        end,
        t.source, condition) || coalesce(' limit ' || row_limit, '')
$$;

-- The condition that two rows have the same key.
create or replace function fdw_sync.same_key(t fdw_sync.tables, a text, b text) returns text
language sql immutable set search_path = ''
as $$ select string_agg(format('%1$s.%3$I = %2$s.%3$I', a, b, k), ' and ') from unnest(t.key) k $$;

-- INSERT of the rows of a relation into a copy, which updates the rows that exist. Rows that do not differ are left out, because
-- even an update without effect would lock them. RETURNING says whether a row is new.
--
-- guard  A condition on the copy's row `c` and the new row `excluded`; only rows that satisfy it are updated.
create or replace function fdw_sync.upsert(t fdw_sync.tables, from_relation text, at timestamptz, guard text default 'true')
returns text
language sql stable set search_path = ''
as $$
    select format(
        'insert into %1$s as c (%2$s, _synced_at, _deleted_at) select %2$s, %3$L, null from %4$s r '
        'where not exists (select from %1$s u where %5$s and u._deleted_at is null and row(%6$s) is not distinct from row(%7$s)) '
        'on conflict (%8$s) do update set %9$s, _synced_at = excluded._synced_at, _deleted_at = null where %10$s '
        'returning xmax = 0 as is_new',
        t.target, fdw_sync.identifiers(n.names), at, from_relation, fdw_sync.same_key(t, 'u', 'r'),
        fdw_sync.identifiers(n.names, 'u.'), fdw_sync.identifiers(n.names, 'r.'), fdw_sync.identifiers(t.key),
        (select string_agg(format('%1$I = excluded.%1$I', u), ', ') from unnest(n.names) u), guard)
    from (select fdw_sync.row_columns(t)) n (names)
$$;

-- A statement that deletes rows `c` of a copy, or marks them as deleted.
create or replace function fdw_sync.remove(t fdw_sync.tables, at timestamptz, condition text) returns text
language sql stable set search_path = ''
as $$
    select case fdw_sync.option(s.options, 'deletions')
        when 'hard' then format('delete from %s c where %s', t.target, condition)
        else format('update %s c set _deleted_at = %L where c._deleted_at is null and %s', t.target, at, condition)
    end
    from fdw_sync.servers s where s.server = t.server
$$;

-- Inserts and updates rows of a copy. A row that was marked as deleted and exists again counts as added.
--
-- select_rows  A SELECT of the rows.
-- scope        A condition on rows of the copy. Those that satisfy it and are not read are removed. None if it is null.
-- newest       The greatest time of a change, or of a creation. A time in the future is left out, because later changes would
--              be missed if it were believed.
create or replace function fdw_sync.apply_rows(
    t fdw_sync.tables, select_rows text, scope text default null,
    out rows_read bigint, out rows_added bigint, out rows_removed bigint, out newest timestamptz
)
language plpgsql set search_path = ''
as $$
declare
    at timestamptz := fdw_sync.now();
    is_missing text := format('(%s) and not exists (select from read r where %s)', coalesce(scope, 'false'), fdw_sync.same_key(t, 'r', 'c'));
    time_column name := (select coalesce(e.changed_at, e.added_at) from fdw_sync.entry(t) e);
begin
    execute format(
        'with read as materialized (%1$s), written as (%2$s), removed as (%3$s) '
        'select (select count(*) from read), '
        '(select count(*) filter (where is_new) from written) + (select count(*) from read r join %4$s c on %5$s where c._deleted_at is not null), '
        '(select count(*) from %4$s c where c._deleted_at is null and %6$s), '
        '(select max(x.time) filter (where x.time <= %7$L) from (select %8$s as time from read) x)',
        select_rows, fdw_sync.upsert(t, 'read', at), fdw_sync.remove(t, at, is_missing), t.target, fdw_sync.same_key(t, 'r', 'c'),
        is_missing, at, coalesce(quote_ident(time_column), 'null::timestamptz'))
    into rows_read, rows_added, rows_removed, newest;
end
$$;
