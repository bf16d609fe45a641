-- Single rows that are read again, for webhooks.

-- The copied tables of an object. The object is that of a table, or in the singular, as events name it.
create or replace function fdw_sync.tables_of(object text, server name) returns setof fdw_sync.tables
language sql stable set search_path = ''
as $$
    select k.* from fdw_sync.tables k
    where k.object in (
            tables_of.object, tables_of.object || 's', tables_of.object || 'es', regexp_replace(tables_of.object, 'y$', 'ies')
        )
        and (tables_of.server is null or k.server = tables_of.server)
    order by k.id
$$;

-- Queues a row that may have changed. The next run reads it again. Returns false if the object is not copied.
--
-- object  Name of the object, such as `users`, or of one of its rows, such as `user`.
-- id      Key of the row.
-- server  Name of the foreign server; all servers that have the object if it is null.
create or replace function fdw_sync.enqueue(object text, id text, server name default null) returns boolean
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    is_copied boolean := false;
begin
    if coalesce(id, '') = '' then
        raise exception 'the id of a row must not be empty';
    end if;
    perform fdw_sync.check_server(server);
    for t in select * from fdw_sync.tables_of(enqueue.object, enqueue.server) loop
        is_copied := true;
        insert into fdw_sync.queue (table_id, row_id) values (t.id, enqueue.id);
    end loop;
    return is_copied;
end
$$;

-- The conditions under which rows are read again, each with a request or a few. A row that cannot be read by its key alone is
-- selected by other columns, whose values come from the copy. If the copy does not have the row, it is new, and runs find it
-- anyway.
create or replace function fdw_sync.conditions(t fdw_sync.tables, entry fdw_sync.catalogue, row_ids text[]) returns setof text
language plpgsql stable set search_path = ''
as $$
declare
    -- The columns before the last one are those of parents.
    id_column name := t.key[cardinality(t.key)];
    id_list text := (select string_agg(quote_literal(i), ', ' order by i) from unnest(row_ids) i);
begin
    if entry.reread_by = array[id_column] then
        return next format('%I in (%s)', id_column, id_list);
    else
        return query execute format('select concat_ws('' and '', %s) from %s where %I in (%s)',
            (select string_agg(format('format(%L, %I)', quote_ident(n) || ' = %L', n), ', ') from unnest(entry.reread_by || id_column) n),
            t.target, id_column, id_list);
    end if;
end
$$;

-- Reads rows of a table again. Rows that do not exist any more are removed. Returns what was found: `found`, `deleted` if a row of
-- the copy was removed, `not found`, or `in the next run` if the rows cannot be read now.
create or replace function fdw_sync.reread(t fdw_sync.tables, row_ids text[]) returns text
language plpgsql set search_path = '' set datestyle = 'ISO' set timezone = 'UTC'
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    condition text;
    applied record;
    outcome text := 'not found';
begin
    -- The first load reads the row anyway.
    if t.row_count is null then
        return 'in the next run';
    end if;
    if entry.reread_by is null then
        perform fdw_sync.bring_pass_forward(t);
        return 'in the next run';
    end if;
    for condition in select fdw_sync.conditions(t, entry, row_ids) loop
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, entry.is_single, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        outcome := case when applied.rows_removed > 0 then 'deleted' when applied.rows_read > 0 then 'found' else outcome end;
        if t.pass_started_at is not null and entry.window_by is not null then
            -- What the windows have staged is older.
            execute format('delete from %s where %s', t.staged, condition);
            execute format('insert into %s (%s) select %2$s from %s where _deleted_at is null and %s', t.staged,
                fdw_sync.identifiers(fdw_sync.row_columns(t)), t.target, condition);
        end if;
    end loop;
    return outcome;
end
$$;

-- Lets the next run read the whole list of a table, but not more often than every ten seconds for each request that it takes.
create or replace function fdw_sync.bring_pass_forward(t fdw_sync.tables) returns void
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set is_pass_wanted = true,
        next_visit_at = case when k.failures > 0 then k.next_visit_at
            else least(k.next_visit_at, k.passed_at + fdw_sync.shortest_pause(k)) end
    where k.id = t.id
$$;

-- Reads a batch of queued rows of one table again. Returns whether there may be more. Rows whose reading fails are read one by
-- one, after pauses; after five failures a row is dropped, because visits of the table find its changes too.
create or replace function fdw_sync.reread_queued(only_server name) returns boolean
language plpgsql set search_path = '' set lock_timeout = '5s'
as $$
declare
    t fdw_sync.tables;
    queue_ids bigint[];
    row_ids text[];
    has_failed boolean;
begin
    select k.* into t from fdw_sync.tables k
    where not k.is_stopped and (only_server is null or k.server = only_server)
        and exists (select from fdw_sync.queue q where q.table_id = k.id and q.next_at <= fdw_sync.now())
    order by k.id for no key update skip locked limit 1;
    if not found then
        return false;
    elsif not pg_try_advisory_xact_lock(fdw_sync.lock_class(), t.id) then
        update fdw_sync.queue q set next_at = fdw_sync.now() + interval '5 seconds'
        where q.table_id = t.id and q.next_at <= fdw_sync.now();
        return true;
    end if;
    select q.failures > 0 into has_failed from fdw_sync.queue q
    where q.table_id = t.id and q.next_at <= fdw_sync.now() order by q.failures, q.id limit 1;
    -- An event that arrives while its row is being read is another entry, so that the row is read once more.
    select array_agg(q.id), array_agg(distinct q.row_id) into queue_ids, row_ids from (
        select q.id, q.row_id from fdw_sync.queue q where q.table_id = t.id and q.next_at <= fdw_sync.now()
        order by q.failures, q.id limit case when has_failed then 1 else 100 end
    ) q;
    begin
        perform fdw_sync.reread(t, row_ids);
        delete from fdw_sync.queue q where q.id = any (queue_ids);
        return true;
    exception when others then
        update fdw_sync.tables k set error = format('reading rows again: %s', sqlerrm), failed_at = fdw_sync.now() where k.id = t.id;
    end;
    delete from fdw_sync.queue q where q.id = any (queue_ids) and q.failures >= 4;
    update fdw_sync.queue q set failures = q.failures + 1, next_at = fdw_sync.now() + fdw_sync.pause(q.failures + 1)
    where q.id = any (queue_ids);
    -- The provider is not asked for other rows of this table for a while, but for those of other tables.
    update fdw_sync.queue q set next_at = fdw_sync.now() + fdw_sync.pause(1)
    where q.table_id = t.id and q.next_at <= fdw_sync.now();
    return true;
end
$$;

-- Reads a row again at once, and returns what reread() returns. The arguments are those of enqueue().
create or replace function fdw_sync.refresh(object text, id text, server name default null) returns text
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    outcome text;
begin
    if coalesce(id, '') = '' then
        raise exception 'the id of a row must not be empty';
    end if;
    perform fdw_sync.check_server(server);
    for t in select * from fdw_sync.tables_of(refresh.object, refresh.server) loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), t.id);
        select * into t from fdw_sync.tables k where k.id = t.id for no key update;
        outcome := fdw_sync.reread(t, array[refresh.id]);
    end loop;
    if outcome is null then
        raise exception 'there is no copy of "%"', object
            using hint = (
                select coalesce('Copied objects: ' || string_agg(distinct k.object, ', '), 'Nothing is copied yet: call fdw_sync.install() first.')
                from fdw_sync.tables k where refresh.server is null or k.server = refresh.server);
    end if;
    return outcome;
end
$$;
