--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: clerk_copy; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA clerk_copy;


--
-- Name: fdw_sync; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA fdw_sync;


--
-- Name: fdw_sync_clerk_server; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA fdw_sync_clerk_server;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: tables; Type: TABLE; Schema: fdw_sync; Owner: -
--

CREATE TABLE fdw_sync.tables (
    id integer NOT NULL,
    server name NOT NULL,
    object text NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    staged text NOT NULL,
    columns name[] NOT NULL,
    key name[] NOT NULL,
    row_count bigint,
    watermark timestamp with time zone,
    followed_at timestamp with time zone,
    followed_key text DEFAULT ''::text NOT NULL,
    count_difference bigint DEFAULT 0 NOT NULL,
    are_deletions_pending boolean DEFAULT false NOT NULL,
    passed_at timestamp with time zone,
    pass_requests integer,
    is_pass_wanted boolean DEFAULT false NOT NULL,
    pass_started_at timestamp with time zone,
    pass_run bigint,
    expected_rows bigint,
    window_start timestamp with time zone,
    window_rows integer,
    requests_so_far integer DEFAULT 0 NOT NULL,
    visit_started_at timestamp with time zone,
    visit_run bigint,
    visit_passes integer DEFAULT 0 NOT NULL,
    visit_counts integer DEFAULT 0 NOT NULL,
    visit_difference bigint,
    visit_requests integer DEFAULT 0 NOT NULL,
    is_running boolean DEFAULT false NOT NULL,
    are_changes_due boolean DEFAULT false NOT NULL,
    next_step text DEFAULT 'changes'::text NOT NULL,
    visited_at timestamp with time zone,
    requests integer,
    failures integer DEFAULT 0 NOT NULL,
    error text,
    failed_at timestamp with time zone,
    is_stopped boolean DEFAULT false NOT NULL,
    accepts_deletions boolean DEFAULT false NOT NULL,
    next_visit_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT tables_next_step_check CHECK ((next_step = ANY (ARRAY['changes'::text, 'count'::text, 'pass'::text])))
);


--
-- Name: apply_rows(fdw_sync.tables, text, text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.apply_rows(t fdw_sync.tables, select_rows text, scope text DEFAULT NULL::text, OUT rows_read bigint, OUT rows_added bigint, OUT rows_removed bigint, OUT newest timestamp with time zone) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
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
$_$;


--
-- Name: begin_pass(fdw_sync.tables, bigint); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.begin_pass(t fdw_sync.tables, expected bigint DEFAULT NULL::bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    owner fdw_sync.tables := fdw_sync.owner(t);
begin
    if owner.id is not null then
        perform fdw_sync.wait_for_step(owner);
    end if;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set pass_started_at = fdw_sync.now(), followed_at = fdw_sync.now(), followed_key = '',
        pass_run = k.visit_run, window_start = null, window_rows = null, requests_so_far = 0, is_pass_wanted = false, expected_rows = expected
    where k.id = t.id;
    return fdw_sync.go_on(t, 'pass', 0);
end
$$;


--
-- Name: begin_visit(bigint, timestamp with time zone, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.begin_visit(run bigint, run_started timestamp with time zone, only_server name) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    t fdw_sync.tables;
    is_continued boolean;
begin
    select k.* into t from fdw_sync.tables k cross join lateral fdw_sync.entry(k) e
        left join fdw_sync.tables above on above.server = k.server and above.object = coalesce(e.owner, e.parent)
    where not k.is_stopped and k.next_visit_at <= fdw_sync.now() and (only_server is null or k.server = only_server)
        and case when k.visit_started_at is not null and not k.is_running then true
            else k.visit_run is distinct from run and (k.visited_at < run_started) is not false end
    order by above.id is not null and above.row_count is null, k.visit_started_at is not null, above.id is not null,
        k.next_visit_at, k.id
    for no key update of k skip locked
    limit 1;
    if not found then
        return null;
    end if;
    is_continued := t.visit_started_at is not null and not t.is_running;
    if is_continued then
        -- In another run, changes are read before a pass goes on, so that they do not wait for its end.
        update fdw_sync.tables k set visit_run = run, is_running = true,
            next_step = case when k.visit_run <> run and k.are_changes_due then 'changes' else k.next_step end
        where k.id = t.id;
    else
        -- The first load has no changes to read and nothing to count.
        update fdw_sync.tables k set visit_run = run, visit_started_at = fdw_sync.now(), visit_passes = 0, visit_counts = 0,
            visit_difference = null, visit_requests = 0, is_running = true,
            next_step = case when k.row_count is not null then 'changes' else 'count' end,
            failures = k.failures + k.is_running::integer,
            failed_at = case when k.is_running then fdw_sync.now() else k.failed_at end,
            error = case when k.is_running
                then 'the last run was interrupted: it was cancelled, it exceeded statement_timeout, or the server restarted' else k.error end
        where k.id = t.id;
    end if;
    update fdw_sync.tables k set next_visit_at = fdw_sync.now() + fdw_sync.pause(greatest(k.failures, 1)) where k.id = t.id;
    return t.id;
end
$$;


--
-- Name: bring_pass_forward(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.bring_pass_forward(t fdw_sync.tables) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    update fdw_sync.tables k set is_pass_wanted = true,
        next_visit_at = case when k.failures > 0 then k.next_visit_at
            else least(k.next_visit_at, k.passed_at + fdw_sync.shortest_pause(k)) end
    where k.id = t.id
$$;


--
-- Name: check_options(jsonb); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.check_options(options jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    known constant text[] := array['deletions', 'overlap', 'full_read_every', 'attrs', 'table_options', 'import_options'];
    name text;
    value text;
begin
    if jsonb_typeof(options) <> 'object' then
        raise exception 'options must be a JSON object';
    end if;
    for name, value in select o.key, o.value from jsonb_each_text(options) o loop
        if name <> all (known) then
            raise exception 'unknown option "%"', name using hint = 'Options: ' || array_to_string(known, ', ');
        end if;
        -- It gets its default again.
        continue when value is null;
        if name = 'deletions' and value is distinct from 'soft' and value is distinct from 'hard' then
            raise exception 'the option "deletions" must be "soft" or "hard"';
        end if;
        if name = 'attrs' and jsonb_typeof(options -> name) <> 'boolean' then
            raise exception 'the option "attrs" must be true or false';
        end if;
        if name in ('table_options', 'import_options') and jsonb_typeof(options -> name) <> 'object' then
            raise exception 'the option "%" must be a JSON object', name;
        end if;
        if name = 'table_options' and options -> name ? 'object' then
            raise exception 'the table option "object" is set by fdw_sync';
        end if;
        if name = 'full_read_every' and value::interval = interval '0' then
            raise exception 'the option "full_read_every" must not be zero';
        end if;
        if name in ('overlap', 'full_read_every') then
            begin
                if value::interval < interval '0' then
                    raise exception using errcode = 'invalid_datetime_format';
                end if;
            exception when invalid_datetime_format or datetime_field_overflow or interval_field_overflow then
                raise exception 'the option "%" must be an interval, such as "10 minutes"', name;
            end;
        end if;
    end loop;
end
$$;


--
-- Name: check_server(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.check_server(server name) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
    if server is not null and not exists (select from fdw_sync.servers s where s.server = check_server.server) then
        raise exception 'there are no copies of the server "%"', server;
    end if;
end
$$;


--
-- Name: chosen_objects(name, text[], boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.chosen_objects(server name, tables text[], all_objects boolean) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    refused fdw_sync.catalogue;
    unknown text;
begin
    select t into unknown from unnest(tables) t where t <> '*' and t not in (select e.object from fdw_sync.entries(server) e);
    if found then
        raise exception 'the foreign server "%" has no object "%"', server, unknown
            using hint = (select 'Objects: ' || string_agg(e.object, ', ' order by e.object) from fdw_sync.entries(server) e);
    end if;
    select e.* into refused from fdw_sync.entries(server) e where e.refusal is not null and e.object = any (tables);
    if found then
        raise exception '"%" cannot be copied: %', refused.object, refused.refusal;
    end if;
    return query select e.object from fdw_sync.entries(server) e
        where (all_objects and e.is_default) or e.object = any (tables) order by e.object;
end
$$;


--
-- Name: compare_count(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.compare_count(t fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    counted bigint;
    difference bigint;
begin
    if t.pass_started_at is not null then
        return fdw_sync.go_on(t, 'pass', 0);
    end if;
    if t.visit_passes = 0 and fdw_sync.is_pass_due(t) then
        return fdw_sync.begin_pass(t);
    end if;
    if entry.count_requests is null then
        return fdw_sync.end_visit(t);
    end if;
    execute format('select count(*) from %s', t.source) into counted;
    difference := counted - t.row_count;
    update fdw_sync.tables k set visit_counts = k.visit_counts + 1, visit_difference = difference,
        are_deletions_pending = difference <> k.count_difference
    where k.id = t.id;
    perform fdw_sync.go_on(t, 'count', entry.count_requests);
    if difference = t.count_difference then
        return fdw_sync.end_visit(t);
    elsif t.visit_passes > 1 then
        -- The list was read twice and does not have as many rows as the count says. If the difference was the same both times, and
        -- the count did not change in between, it is permanent.
        update fdw_sync.tables k set count_difference = difference, are_deletions_pending = false
        where k.id = t.id and difference = t.visit_difference and counted = t.expected_rows;
        return fdw_sync.end_visit(t);
    elsif difference > t.count_difference and t.visit_counts = 0 and t.watermark is not null then
        -- Rows were added after the changes were read.
        return fdw_sync.go_on(t, 'changes', 0);
    elsif t.visit_passes = 0 and not fdw_sync.may_pass(t) then
        return fdw_sync.end_visit(t);
    end if;
    return fdw_sync.begin_pass(t, counted);
end
$$;


--
-- Name: catalogue; Type: TABLE; Schema: fdw_sync; Owner: -
--

CREATE TABLE fdw_sync.catalogue (
    provider text NOT NULL,
    profile text NOT NULL,
    profile_number integer NOT NULL,
    object text NOT NULL,
    is_default boolean NOT NULL,
    refusal text,
    key name[],
    is_single boolean NOT NULL,
    is_short_lived boolean NOT NULL,
    changed_at name,
    added_at name,
    window_by name,
    count_requests integer,
    parent text,
    owner text,
    owner_key name,
    owners_at_once integer,
    lists integer NOT NULL,
    page_rows integer,
    pages_overlap boolean NOT NULL,
    requests_at_end integer NOT NULL,
    reread_by name[],
    indexes name[] NOT NULL
);


--
-- Name: conditions(fdw_sync.tables, fdw_sync.catalogue, text[]); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.conditions(t fdw_sync.tables, entry fdw_sync.catalogue, row_ids text[]) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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


--
-- Name: servers; Type: TABLE; Schema: fdw_sync; Owner: -
--

CREATE TABLE fdw_sync.servers (
    server name NOT NULL,
    provider text NOT NULL,
    profile text NOT NULL,
    foreign_schema name NOT NULL,
    target_schema name NOT NULL,
    owns_target_schema boolean NOT NULL,
    has_all_objects boolean NOT NULL,
    schedule text NOT NULL,
    options jsonb NOT NULL
);


--
-- Name: create_copy(fdw_sync.servers, fdw_sync.catalogue, text, text, name[], name[]); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.create_copy(s fdw_sync.servers, e fdw_sync.catalogue, source text, target text, columns name[], key name[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET client_min_messages TO 'warning'
    AS $_$
declare
    name name;
    type text;
    old_type text;
    constraint_name name;
    is_new boolean := to_regclass(target) is null;
begin
    if is_new then
        execute format('create table %s ()', target);
    elsif not exists (
        select from pg_catalog.pg_attribute a where a.attrelid = target::regclass and a.attname = '_synced_at' and not a.attisdropped
    ) then
        raise exception 'the table % exists and is not a copy', target
            using hint = 'Choose another schema, for instance: select * from fdw_sync.install(''' || s.server || ''', schema => ''…'')';
    end if;
    for name, type, old_type in
        select a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.atttypid, b.atttypmod)
        from pg_catalog.pg_attribute a
        left join pg_catalog.pg_attribute b on b.attrelid = target::regclass and b.attname = a.attname and not b.attisdropped
        where a.attrelid = source::regclass and a.attname = any (columns) order by a.attnum
    loop
        if old_type is null then
            execute format('alter table %s add column %I %s', target, name, type);
        elsif old_type <> type then
            execute format('alter table %s alter column %I type %s using %2$I::%3$s', target, name, type);
        end if;
    end loop;
    if 'attrs' <> all (columns) then
        execute format('alter table %s drop column if exists attrs', target);
    end if;
    if '_key' = any (key) then
        execute format('alter table %s add column if not exists _key text', target);
    end if;
    execute format('alter table %s add column if not exists _synced_at timestamptz not null, '
        'add column if not exists _deleted_at timestamptz', target);
    if is_new then
        execute format('alter table %s add primary key (%s)', target, fdw_sync.identifiers(key));
        foreach name in array e.indexes loop
            if name = any (columns) then
                execute format('create index on %s (%I)', target, name);
            end if;
        end loop;
        -- Tables that follow this one look for rows that changed.
        if exists (select from fdw_sync.entries(s.server) o where o.owner = e.object and o.owners_at_once is not null) then
            execute format('create index on %s (greatest(_synced_at, _deleted_at))', target);
        end if;
        execute format('alter table %s enable row level security', target);
        perform fdw_sync.revoke_grants(target::regclass);
        execute format('comment on table %s is %L', target, format('Copy of %s, kept fresh by fdw_sync', source));
        return;
    end if;
    select c.conname into constraint_name from pg_catalog.pg_constraint c
    where c.conrelid = target::regclass and c.contype = 'p' and key is distinct from (
        select array_agg(a.attname order by k.at) from unnest(c.conkey) with ordinality k (attnum, at)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    );
    if found then
        -- Rows have another key since an upgrade. They are all read again.
        execute format('truncate %s', target);
        execute format('alter table %s drop constraint %I, add primary key (%s)', target, constraint_name, fdw_sync.identifiers(key));
    end if;
end
$_$;


--
-- Name: create_foreign_tables(fdw_sync.servers, text[]); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.create_foreign_tables(s fdw_sync.servers, objects text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET client_min_messages TO 'warning'
    AS $$
declare
    object text;
    name text;
    value text;
    import_options text := (
        select string_agg(format('%I %L', o.key, o.value), ', ')
        from jsonb_each_text(fdw_sync.option(s.options, 'import_options')::jsonb) o
    );
begin
    foreach object in array objects loop
        execute format('drop foreign table if exists %I.%I', s.foreign_schema, object);
    end loop;
    execute format('import foreign schema api limit to (%s) from server %I into %I',
        fdw_sync.identifiers(objects::name[]), s.server, s.foreign_schema)
        || coalesce(' options (' || import_options || ')', '');
    foreach object in array objects loop
        for name, value in
            select o.key, o.value from jsonb_each_text(
                '{"pushdown_comparisons": "true", "top_n": "false", "debug": "false", "stats": "false"}'::jsonb
                || fdw_sync.option(s.options, 'table_options')::jsonb
            ) o
        loop
            execute format('alter foreign table %I.%I options (add %I %L)', s.foreign_schema, object, name, value);
        end loop;
    end loop;
end
$$;


--
-- Name: create_schema(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.create_schema(name name) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    if exists (select from pg_catalog.pg_namespace n where n.nspname = name) then
        return false;
    end if;
    execute format('create schema %I', name);
    perform fdw_sync.revoke_grants('schema ' || n.oid::regnamespace, n.nspacl, n.nspowner) from pg_catalog.pg_namespace n where n.nspname = name;
    return true;
end
$$;


--
-- Name: delete_old_records(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.delete_old_records(only_server name) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
begin
    if fdw_sync.has_cron() then
        execute format('delete from cron.job_run_details d using cron.job j, fdw_sync.servers s '
            'where d.jobid = j.jobid and j.jobname = fdw_sync.name_for(''fdw_sync '', s.server) and d.end_time < now() - interval ''1 day'' '
            'and (%L is null or s.server = %1$L)', only_server);
    end if;
exception when insufficient_privilege then
    -- Then the administrator deletes them.
    null;
end
$_$;


--
-- Name: end_pass(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.end_pass(t fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    time_column text := coalesce(quote_ident(coalesce(entry.changed_at, entry.added_at)), 'null::timestamptz');
    -- A row that was written since the pass began is not missing: it may be new.
    is_missing text := format('c._synced_at <= %L and not exists (select from %s r where %s)',
        t.pass_started_at, t.staged, fdw_sync.same_key(t, 'r', 'c'));
    -- What was written or removed since the pass began is newer than the staged row.
    guard text := format('(c._deleted_at is null or c._deleted_at <= %L)', t.pass_started_at)
        || case when entry.changed_at is null then ''
            else format(' and (c._synced_at <= %L or (excluded.%2$I >= c.%2$I) is not false)', t.pass_started_at, entry.changed_at) end;
    elapsed interval := fdw_sync.now() - t.pass_started_at;
    missing bigint;
    live bigint;
    newest timestamptz;
begin
    execute format('select count(*), count(*) filter (where %s) from %s c where c._deleted_at is null', is_missing, t.target)
        into live, missing;
    if '_key' = any (t.key) then
        -- A row that changed has another key.
        execute format('select %s - count(*) from %s', live, t.staged) into missing;
    end if;
    if missing >= 20 and missing > live * 0.2 and not t.accepts_deletions and not entry.is_short_lived then
        execute format('truncate %s', t.staged);
        update fdw_sync.tables k set is_stopped = true, is_running = false, visit_started_at = null, pass_started_at = null,
            next_step = 'changes', failed_at = fdw_sync.now(),
            error = format('%s of %s rows are missing at the provider. Nothing was removed, and the table was stopped. '
                'If they were really deleted, run: '
                'select fdw_sync.resume(%L, %L, accept_deletions => true)', missing, live, t.server, t.object)
        where k.id = t.id;
        return false;
    end if;
    execute fdw_sync.remove(t, fdw_sync.now(), is_missing);
    execute fdw_sync.upsert(t, t.staged, fdw_sync.now(), guard);
    execute format('select count(*) from %s c where c._deleted_at is null', t.target) into live;
    -- Rows can have changed after they were read. All such changes are later than the provider's time when the pass began,
    -- which is at least the greatest time that was read, minus the duration of the pass. If all times are in the future, the
    -- provider's clock is ahead.
    execute format('select max(s.time) filter (where s.time <= %L) from (select %s as time from %s) s', fdw_sync.now(), time_column, t.staged)
        into newest;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set row_count = live, passed_at = fdw_sync.now(), pass_requests = k.requests_so_far,
        pass_started_at = null, accepts_deletions = false, are_deletions_pending = false,
        count_difference = case when live = k.expected_rows then 0 else k.count_difference end,
        watermark = greatest(k.watermark, coalesce(newest, case when live > 0 and time_column <> 'null::timestamptz'
            then fdw_sync.now() end) - elapsed),
        visit_passes = k.visit_passes + 1
    where k.id = t.id returning * into t;
    -- A pass that began in an earlier run may have missed deletions since.
    if t.pass_run is distinct from t.visit_run or live <> t.expected_rows then
        return fdw_sync.go_on(t, 'changes', 0);
    end if;
    return fdw_sync.end_visit(t);
end
$_$;


--
-- Name: end_visit(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.end_visit(t fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    is_read_each_run boolean := entry.changed_at is not null or entry.added_at is not null or (fdw_sync.owner(t)).id is not null;
begin
    update fdw_sync.tables k set is_running = false, visited_at = k.visit_started_at, visit_started_at = null,
        requests = k.visit_requests, next_step = 'changes',
        next_visit_at = case when is_read_each_run then fdw_sync.now() else k.passed_at + fdw_sync.pass_every(k) end
    where k.id = t.id;
    return false;
end
$$;


--
-- Name: enqueue(text, text, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.enqueue(object text, id text, server name DEFAULT NULL::name) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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


--
-- Name: entries(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.entries(server name) RETURNS SETOF fdw_sync.catalogue
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
    found_options text[];
    package text;
    wanted_provider text;
    wanted_profile text;
begin
    if server is null then
        raise exception 'name the foreign server';
    end if;
    select s.srvoptions into found_options from pg_catalog.pg_foreign_server s where s.srvname = server;
    if not found then
        raise exception 'there is no foreign server "%"', server
            using hint = (
                select coalesce('Foreign servers: ' || string_agg(quote_ident(s.srvname), ', '), 'There are no foreign servers in this database.')
                from pg_catalog.pg_foreign_server s);
    end if;
    select max(o.option_value) filter (where o.option_name = 'fdw_package_name'),
           coalesce(max(o.option_value) filter (where o.option_name = 'profile'), '')
    into package, wanted_profile
    from pg_catalog.pg_options_to_table(found_options) o;
    wanted_provider := substring(package from '^supabase:(.*)-fdw$');
    if wanted_provider is null or not exists (select from fdw_sync.catalogue c where c.provider = wanted_provider) then
        raise exception 'the foreign server "%" does not load a component that fdw_sync knows', server
            using detail = format('Its option fdw_package_name is %L.', package),
                  hint = (select 'Known components: ' || string_agg(distinct format('supabase:%s-fdw', c.provider), ', ') from fdw_sync.catalogue c);
    end if;
    if wanted_profile = '' then
        -- The first profile is the default one.
        select c.profile into wanted_profile from fdw_sync.catalogue c
        where c.provider = wanted_provider order by c.profile_number limit 1;
    end if;
    return query select * from fdw_sync.catalogue c where c.provider = wanted_provider and c.profile = wanted_profile;
    if not found then
        raise exception 'the foreign server "%" has an unknown profile %', server, quote_literal(wanted_profile);
    end if;
end
$_$;


--
-- Name: entry(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.entry(t fdw_sync.tables) RETURNS fdw_sync.catalogue
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select c from fdw_sync.servers s
    join fdw_sync.catalogue c on c.provider = s.provider and c.profile = s.profile and c.object = t.object
    where s.server = t.server
$$;


--
-- Name: follow_owner(fdw_sync.tables, fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    max_requests constant integer := 20;
    now timestamptz;
    changed text;
    owner_ids text[];
    last record;
    some_ids text[];
    condition text;
    applied record;
    is_list_cheaper boolean;
begin
    perform fdw_sync.wait_for_step(owner);
    now := fdw_sync.now();
    changed := format('from %1$s o where (greatest(o._synced_at, o._deleted_at), o.%2$I) > (%3$L, %4$L)',
        owner.target, owner.key[1], t.followed_at, t.followed_key);
    execute format('select count(*) > %s %s', entry.owners_at_once * fdw_sync.pages(entry, owner.row_count, entry.pages_overlap), changed)
        into is_list_cheaper;
    if is_list_cheaper then
        return fdw_sync.begin_pass(t);
    end if;
    execute format('select array_agg(id order by at, id) from '
        '(select greatest(o._synced_at, o._deleted_at) as at, o.%I as id %s order by 1, 2 limit %s) o',
        owner.key[1], changed, max_requests * entry.owners_at_once) into owner_ids;
    for at in 1 .. coalesce(cardinality(owner_ids), 0) by entry.owners_at_once loop
        some_ids := owner_ids[at : at + entry.owners_at_once - 1];
        condition := format('%I in (%s)', entry.owner_key, (select string_agg(quote_literal(i), ', ') from unnest(some_ids) i));
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, false, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        perform fdw_sync.go_on(t, 'changes', 1);
    end loop;
    if cardinality(owner_ids) = max_requests * entry.owners_at_once then
        execute format('select greatest(o._synced_at, o._deleted_at) as at, o.%1$I as id from %2$s o where o.%1$I = %3$L',
            owner.key[1], owner.target, owner_ids[cardinality(owner_ids)]) into last;
        update fdw_sync.tables k set followed_at = last.at, followed_key = last.id where k.id = t.id;
        return true;
    end if;
    perform fdw_sync.remove_orphans(t, entry, owner);
    update fdw_sync.tables k set followed_at = now, followed_key = '' where k.id = t.id;
    return fdw_sync.go_on(t, 'count', 0);
end
$_$;


--
-- Name: go_on(fdw_sync.tables, text, integer); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) RETURNS boolean
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    update fdw_sync.tables k set next_step = step, visit_requests = k.visit_requests + go_on.requests,
        next_visit_at = fdw_sync.now() + fdw_sync.pause(1)
    where k.id = t.id returning true
$$;


--
-- Name: has_cron(); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.has_cron() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
    return exists (select from pg_catalog.pg_namespace n where n.nspname = 'cron' and has_schema_privilege(n.oid, 'usage'))
        and to_regclass('cron.job') is not null;
exception when insufficient_privilege then
    return false;
end
$$;


--
-- Name: identifiers(name[], text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.identifiers(names name[], prefix text DEFAULT ''::text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$ select string_agg(prefix || quote_ident(n), ', ' order by at) from unnest(names) with ordinality as u (n, at) $$;


--
-- Name: install(name, text[], name, text, jsonb); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.install(server name, tables text[] DEFAULT NULL::text[], schema name DEFAULT NULL::name, schedule text DEFAULT NULL::text, options jsonb DEFAULT NULL::jsonb) RETURNS TABLE(copy text, changes_found_by text, deletions_found_by text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    s fdw_sync.servers;
    entry fdw_sync.catalogue;
    objects text[];
    is_new boolean;
begin
    perform fdw_sync.check_options(coalesce(options, '{}'));
    select * into entry from fdw_sync.entries(install.server) limit 1;
    if tables = '{}' then
        raise exception 'name at least one object, or ''{*}'' to copy all of them';
    end if;
    perform fdw_sync.lock_tables(install.server);
    select * into s from fdw_sync.servers k where k.server = install.server for update;
    is_new := not found;
    s.server := install.server;
    s.provider := entry.provider;
    s.profile := entry.profile;
    s.foreign_schema := coalesce(s.foreign_schema, fdw_sync.name_for('fdw_sync_', install.server));
    if schema <> s.target_schema then
        raise exception 'the copies of "%" are already in the schema "%", and install() cannot move them', s.server, s.target_schema;
    end if;
    s.target_schema := coalesce(s.target_schema, schema, regexp_replace(install.server, '_server$', '') || '_copy');
    s.schedule := coalesce(install.schedule, s.schedule, '* * * * *');
    s.options := jsonb_strip_nulls(coalesce(s.options, '{}') || coalesce(install.options, '{}'));
    s.has_all_objects := coalesce(s.has_all_objects or '*' = any (tables), tables is null and is_new);
    select array_agg(o) into objects from (
        select fdw_sync.chosen_objects(install.server, tables, s.has_all_objects)
        union select k.object from fdw_sync.tables k join fdw_sync.entries(install.server) e on e.object = k.object
            where k.server = install.server
    ) o (o);
    perform fdw_sync.create_schema(s.foreign_schema);
    s.owns_target_schema := fdw_sync.create_schema(s.target_schema) or coalesce(s.owns_target_schema, false);
    insert into fdw_sync.servers select s.* on conflict on constraint servers_pkey do update set
        provider = excluded.provider, profile = excluded.profile, has_all_objects = excluded.has_all_objects,
        owns_target_schema = excluded.owns_target_schema, schedule = excluded.schedule, options = excluded.options;
    perform fdw_sync.create_foreign_tables(s, objects);
    for entry in select * from fdw_sync.entries(install.server) e where e.object = any (objects) order by e.object loop
        perform fdw_sync.install_table(s, entry);
    end loop;
    perform fdw_sync.warn_of_limits(fdw_sync.schedule_job(s));
    return query select format('%I.%I', s.target_schema, o.object), o.changes_found_by, o.deletions_found_by
        from fdw_sync.objects(install.server) o where o.object = any (objects) order by 1;
end
$_$;


--
-- Name: install_table(fdw_sync.servers, fdw_sync.catalogue); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.install_table(s fdw_sync.servers, e fdw_sync.catalogue) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET client_min_messages TO 'warning'
    AS $$
declare
    source constant text := format('%I.%I', s.foreign_schema, e.object);
    copy_name constant text := format('%I.%I', s.target_schema, e.object);
    staged constant text := format('%I.%I', s.foreign_schema, e.object || '_staged');
    copy_key constant name[] := case when e.key is null or e.is_single then array['_key']::name[] else e.key end;
    copied name[];
    t fdw_sync.tables;
begin
    select array_agg(a.attname order by a.attnum) into copied from pg_catalog.pg_attribute a
    where a.attrelid = source::regclass and a.attnum > 0 and not a.attisdropped
        and (a.attname <> 'attrs' or fdw_sync.option(s.options, 'attrs')::boolean);
    if exists (select from fdw_sync.tables k where k.target = copy_name and k.server <> s.server) then
        raise exception 'the table % is a copy of another server', copy_name
            using hint = format('Choose another schema, for instance: select * from fdw_sync.install(%L, schema => ''…'')', s.server);
    end if;
    perform fdw_sync.create_copy(s, e, source, copy_name, copied, copy_key);
    insert into fdw_sync.tables as k (server, object, source, target, staged, columns, key)
    values (s.server, e.object, source, copy_name, staged, copied, copy_key)
    on conflict do nothing;
    select * into t from fdw_sync.tables k where k.server = s.server and k.object = e.object;
    if (t.columns, t.key) is distinct from (copied, copy_key) then
        -- The new columns have no values yet. Without a key of their own, rows with other columns are other rows.
        update fdw_sync.tables k set columns = copied, key = copy_key, passed_at = null, pass_started_at = null, window_start = null,
            next_step = 'changes', visit_started_at = null, is_running = false, accepts_deletions = '_key' = any (copy_key)
        where k.id = t.id;
        execute format('drop table if exists %s', staged);
    end if;
    -- A failing or stopped table gets another chance.
    update fdw_sync.tables k set next_visit_at = least(k.next_visit_at, fdw_sync.now()), failures = 0, error = null, failed_at = null,
        is_stopped = false
    where k.id = t.id;
    if exists (
        select from pg_catalog.pg_attribute a
        join pg_catalog.pg_attribute b on b.attrelid = to_regclass(staged) and b.attname = a.attname
        where a.attrelid = copy_name::regclass and a.attnum > 0 and (b.atttypid, b.atttypmod) is distinct from (a.atttypid, a.atttypmod)
    ) then
        -- A column has another type since an upgrade.
        update fdw_sync.tables k set pass_started_at = null, window_start = null, next_step = 'changes', visit_started_at = null, is_running = false
        where k.id = t.id;
        execute format('drop table %s', staged);
    end if;
    if to_regclass(staged) is null then
        execute format('create table %s (like %s)', staged, copy_name);
        execute format('alter table %s drop column _synced_at, drop column _deleted_at, add primary key (%s)',
            staged, fdw_sync.identifiers(copy_key));
        perform fdw_sync.revoke_grants(staged::regclass);
    end if;
    perform fdw_sync.revoke_grants(source::regclass);
end
$$;


--
-- Name: interrupt_visit(integer, interval); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.interrupt_visit(table_id integer, pause interval DEFAULT '00:00:00'::interval) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    AS $$ update fdw_sync.tables k set is_running = false, next_visit_at = fdw_sync.now() + pause where k.id = table_id $$;


--
-- Name: is_over(timestamp with time zone, interval); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.is_over(started timestamp with time zone, time_limit interval) RETURNS boolean
    LANGUAGE sql
    SET search_path TO ''
    AS $$ select clock_timestamp() - started >= time_limit $$;


--
-- Name: is_pass_due(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.is_pass_due(t fdw_sync.tables) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select t.passed_at is null or t.passed_at + fdw_sync.pass_every(t) <= fdw_sync.now()
        or (t.is_pass_wanted and t.passed_at + fdw_sync.shortest_pause(t) <= fdw_sync.now())
$$;


--
-- Name: is_unreachable(integer, timestamp with time zone); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.is_unreachable(table_id integer, visit_started timestamp with time zone) RETURNS boolean
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    select fdw_sync.is_over(visit_started, '10 seconds') and k.failures > 0 and k.visit_started_at is null
    from fdw_sync.tables k where k.id = table_id
$$;


--
-- Name: list_requests(fdw_sync.tables, fdw_sync.catalogue, bigint); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.list_requests(t fdw_sync.tables, entry fdw_sync.catalogue, rows_read bigint) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    others bigint;
begin
    if entry.parent is null and entry.owner is null then
        return fdw_sync.pages(entry, rows_read / entry.lists, entry.pages_overlap) * entry.lists;
    end if;
    select k.row_count into others from fdw_sync.tables k where k.server = t.server and k.object in (entry.parent, entry.owner);
    if others is null then
        execute format('select count(distinct %I) from %s', coalesce(entry.owner_key, t.key[1]), t.staged) into others;
    end if;
    return case when entry.parent is not null then others + 1 else fdw_sync.pages(entry, others, entry.pages_overlap) end;
end
$$;


--
-- Name: lock_class(); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.lock_class() RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$ select hashtext('fdw_sync') $$;


--
-- Name: lock_tables(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.lock_tables(server name) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    table_id integer;
begin
    for table_id in select k.id from fdw_sync.tables k where k.server = lock_tables.server order by k.id loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), table_id);
    end loop;
end
$$;


--
-- Name: may_pass(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.may_pass(t fdw_sync.tables) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$ select t.pass_requests <= 100 or t.passed_at + interval '1 second' * t.pass_requests <= fdw_sync.now() $$;


--
-- Name: name_for(text, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.name_for(prefix text, server name) RETURNS name
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
    select case when octet_length(prefix || server) <= 63 then prefix || server
        else prefix || md5(server) end::name
$$;


--
-- Name: now(); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.now() RETURNS timestamp with time zone
    LANGUAGE sql
    SET search_path TO ''
    AS $$ select pg_catalog.clock_timestamp() $$;


--
-- Name: objects(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.objects(server name) RETURNS TABLE(object text, is_default boolean, key text, changes_found_by text, deletions_found_by text, first_load text, remark text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select e.object, e.is_default,
        case when e.key is null then '(content of the row)' when e.is_single then '(one row)'
            else fdw_sync.identifiers(e.key) end,
        case when e.refusal is not null then null
            when e.changed_at is not null then format('%I since the last run', e.changed_at)
            when e.added_at is not null then format('new rows by %I since the last run, changed rows by reading the list', e.added_at)
            when e.owners_at_once is not null then format('changes of %s since the last run', e.owner)
            else 'reading the list' end,
        case when e.refusal is not null then null
            when e.owners_at_once is not null then format('changes of %s since the last run', e.owner)
            when e.count_requests is not null and coalesce(e.changed_at, e.added_at) is not null then 'a count in each run'
            else 'reading the list' end,
        case when e.refusal is not null then null when e.window_by is null then 'in one transaction'
            else format('in windows of %I', e.window_by) end,
        coalesce(e.refusal, case when e.parent is not null then format('a full read takes a request for each row of %s', e.parent) end)
    from fdw_sync.entries(server) e order by e.object
$$;


--
-- Name: option(jsonb, text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.option(options jsonb, name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
    select coalesce(options ->> name, case name
        when 'deletions' then 'soft'
        when 'overlap' then '10 minutes'
        when 'attrs' then 'true'
        when 'table_options' then '{}'
        when 'import_options' then '{}'
    end)
$$;


--
-- Name: owner(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.owner(t fdw_sync.tables) RETURNS fdw_sync.tables
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select k from fdw_sync.entry(t) e
    join fdw_sync.tables k on k.server = t.server and k.object = e.owner
    where e.owners_at_once is not null and k.row_count is not null
        -- Otherwise, a change of a part may not change the copied columns of its owner.
        and ((fdw_sync.entry(k)).changed_at is not null or 'attrs' = any (k.columns))
$$;


--
-- Name: pages(fdw_sync.catalogue, bigint, boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.pages(entry fdw_sync.catalogue, rows_read bigint, overlap boolean) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
    select case
        when entry.page_rows is null then 1
        when overlap then (greatest(rows_read, 1) - 1) / (entry.page_rows - 1) + 1
        else rows_read / entry.page_rows + 1
    end::integer + case when rows_read > 0 then entry.requests_at_end else 0 end
$$;


--
-- Name: pass_every(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.pass_every(t fdw_sync.tables) RETURNS interval
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
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


--
-- Name: pause(integer); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.pause(failures integer) RETURNS interval
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$ select least(interval '1 minute' * power(2, least(failures, 10) - 1), interval '1 hour') $$;


--
-- Name: read_changes(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.read_changes(t fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    time_column name := coalesce(entry.changed_at, entry.added_at);
    owner fdw_sync.tables := fdw_sync.owner(t);
    overlap interval := (select fdw_sync.option(s.options, 'overlap') from fdw_sync.servers s where s.server = t.server);
    row_limit integer;
    applied record;
    is_cut boolean;
begin
    if owner.id is not null and not fdw_sync.is_pass_due(t) then
        return fdw_sync.follow_owner(t, owner);
    end if;
    update fdw_sync.tables k set are_changes_due = false where k.id = t.id;
    -- A list that one step reads as a whole needs no look at the changes first.
    if time_column is null or t.watermark is null or (fdw_sync.is_pass_due(t) and entry.window_by is null) then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    if entry.window_by is not null then
        -- If more rows than that have changed, the list is read in windows. Rows that the copy has already do not count.
        execute format('select %s + count(*) from %s where %I >= %L', entry.page_rows * 10, t.target, time_column, t.watermark - overlap)
            into row_limit;
    end if;
    select * into applied from fdw_sync.apply_rows(t, format(
        'select distinct on (%s) %s from (select * from %s where %I >= %L%s) s order by %1$s, %4$I desc',
        fdw_sync.identifiers(t.key), fdw_sync.identifiers(t.columns), t.source, time_column, t.watermark - overlap,
        coalesce(' limit ' || row_limit, '')));
    -- Fewer rows than were read can be distinct.
    is_cut := coalesce(applied.rows_read > row_limit - entry.page_rows, false);
    update fdw_sync.tables k set row_count = k.row_count + applied.rows_added,
        watermark = case when is_cut then k.watermark else greatest(k.watermark, applied.newest) end
    where k.id = t.id returning * into t;
    -- After more than one page, the beginning of the list is read again.
    perform fdw_sync.go_on(t, 'count', fdw_sync.pages(entry, applied.rows_read, true)
        + case when applied.rows_read >= entry.page_rows then 1 else 0 end);
    if is_cut and t.pass_started_at is null and t.visit_passes = 0 then
        return fdw_sync.begin_pass(t);
    end if;
    return true;
end
$_$;


--
-- Name: read_window(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.read_window(t fdw_sync.tables) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    -- A window takes two requests. It is smaller than two pages, because the provider also returns a few rows before it.
    row_limit integer := case when entry.window_by is not null then coalesce(t.window_rows, entry.page_rows * 2 - entry.page_rows / 20) end;
    condition text := case when t.window_start is null then 'true' else format('%I >= %L', entry.window_by, t.window_start) end;
    rows_read bigint;
    rows_staged bigint;
    window_end timestamptz;
    cost integer;
begin
    if row_limit is null then
        execute format('truncate %s', t.staged);
    end if;
    execute format('with read as materialized (%s), staged as (insert into %s (%s) select %3$s from read on conflict do nothing returning 1) '
        'select (select count(*) from read), (select count(*) from staged), (select max(%4$s) from read)',
        fdw_sync.select_rows(t, entry.is_single, condition, row_limit), t.staged, fdw_sync.identifiers(fdw_sync.row_columns(t)),
        coalesce(quote_ident(entry.window_by), 'null::timestamptz'))
    into rows_read, rows_staged, window_end;
    if row_limit is null and rows_staged < rows_read then
        raise exception '% of % rows have the key of another row', rows_read - rows_staged, rows_read
            using hint = format('The key is (%s).', fdw_sync.identifiers(t.key));
    end if;
    cost := case
        when row_limit is null then fdw_sync.list_requests(t, entry, rows_read)
        when rows_read = row_limit then ceil(rows_read::numeric / entry.page_rows)
        else fdw_sync.pages(entry, rows_read, entry.pages_overlap)
    end;
    -- The window that comes next begins with the last row of this one. If all rows have the same time, it must be larger.
    update fdw_sync.tables k set requests_so_far = k.requests_so_far + cost, failures = 0, error = null,
        window_start = window_end, window_rows = case when window_end = k.window_start then row_limit * 2 end,
        are_changes_due = k.row_count is not null
    where k.id = t.id returning * into t;
    perform fdw_sync.go_on(t, 'pass', cost);
    if rows_read = row_limit then
        return true;
    end if;
    return fdw_sync.end_pass(t);
end
$_$;


--
-- Name: refresh(text, text, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.refresh(object text, id text, server name DEFAULT NULL::name) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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


--
-- Name: remove(fdw_sync.tables, timestamp with time zone, text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.remove(t fdw_sync.tables, at timestamp with time zone, condition text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select case fdw_sync.option(s.options, 'deletions')
        when 'hard' then format('delete from %s c where %s', t.target, condition)
        else format('update %s c set _deleted_at = %L where c._deleted_at is null and %s', t.target, at, condition)
    end
    from fdw_sync.servers s where s.server = t.server
$$;


--
-- Name: remove_orphans(fdw_sync.tables, fdw_sync.catalogue, fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.remove_orphans(t fdw_sync.tables, entry fdw_sync.catalogue, owner fdw_sync.tables) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    is_orphan text := format('c._deleted_at is null and c._synced_at < %L and not exists (select from %s o where o.%I = c.%I)',
        t.followed_at, owner.target, owner.key[1], entry.owner_key);
    removed bigint;
begin
    if (select fdw_sync.option(s.options, 'deletions') from fdw_sync.servers s where s.server = t.server) <> 'hard' then
        return;
    end if;
    execute format('select count(*) from %s c where %s', t.target, is_orphan) into removed;
    if removed > 0 then
        execute fdw_sync.remove(t, fdw_sync.now(), is_orphan);
        update fdw_sync.tables k set row_count = k.row_count - removed where k.id = t.id;
    end if;
end
$$;


--
-- Name: report_unfinished(bigint, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.report_unfinished(run bigint, only_server name) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    unfinished bigint := (
        select count(*) from fdw_sync.tables k
        where not k.is_stopped and k.failures = 0 and k.next_visit_at <= fdw_sync.now()
            and (k.visit_run is distinct from run or k.visit_started_at is not null)
            and (only_server is null or k.server = only_server)
    );
begin
    if unfinished > 0 then
        raise notice '% tables were not finished within the time limit; the next run continues with them', unfinished;
    end if;
end
$$;


--
-- Name: reread(fdw_sync.tables, text[]); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.reread(t fdw_sync.tables, row_ids text[]) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "DateStyle" TO 'ISO'
    SET "TimeZone" TO 'UTC'
    AS $_$
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
$_$;


--
-- Name: reread_queued(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.reread_queued(only_server name) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    SET lock_timeout TO '5s'
    AS $$
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


--
-- Name: resume(name, text, boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.resume(server name, object text, accept_deletions boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    update fdw_sync.tables k set is_stopped = false, failures = 0, error = null, failed_at = null, passed_at = null,
        pass_started_at = null, next_step = 'changes', is_running = false, visit_started_at = null,
        accepts_deletions = accept_deletions, next_visit_at = '-infinity'
    where k.server = resume.server and k.object = resume.object;
    if not found then
        raise exception 'there is no copy of "%" of the server "%"', object, server;
    end if;
end
$$;


--
-- Name: revoke_grants(regclass); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.revoke_grants(relation regclass) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    AS $$ select fdw_sync.revoke_grants('table ' || relation, c.relacl, c.relowner) from pg_catalog.pg_class c where c.oid = relation $$;


--
-- Name: revoke_grants(text, aclitem[], oid); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.revoke_grants(object text, acl aclitem[], owner oid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    grantee oid;
begin
    for grantee in select distinct a.grantee from aclexplode(acl) a where a.grantee <> owner loop
        execute format('revoke all on %s from %s', object, case when grantee = 0 then 'public' else grantee::regrole::text end);
    end loop;
end
$$;


--
-- Name: row_columns(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.row_columns(t fdw_sync.tables) RETURNS name[]
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$ select case when '_key' = any (t.key) then t.columns || '_key'::name else t.columns end $$;


--
-- Name: run(name, interval); Type: PROCEDURE; Schema: fdw_sync; Owner: -
--

CREATE PROCEDURE fdw_sync.run(IN only_server name DEFAULT NULL::name, IN time_limit interval DEFAULT '00:01:30'::interval)
    LANGUAGE plpgsql
    AS $$
declare
    started pg_catalog.timestamptz := pg_catalog.clock_timestamp();
    run_started pg_catalog.timestamptz := fdw_sync.now();
    visit_started pg_catalog.timestamptz;
    run pg_catalog.int8 := pg_catalog.nextval('fdw_sync.run_numbers');
    visited pg_catalog.int4;
    goes_on pg_catalog.bool;
begin
    perform fdw_sync.check_server(only_server);
    perform fdw_sync.delete_old_records(only_server);
    commit;
    loop
        goes_on := fdw_sync.reread_queued(only_server);
        commit;
        exit when not goes_on or fdw_sync.is_over(started, '20 seconds') or fdw_sync.is_over(started, time_limit);
    end loop;
    loop
        visited := fdw_sync.begin_visit(run, run_started, only_server);
        commit;
        exit when visited is null;
        visit_started := pg_catalog.clock_timestamp();
        loop
            goes_on := fdw_sync.step(visited, run);
            commit;
            exit when not goes_on or fdw_sync.is_over(visit_started, '10 seconds') or fdw_sync.is_over(started, time_limit);
        end loop;
        if goes_on then
            perform fdw_sync.interrupt_visit(visited);
            commit;
        end if;
        exit when fdw_sync.is_over(started, time_limit) or fdw_sync.is_unreachable(visited, visit_started);
    end loop;
    perform fdw_sync.report_unfinished(run, only_server);
end
$$;


--
-- Name: same_key(fdw_sync.tables, text, text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.same_key(t fdw_sync.tables, a text, b text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$ select string_agg(format('%1$s.%3$I = %2$s.%3$I', a, b, k), ' and ') from unnest(t.key) k $_$;


--
-- Name: schedule_job(fdw_sync.servers); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.schedule_job(s fdw_sync.servers) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    if not fdw_sync.has_cron() then
        return false;
    end if;
    -- The procedure must be the only statement of the job, because it commits.
    execute format('select cron.schedule(%L, %L, %L)',
        fdw_sync.name_for('fdw_sync ', s.server), s.schedule, format('call fdw_sync.run(%L)', s.server));
    return true;
end
$$;


--
-- Name: select_rows(fdw_sync.tables, boolean, text, bigint); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.select_rows(t fdw_sync.tables, is_single boolean, condition text, row_limit bigint DEFAULT NULL::bigint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $_$
    select format('select %s%s from %s where %s', fdw_sync.identifiers(t.columns),
        case when '_key' <> all (t.key) then ''
            when is_single then ', ''1'' as _key'
            else format(', md5(row(%1$s)::text) || ''-'' || row_number() over (partition by md5(row(%1$s)::text)) as _key',
                fdw_sync.identifiers(t.columns))
        end,
        t.source, condition) || coalesce(' limit ' || row_limit, '')
$_$;


--
-- Name: shortest_pause(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.shortest_pause(t fdw_sync.tables) RETURNS interval
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$ select interval '10 seconds' * coalesce(t.pass_requests, 0) $$;


--
-- Name: status(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.status(only_server name DEFAULT NULL::name) RETURNS TABLE(server name, copy text, state text, rows bigint, lag interval, updates_lag interval, last_run timestamp with time zone, requests integer, failures integer, error text, next_run timestamp with time zone)
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    select k.server, k.target,
        case
            when k.is_stopped then 'stopped'
            when k.failures > 0 then 'failing'
            when k.row_count is null then case when k.visit_run is null then 'new' else 'first load' end
            when k.next_visit_at < n.now - interval '10 minutes' then 'late'
            when k.are_deletions_pending then 'deletions pending'
            else 'fresh'
        end,
        k.row_count, n.now - k.visited_at,
        n.now - fdw_sync.updated_at(k),
        k.visited_at, k.requests, k.failures, k.error,
        case when not k.is_stopped then greatest(k.next_visit_at, n.now) end
    from fdw_sync.tables k, (select fdw_sync.now()) n (now)
    where only_server is null or k.server = only_server
    order by k.server, k.target
$$;


--
-- Name: step(integer, bigint); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.step(table_id integer, run bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "DateStyle" TO 'ISO'
    SET "TimeZone" TO 'UTC'
    SET "IntervalStyle" TO 'postgres'
    SET lock_timeout TO '5s'
    AS $$
declare
    t fdw_sync.tables;
    goes_on boolean;
    message text;
    hint text;
begin
    -- A transaction that holds the row, such as one that called refresh(), must not hold up other tables.
    perform from fdw_sync.tables k where k.id = table_id for no key update skip locked;
    if not found then
        return false;
    end if;
    -- The lock ends with the transaction, so that a run that is killed leaves none.
    if not pg_try_advisory_xact_lock(fdw_sync.lock_class(), table_id) then
        perform fdw_sync.interrupt_visit(table_id, interval '5 seconds');
        return false;
    end if;
    select * into t from fdw_sync.tables k
    where k.id = table_id and k.visit_run = run and k.is_running and not k.is_stopped for no key update;
    if not found then
        return false;
    end if;
    begin
        goes_on := case t.next_step
            when 'changes' then fdw_sync.read_changes(t)
            when 'count' then fdw_sync.compare_count(t)
            when 'pass' then fdw_sync.read_window(t)
        end;
        if not goes_on then
            update fdw_sync.tables k set failures = 0, error = null, failed_at = null where k.id = table_id and not k.is_stopped;
        end if;
        return goes_on;
    exception when others then
        get stacked diagnostics message = message_text, hint = pg_exception_hint;
    end;
    update fdw_sync.tables k set is_running = false, visit_started_at = null, failures = k.failures + 1, failed_at = fdw_sync.now(),
        error = concat_ws('; ', message, nullif(hint, '')),
        next_visit_at = fdw_sync.now() + fdw_sync.pause(k.failures + 1)
    where k.id = table_id;
    return false;
end
$$;


--
-- Name: tables_of(text, name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.tables_of(object text, server name) RETURNS SETOF fdw_sync.tables
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $_$
    select k.* from fdw_sync.tables k
    where k.object in (
            tables_of.object, tables_of.object || 's', tables_of.object || 'es', regexp_replace(tables_of.object, 'y$', 'ies')
        )
        and (tables_of.server is null or k.server = tables_of.server)
    order by k.id
$_$;


--
-- Name: uninstall(name, text[], boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.uninstall(server name DEFAULT NULL::name, tables text[] DEFAULT NULL::text[], keep_tables boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET client_min_messages TO 'warning'
    AS $$
declare
    s fdw_sync.servers;
    unknown text;
begin
    if server is null and tables is not null then
        raise exception 'to remove only some tables, name their server';
    end if;
    perform fdw_sync.check_server(server);
    select o into unknown from unnest(tables) o
    where o not in (select k.object from fdw_sync.tables k where k.server = uninstall.server);
    if found then
        raise exception 'there is no copy of "%" of the server "%"', unknown, server;
    end if;
    for s in select * from fdw_sync.servers k where uninstall.server is null or k.server = uninstall.server order by k.server loop
        perform fdw_sync.uninstall_server(s, tables, keep_tables);
    end loop;
    if server is null then
        drop schema fdw_sync cascade;
    end if;
end
$$;


--
-- Name: uninstall_server(fdw_sync.servers, text[], boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.uninstall_server(s fdw_sync.servers, tables text[], keep_tables boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    t fdw_sync.tables;
begin
    perform fdw_sync.lock_tables(s.server);
    for t in select * from fdw_sync.tables k where k.server = s.server and (tables is null or k.object = any (tables)) order by k.id loop
        delete from fdw_sync.tables k where k.id = t.id;
        execute format('drop table if exists %s', t.staged);
        execute format('drop foreign table if exists %s', t.source);
        if not keep_tables then
            execute format('drop table if exists %s', t.target);
        end if;
    end loop;
    if exists (select from fdw_sync.tables k where k.server = s.server) then
        update fdw_sync.servers k set has_all_objects = false where k.server = s.server;
        return;
    end if;
    perform fdw_sync.unschedule_job(s.server);
    delete from fdw_sync.servers k where k.server = s.server;
    execute format('drop schema %I', s.foreign_schema);
    if s.owns_target_schema and not keep_tables and not exists (select from fdw_sync.servers k where k.target_schema = s.target_schema) then
        execute format('drop schema %I', s.target_schema);
    end if;
end
$$;


--
-- Name: unschedule_job(name); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.unschedule_job(server name) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    job text := fdw_sync.name_for('fdw_sync ', server);
begin
    if fdw_sync.has_cron() then
        begin
            execute format('delete from cron.job_run_details d using cron.job j where d.jobid = j.jobid and j.jobname = %L', job);
        exception when insufficient_privilege then
            -- Then the administrator deletes them.
            null;
        end;
        execute format('select cron.unschedule(jobid) from cron.job where jobname = %L and username = current_user', job);
    end if;
end
$$;


--
-- Name: updated_at(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.updated_at(t fdw_sync.tables) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    owner fdw_sync.tables := fdw_sync.owner(t);
begin
    return case
        when owner.id is not null then least(t.visited_at, fdw_sync.updated_at(owner))
        when entry.changed_at is not null then t.visited_at
        else t.passed_at
    end;
end
$$;


--
-- Name: upsert(fdw_sync.tables, text, timestamp with time zone, text); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.upsert(t fdw_sync.tables, from_relation text, at timestamp with time zone, guard text DEFAULT 'true'::text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $_$
    select format(
        'insert into %1$s as c (%2$s, _synced_at, _deleted_at) select %2$s, %3$L, null from %4$s r '
        'where not exists (select from %1$s u where %5$s and u._deleted_at is null and row(%6$s) is not distinct from row(%7$s)) '
        'on conflict (%8$s) do update set %9$s, _synced_at = excluded._synced_at, _deleted_at = null where %10$s '
        'returning xmax = 0 as is_new',
        t.target, fdw_sync.identifiers(n.names), at, from_relation, fdw_sync.same_key(t, 'u', 'r'),
        fdw_sync.identifiers(n.names, 'u.'), fdw_sync.identifiers(n.names, 'r.'), fdw_sync.identifiers(t.key),
        (select string_agg(format('%1$I = excluded.%1$I', u), ', ') from unnest(n.names) u), guard)
    from (select fdw_sync.row_columns(t)) n (names)
$_$;


--
-- Name: wait_for_step(fdw_sync.tables); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.wait_for_step(t fdw_sync.tables) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    begin
        perform from fdw_sync.tables k where k.id = t.id for share;
        -- The lock is only waited for: rolling back releases it, so that the other table is not held up in turn.
        raise exception using errcode = 'triggered_action_exception';
    exception when triggered_action_exception then
        null;
    end;
end
$$;


--
-- Name: warn_of_limits(boolean); Type: FUNCTION; Schema: fdw_sync; Owner: -
--

CREATE FUNCTION fdw_sync.warn_of_limits(has_job boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    if not has_job then
        raise notice 'pg_cron is not enabled in this database, so nothing runs by itself: '
            'enable it and call install() again, or call fdw_sync.run() regularly';
    end if;
    if current_setting('statement_timeout')::interval between interval '1 millisecond' and interval '10 minutes' then
        raise notice 'long lists may not be finished within statement_timeout, which is %; '
            'to change it: alter role % set statement_timeout = ''30min''',
            current_setting('statement_timeout'), quote_ident(current_user);
    end if;
end
$$;


--
-- Name: users; Type: TABLE; Schema: clerk_copy; Owner: -
--

CREATE TABLE clerk_copy.users (
    id text NOT NULL,
    external_id text,
    username text,
    first_name text,
    last_name text,
    primary_email_address text,
    primary_phone_number text,
    primary_web3_wallet text,
    primary_email_address_id text,
    primary_phone_number_id text,
    primary_web3_wallet_id text,
    locale text,
    image_url text,
    has_image boolean,
    public_metadata jsonb,
    private_metadata jsonb,
    unsafe_metadata jsonb,
    email_addresses jsonb,
    phone_numbers jsonb,
    web3_wallets jsonb,
    passkeys jsonb,
    external_accounts jsonb,
    saml_accounts jsonb,
    enterprise_accounts jsonb,
    organization_memberships jsonb,
    password_enabled boolean,
    two_factor_enabled boolean,
    totp_enabled boolean,
    backup_code_enabled boolean,
    mfa_enabled_at timestamp with time zone,
    mfa_disabled_at timestamp with time zone,
    password_last_updated_at timestamp with time zone,
    banned boolean,
    locked boolean,
    deprovisioned boolean,
    lockout_expires_in_seconds bigint,
    verification_attempts_remaining bigint,
    delete_self_enabled boolean,
    create_organization_enabled boolean,
    create_organizations_limit bigint,
    bypass_client_trust boolean,
    last_sign_in_at timestamp with time zone,
    last_active_at timestamp with time zone,
    legal_accepted_at timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    attrs jsonb,
    _synced_at timestamp with time zone NOT NULL,
    _deleted_at timestamp with time zone
);


--
-- Name: queue; Type: TABLE; Schema: fdw_sync; Owner: -
--

CREATE TABLE fdw_sync.queue (
    id bigint NOT NULL,
    table_id integer NOT NULL,
    row_id text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);


--
-- Name: queue_id_seq; Type: SEQUENCE; Schema: fdw_sync; Owner: -
--

ALTER TABLE fdw_sync.queue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME fdw_sync.queue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: run_numbers; Type: SEQUENCE; Schema: fdw_sync; Owner: -
--

CREATE SEQUENCE fdw_sync.run_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: tables_id_seq; Type: SEQUENCE; Schema: fdw_sync; Owner: -
--

ALTER TABLE fdw_sync.tables ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME fdw_sync.tables_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: version; Type: TABLE; Schema: fdw_sync; Owner: -
--

CREATE TABLE fdw_sync.version (
    number integer NOT NULL
);


--
-- Name: users; Type: FOREIGN TABLE; Schema: fdw_sync_clerk_server; Owner: -
--

CREATE FOREIGN TABLE fdw_sync_clerk_server.users (
    id text,
    external_id text,
    username text,
    first_name text,
    last_name text,
    primary_email_address text,
    primary_phone_number text,
    primary_web3_wallet text,
    primary_email_address_id text,
    primary_phone_number_id text,
    primary_web3_wallet_id text,
    locale text,
    image_url text,
    has_image boolean,
    public_metadata jsonb,
    private_metadata jsonb,
    unsafe_metadata jsonb,
    email_addresses jsonb,
    phone_numbers jsonb,
    web3_wallets jsonb,
    passkeys jsonb,
    external_accounts jsonb,
    saml_accounts jsonb,
    enterprise_accounts jsonb,
    organization_memberships jsonb,
    password_enabled boolean,
    two_factor_enabled boolean,
    totp_enabled boolean,
    backup_code_enabled boolean,
    mfa_enabled_at timestamp with time zone,
    mfa_disabled_at timestamp with time zone,
    password_last_updated_at timestamp with time zone,
    banned boolean,
    locked boolean,
    deprovisioned boolean,
    lockout_expires_in_seconds bigint,
    verification_attempts_remaining bigint,
    delete_self_enabled boolean,
    create_organization_enabled boolean,
    create_organizations_limit bigint,
    bypass_client_trust boolean,
    last_sign_in_at timestamp with time zone,
    last_active_at timestamp with time zone,
    legal_accepted_at timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    attrs jsonb
)
SERVER clerk_server
OPTIONS (
    debug 'false',
    object 'users',
    pushdown_comparisons 'true',
    rowid_column 'id',
    stats 'false',
    top_n 'false'
);


--
-- Name: users_staged; Type: TABLE; Schema: fdw_sync_clerk_server; Owner: -
--

CREATE TABLE fdw_sync_clerk_server.users_staged (
    id text NOT NULL,
    external_id text,
    username text,
    first_name text,
    last_name text,
    primary_email_address text,
    primary_phone_number text,
    primary_web3_wallet text,
    primary_email_address_id text,
    primary_phone_number_id text,
    primary_web3_wallet_id text,
    locale text,
    image_url text,
    has_image boolean,
    public_metadata jsonb,
    private_metadata jsonb,
    unsafe_metadata jsonb,
    email_addresses jsonb,
    phone_numbers jsonb,
    web3_wallets jsonb,
    passkeys jsonb,
    external_accounts jsonb,
    saml_accounts jsonb,
    enterprise_accounts jsonb,
    organization_memberships jsonb,
    password_enabled boolean,
    two_factor_enabled boolean,
    totp_enabled boolean,
    backup_code_enabled boolean,
    mfa_enabled_at timestamp with time zone,
    mfa_disabled_at timestamp with time zone,
    password_last_updated_at timestamp with time zone,
    banned boolean,
    locked boolean,
    deprovisioned boolean,
    lockout_expires_in_seconds bigint,
    verification_attempts_remaining bigint,
    delete_self_enabled boolean,
    create_organization_enabled boolean,
    create_organizations_limit bigint,
    bypass_client_trust boolean,
    last_sign_in_at timestamp with time zone,
    last_active_at timestamp with time zone,
    legal_accepted_at timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    attrs jsonb
);


--
-- Data for Name: users; Type: TABLE DATA; Schema: clerk_copy; Owner: -
--

INSERT INTO clerk_copy.users VALUES ('user_2kNjf81CjNNSt5Hbcr2EozdnRsm', NULL, NULL, 'Alan', 'Turing', 'person2+clerk@example2.com', NULL, NULL, 'idn_2ZWDosxtkP3RFaazkA8nPiDUZ7b', NULL, NULL, NULL, 'https://img.example.com/user_2kNjf81CjNNSt5Hbcr2EozdnRsm', false, '{"plan": {"name": "pro", "seats": 2}, "role": "guest", "score": 0.25}', '{}', '{}', '[{"id": "idn_2ZWDosxtkP3RFaazkA8nPiDUZ7b", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672533000002, "updated_at": 1672533000002, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672533600002}, "email_address": "person2+clerk@example2.com", "matches_sso_connection": false}]', '[]', '[]', '[{"id": "pky_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "name": "Gamma, Delta & 2", "object": "passkey", "last_used_at": 1673051400002, "verification": {"nonce": "nonce", "object": "verification_passkey", "status": "verified", "message": "message 2", "attempts": 2, "strategy": "passkey", "expire_at": null, "verified_at_client": "verified at client 2"}}]', '[{"id": "eac_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Turing", "created_at": 1672533000002, "first_name": "Alan", "updated_at": 1675107720002, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672533000002}, "email_address": "person2+clerk@example2.com", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "3519142704375981860", "identification_id": "idn_25nTxCKTNAwTlDY0wR5BJbYEfdp"}]', '[]', '[]', NULL, true, false, false, false, NULL, NULL, '2023-01-01 00:30:00.002+00', false, false, false, NULL, 99, true, true, NULL, false, '2023-03-13 12:30:00.002+00', '2023-03-14 00:00:00+00', NULL, '2023-01-01 00:30:00.002+00', '2023-01-30 19:42:00.002+00', '{"id": "user_2kNjf81CjNNSt5Hbcr2EozdnRsm", "banned": false, "locale": null, "locked": false, "object": "user", "passkeys": [{"id": "pky_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "name": "Gamma, Delta & 2", "object": "passkey", "last_used_at": 1673051400002, "verification": {"nonce": "nonce", "object": "verification_passkey", "status": "verified", "message": "message 2", "attempts": 2, "strategy": "passkey", "expire_at": null, "verified_at_client": "verified at client 2"}}], "username": null, "has_image": false, "image_url": "https://img.example.com/user_2kNjf81CjNNSt5Hbcr2EozdnRsm", "last_name": "Turing", "created_at": 1672533000002, "first_name": "Alan", "updated_at": 1675107720002, "external_id": null, "totp_enabled": false, "web3_wallets": [], "deprovisioned": false, "phone_numbers": [], "saml_accounts": [], "last_active_at": 1678752000000, "mfa_enabled_at": null, "email_addresses": [{"id": "idn_2ZWDosxtkP3RFaazkA8nPiDUZ7b", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672533000002, "updated_at": 1672533000002, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672533600002}, "email_address": "person2+clerk@example2.com", "matches_sso_connection": false}], "last_sign_in_at": 1678710600002, "mfa_disabled_at": null, "public_metadata": {"plan": {"name": "pro", "seats": 2}, "role": "guest", "score": 0.25}, "unsafe_metadata": {}, "password_enabled": true, "private_metadata": {}, "external_accounts": [{"id": "eac_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Turing", "created_at": 1672533000002, "first_name": "Alan", "updated_at": 1675107720002, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672533000002}, "email_address": "person2+clerk@example2.com", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "3519142704375981860", "identification_id": "idn_25nTxCKTNAwTlDY0wR5BJbYEfdp"}], "legal_accepted_at": null, "profile_image_url": "https://img.example.com/user_2kNjf81CjNNSt5Hbcr2EozdnRsm", "two_factor_enabled": false, "backup_code_enabled": false, "bypass_client_trust": false, "delete_self_enabled": true, "enterprise_accounts": [], "primary_web3_wallet_id": null, "primary_phone_number_id": null, "password_last_updated_at": 1672533000002, "primary_email_address_id": "idn_2ZWDosxtkP3RFaazkA8nPiDUZ7b", "create_organizations_limit": null, "lockout_expires_in_seconds": null, "create_organization_enabled": true, "verification_attempts_remaining": 99}', '2026-11-27 00:02:25.788731+00', NULL);
INSERT INTO clerk_copy.users VALUES ('user_2w2TELs66wbmyQkqhqfiPXzXFyl', NULL, NULL, 'Ada', 'Knuth', 'person0+clerk@example0.com', '+15550000000', NULL, 'idn_2DolzNQrzaksUXEbuXmSynkXzRF', 'idn_2kckwRemIXWlSZ9Fa7KrQeg2UUP', NULL, 'en-GB', 'https://img.example.com/user_2w2TELs66wbmyQkqhqfiPXzXFyl', false, '{}', NULL, '{}', '[{"id": "idn_2UDXqbgCsxQP09QMHZRrqvkdhSq", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "verification": null, "email_address": "old0@example.org", "matches_sso_connection": false}, {"id": "idn_2DolzNQrzaksUXEbuXmSynkXzRF", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672531800000}, "email_address": "person0+clerk@example0.com", "matches_sso_connection": false}]', '[{"id": "idn_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "object": "phone_number", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "backup_codes": null, "phone_number": "+15550000000", "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "phone_code", "expire_at": 1672531200000}, "default_second_factor": false, "reserved_for_second_factor": false}]', '[]', '[]', '[{"id": "eac_2DolzNQrzaksUXEbuXmSynkXzRF", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Knuth", "created_at": 1672531200000, "first_name": "Ada", "updated_at": 1675555200000, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672531200000}, "email_address": "person0+clerk@example0.com", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "10810649992398407842", "identification_id": "idn_2UDXqbgCsxQP09QMHZRrqvkdhSq"}]', '[]', '[]', NULL, false, false, false, false, NULL, NULL, NULL, false, false, NULL, NULL, 100, true, true, NULL, false, '2023-04-06 18:00:00+00', '2023-04-07 00:00:00+00', '2023-01-01 00:00:00+00', '2023-01-01 00:00:00+00', '2023-02-05 00:00:00+00', '{"id": "user_2w2TELs66wbmyQkqhqfiPXzXFyl", "banned": false, "locale": "en-GB", "locked": false, "object": "user", "passkeys": [], "username": null, "has_image": false, "image_url": "https://img.example.com/user_2w2TELs66wbmyQkqhqfiPXzXFyl", "last_name": "Knuth", "created_at": 1672531200000, "first_name": "Ada", "updated_at": 1675555200000, "external_id": null, "totp_enabled": false, "web3_wallets": [], "phone_numbers": [{"id": "idn_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "object": "phone_number", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "backup_codes": null, "phone_number": "+15550000000", "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "phone_code", "expire_at": 1672531200000}, "default_second_factor": false, "reserved_for_second_factor": false}], "saml_accounts": [], "last_active_at": 1680825600000, "mfa_enabled_at": null, "email_addresses": [{"id": "idn_2UDXqbgCsxQP09QMHZRrqvkdhSq", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "verification": null, "email_address": "old0@example.org", "matches_sso_connection": false}, {"id": "idn_2DolzNQrzaksUXEbuXmSynkXzRF", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672531200000, "updated_at": 1672531200000, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672531800000}, "email_address": "person0+clerk@example0.com", "matches_sso_connection": false}], "last_sign_in_at": 1680804000000, "mfa_disabled_at": null, "public_metadata": {}, "unsafe_metadata": {}, "password_enabled": false, "private_metadata": null, "external_accounts": [{"id": "eac_2DolzNQrzaksUXEbuXmSynkXzRF", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Knuth", "created_at": 1672531200000, "first_name": "Ada", "updated_at": 1675555200000, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672531200000}, "email_address": "person0+clerk@example0.com", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "10810649992398407842", "identification_id": "idn_2UDXqbgCsxQP09QMHZRrqvkdhSq"}], "legal_accepted_at": 1672531200000, "two_factor_enabled": false, "backup_code_enabled": false, "bypass_client_trust": false, "delete_self_enabled": true, "enterprise_accounts": [], "primary_web3_wallet_id": null, "primary_phone_number_id": "idn_2kckwRemIXWlSZ9Fa7KrQeg2UUP", "password_last_updated_at": null, "primary_email_address_id": "idn_2DolzNQrzaksUXEbuXmSynkXzRF", "create_organizations_limit": null, "lockout_expires_in_seconds": null, "create_organization_enabled": true, "verification_attempts_remaining": 100}', '2026-11-27 00:02:25.788731+00', NULL);
INSERT INTO clerk_copy.users VALUES ('user_2y2Y8Fa4xlKktpLWnARjALzD1Me', 'ext-3', NULL, 'Sofía', 'Hopper', 'person3+clerk@example3.com', '+15550000003', '0x000000000000000000000000f63d40d9d0eca9c9', 'idn_2pPj4j05ZC8G3TpekIJ5OS0TpG4', 'idn_2CzHwLP8RzrcQWGlcvIHID3uwQN', 'idn_2QVbLblUtkGYR8TZUl28iRvamuX', 'en-GB', 'https://img.example.com/user_2y2Y8Fa4xlKktpLWnARjALzD1Me', true, '{}', '{"note": "Sofía said \"hi\"\n\tand left \\o/"}', '{}', '[{"id": "idn_2pPj4j05ZC8G3TpekIJ5OS0TpG4", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672533900003, "updated_at": 1672533900003, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672534500003}, "email_address": "person3+clerk@example3.com", "matches_sso_connection": false}]', '[{"id": "idn_2CzHwLP8RzrcQWGlcvIHID3uwQN", "object": "phone_number", "reserved": false, "linked_to": [], "created_at": 1672533900003, "updated_at": 1672533900003, "backup_codes": null, "phone_number": "+15550000003", "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "phone_code", "expire_at": 1672533900003}, "default_second_factor": false, "reserved_for_second_factor": false}]', '[{"id": "idn_2QVbLblUtkGYR8TZUl28iRvamuX", "object": "web3_wallet", "created_at": 1672533900003, "updated_at": 1672533900003, "web3_wallet": "0x000000000000000000000000f63d40d9d0eca9c9", "verification": {"object": "verification_web3", "status": "verified", "attempts": 1, "strategy": "web3_metamask_signature", "expire_at": null}}]', '[]', '[]', '[]', '[]', NULL, true, false, false, false, NULL, NULL, '2023-01-01 00:45:00.003+00', false, false, false, NULL, 99, true, true, NULL, false, '2023-04-10 18:45:00.003+00', '2023-04-11 00:00:00+00', NULL, '2023-01-01 00:45:00.003+00', '2023-01-28 10:21:00.003+00', '{"id": "user_2y2Y8Fa4xlKktpLWnARjALzD1Me", "banned": false, "locale": "en-GB", "locked": false, "object": "user", "passkeys": [], "username": null, "has_image": true, "image_url": "https://img.example.com/user_2y2Y8Fa4xlKktpLWnARjALzD1Me", "last_name": "Hopper", "created_at": 1672533900003, "first_name": "Sofía", "updated_at": 1674901260003, "external_id": "ext-3", "totp_enabled": false, "web3_wallets": [{"id": "idn_2QVbLblUtkGYR8TZUl28iRvamuX", "object": "web3_wallet", "created_at": 1672533900003, "updated_at": 1672533900003, "web3_wallet": "0x000000000000000000000000f63d40d9d0eca9c9", "verification": {"object": "verification_web3", "status": "verified", "attempts": 1, "strategy": "web3_metamask_signature", "expire_at": null}}], "deprovisioned": false, "phone_numbers": [{"id": "idn_2CzHwLP8RzrcQWGlcvIHID3uwQN", "object": "phone_number", "reserved": false, "linked_to": [], "created_at": 1672533900003, "updated_at": 1672533900003, "backup_codes": null, "phone_number": "+15550000003", "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "phone_code", "expire_at": 1672533900003}, "default_second_factor": false, "reserved_for_second_factor": false}], "saml_accounts": [], "last_active_at": 1681171200000, "mfa_enabled_at": null, "email_addresses": [{"id": "idn_2pPj4j05ZC8G3TpekIJ5OS0TpG4", "object": "email_address", "reserved": false, "linked_to": [], "created_at": 1672533900003, "updated_at": 1672533900003, "verification": {"object": "verification_otp", "status": "verified", "attempts": 1, "strategy": "email_code", "expire_at": 1672534500003}, "email_address": "person3+clerk@example3.com", "matches_sso_connection": false}], "last_sign_in_at": 1681152300003, "mfa_disabled_at": null, "public_metadata": {}, "unsafe_metadata": {}, "password_enabled": true, "private_metadata": {"note": "Sofía said \"hi\"\n\tand left \\o/"}, "external_accounts": [], "legal_accepted_at": null, "profile_image_url": "https://img.example.com/user_2y2Y8Fa4xlKktpLWnARjALzD1Me", "two_factor_enabled": false, "backup_code_enabled": false, "bypass_client_trust": false, "delete_self_enabled": true, "enterprise_accounts": [], "primary_web3_wallet_id": "idn_2QVbLblUtkGYR8TZUl28iRvamuX", "primary_phone_number_id": "idn_2CzHwLP8RzrcQWGlcvIHID3uwQN", "password_last_updated_at": 1672533900003, "primary_email_address_id": "idn_2pPj4j05ZC8G3TpekIJ5OS0TpG4", "create_organizations_limit": null, "lockout_expires_in_seconds": null, "create_organization_enabled": true, "verification_attempts_remaining": 99}', '2026-11-27 00:02:25.788731+00', NULL);
INSERT INTO clerk_copy.users VALUES ('user_2zphf8vxSId1H8oaNrHRARY67Ag', NULL, NULL, 'José', 'Lovelace', NULL, NULL, NULL, NULL, NULL, NULL, 'en-GB', 'https://img.example.com/user_2zphf8vxSId1H8oaNrHRARY67Ag', false, '{"plan": {"name": "free", "seats": 1}, "role": "member", "score": 0.125}', '{}', '{}', '[]', '[]', '[]', '[]', '[{"id": "eac_2UDXqbgCsxQP09QMHZRrqvkdhSq", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Lovelace", "created_at": 1672532100001, "first_name": "José", "updated_at": 1675573380001, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672532100001}, "email_address": "", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "951657672349475792", "identification_id": "idn_2snNXtOJX2z37hxpGczZK1twBk5"}]', '[]', '[]', NULL, true, true, true, false, '2023-01-02 00:15:00.001+00', NULL, '2023-01-01 00:15:00.001+00', false, false, false, NULL, 96, true, true, NULL, false, '2023-03-18 00:15:00.001+00', '2023-03-19 00:00:00+00', '2023-01-01 00:15:00.001+00', '2023-01-01 00:15:00.001+00', '2023-02-05 05:03:00.001+00', '{"id": "user_2zphf8vxSId1H8oaNrHRARY67Ag", "banned": false, "locale": "en-GB", "locked": false, "object": "user", "passkeys": [], "username": null, "has_image": false, "image_url": "https://img.example.com/user_2zphf8vxSId1H8oaNrHRARY67Ag", "last_name": "Lovelace", "created_at": 1672532100001, "first_name": "José", "updated_at": 1675573380001, "external_id": null, "totp_enabled": true, "web3_wallets": [], "deprovisioned": false, "phone_numbers": [], "saml_accounts": [], "last_active_at": 1679184000000, "mfa_enabled_at": 1672618500001, "email_addresses": [], "last_sign_in_at": 1679098500001, "mfa_disabled_at": null, "public_metadata": {"plan": {"name": "free", "seats": 1}, "role": "member", "score": 0.125}, "unsafe_metadata": {}, "password_enabled": true, "private_metadata": {}, "external_accounts": [{"id": "eac_2UDXqbgCsxQP09QMHZRrqvkdhSq", "label": null, "object": "external_account", "provider": "oauth_google", "username": null, "image_url": null, "last_name": "Lovelace", "created_at": 1672532100001, "first_name": "José", "updated_at": 1675573380001, "verification": {"object": "verification_oauth", "status": "verified", "attempts": null, "strategy": "oauth_google", "expire_at": 1672532100001}, "email_address": "", "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile", "public_metadata": {}, "provider_user_id": "951657672349475792", "identification_id": "idn_2snNXtOJX2z37hxpGczZK1twBk5"}], "legal_accepted_at": 1672532100001, "profile_image_url": "https://img.example.com/user_2zphf8vxSId1H8oaNrHRARY67Ag", "two_factor_enabled": true, "backup_code_enabled": false, "bypass_client_trust": false, "delete_self_enabled": true, "enterprise_accounts": [], "primary_web3_wallet_id": null, "primary_phone_number_id": null, "password_last_updated_at": 1672532100001, "primary_email_address_id": null, "create_organizations_limit": null, "lockout_expires_in_seconds": null, "create_organization_enabled": true, "verification_attempts_remaining": 96}', '2026-11-27 00:02:25.788731+00', NULL);


--
-- Data for Name: catalogue; Type: TABLE DATA; Schema: fdw_sync; Owner: -
--

INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'allowlist_identifiers', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'api_keys', false, 'the provider lists its rows only for given values of id or subject', '{}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_payment_attempts', false, NULL, '{statement_id,id}', false, false, NULL, NULL, NULL, NULL, 'billing_statements', NULL, NULL, NULL, 1, 500, true, 0, '{statement_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_plans', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{for_payer_type}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_prices', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{plan_id}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_statement', true, NULL, '{statement_id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{statement_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_statements', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'billing_subscription_items', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{status,plan_id}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'blocklist_identifiers', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'clients', true, NULL, '{id}', false, true, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'directories', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'directory_group_role_mappings', true, NULL, '{directory_id,id}', false, false, NULL, NULL, NULL, NULL, 'directories', NULL, NULL, NULL, 1, NULL, false, 0, '{directory_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'domains', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'enterprise_connection_test_runs', true, NULL, '{enterprise_connection_id,id}', false, false, NULL, NULL, NULL, NULL, 'enterprise_connections', NULL, NULL, NULL, 1, 500, true, 0, '{enterprise_connection_id}', '{status}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'enterprise_connections', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{organization_id}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'instance', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'instance_communication', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'instance_oauth_application_settings', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'instance_organization_settings', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'instance_protect', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'invitations', true, NULL, '{id}', false, false, NULL, NULL, NULL, 2, NULL, NULL, NULL, NULL, 2, 500, true, 0, '{id}', '{status,email_address,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'jwks', true, NULL, '{kid}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'jwt_templates', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'm2m_tokens', true, NULL, '{subject,id}', false, false, NULL, NULL, NULL, NULL, 'machines', NULL, NULL, NULL, 1, 100, true, 0, '{subject}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'machines', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'oauth_applications', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{client_id,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_billing_credits', false, NULL, '{organization_id}', false, false, NULL, NULL, NULL, NULL, 'organizations', NULL, NULL, NULL, 1, NULL, false, 0, '{organization_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_billing_subscriptions', false, NULL, '{organization_id,id}', false, false, NULL, NULL, NULL, NULL, 'organizations', NULL, NULL, NULL, 1, NULL, false, 0, '{organization_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_domains', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{organization_id,name,enrollment_mode,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_invitations', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, NULL, '{status,email_address,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_memberships', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{organization_id,user_id}', '{organization_id,user_id,role,public_user_data_username,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_permissions', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organization_roles', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'organizations', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'redirect_urls', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'role_sets', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{key,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'saml_connections', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{organization_id,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'scim_directories', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'scim_group_role_mappings', true, NULL, '{scim_directory_id,id}', false, false, NULL, NULL, NULL, NULL, 'scim_directories', NULL, NULL, NULL, 1, NULL, false, 0, '{scim_directory_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'sessions', false, NULL, '{user_id,id}', false, true, NULL, NULL, NULL, NULL, 'users', NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{id,client_id,status}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'sign_ups', false, 'the provider lists its rows only for given values of id', '{}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'templates', true, NULL, '{template_type,id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, 500, true, 0, '{template_type}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'trusted_devices', false, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, 'users', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_billing_credits', false, NULL, '{user_id}', false, false, NULL, NULL, NULL, NULL, 'users', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_billing_subscriptions', false, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, 'users', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_email_addresses', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,email_address,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_enterprise_accounts', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_external_accounts', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_organization_invitations', false, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, 'users', NULL, NULL, NULL, 1, 500, true, 0, '{user_id}', '{status}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_passkeys', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_phone_numbers', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,phone_number,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_saml_accounts', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'user_web3_wallets', true, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{web3_wallet,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'users', true, NULL, '{id}', false, false, 'updated_at', NULL, 'created_at', 1, NULL, NULL, NULL, NULL, 1, 500, false, 0, '{id}', '{external_id,username,primary_email_address,primary_phone_number,primary_web3_wallet,created_at,updated_at}');
INSERT INTO fdw_sync.catalogue VALUES ('clerk', '', 0, 'waitlist_entries', true, NULL, '{id}', false, false, NULL, 'created_at', NULL, 1, NULL, NULL, NULL, NULL, 1, 500, true, 0, '{id}', '{email_address,status,created_at}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'admin_event', true, NULL, '{id}', false, true, NULL, 'time', NULL, NULL, NULL, NULL, NULL, NULL, 1, 200, true, 1, NULL, '{operation_type,auth_realm_id,auth_client_id,auth_user_id,auth_ip_address,resource_path}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'authentication_execution', true, NULL, '{flow_alias,id}', false, false, NULL, NULL, NULL, NULL, 'authentication_flow', NULL, NULL, NULL, 1, NULL, false, 0, '{flow_alias}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'authentication_flow', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, '{id}', '{client_id}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_offline_session', true, NULL, '{client_uuid,id}', false, true, NULL, NULL, NULL, NULL, 'client_session_count', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id,client_uuid}', '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_role', true, NULL, '{client_uuid,id}', false, false, NULL, NULL, NULL, NULL, 'client', NULL, NULL, NULL, 1, NULL, false, 0, '{client_uuid}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_role_composite', true, NULL, '{client_uuid,role_name,contained_role_id}', false, false, NULL, NULL, NULL, NULL, 'client_role', NULL, NULL, NULL, 1, NULL, false, 0, '{client_uuid,role_name}', '{role_name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_scope', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_session', true, NULL, '{client_uuid,id}', false, true, NULL, NULL, NULL, NULL, 'client_session_count', NULL, NULL, NULL, 1, NULL, false, 0, '{client_uuid}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'client_session_count', true, NULL, '{client_uuid}', false, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'component', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, '{id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'event', true, NULL, '{id}', false, true, NULL, 'time', NULL, NULL, NULL, NULL, NULL, NULL, 1, 200, true, 1, NULL, '{type,client_id,user_id,ip_address}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'events_config', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'group', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 200, true, 1, '{id}', '{parent_id,name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'group_member', true, NULL, '{group_id,user_id}', false, false, NULL, NULL, NULL, NULL, 'group', NULL, NULL, NULL, 1, 200, true, 1, '{user_id}', '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'identity_provider', true, NULL, '{alias}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, '{alias}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'identity_provider_mapper', true, NULL, '{identity_provider,id}', false, false, NULL, NULL, NULL, NULL, 'identity_provider', NULL, NULL, NULL, 1, NULL, false, 0, '{identity_provider}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'identity_provider_user', true, NULL, '{identity_provider,user_id}', false, false, NULL, NULL, NULL, NULL, 'identity_provider', NULL, NULL, NULL, 1, 200, true, 1, '{identity_provider}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'organization', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 200, true, 1, '{id}', '{name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'organization_member', true, NULL, '{organization_id,user_id}', false, false, NULL, NULL, NULL, NULL, 'organization', NULL, NULL, NULL, 1, 200, true, 1, '{organization_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'realm', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'required_action', true, NULL, '{alias}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'role', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, '{name}', '{name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'role_composite', true, NULL, '{role_name,contained_role_id}', false, false, NULL, NULL, NULL, NULL, 'role', NULL, NULL, NULL, 1, NULL, false, 0, '{role_name}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'role_group', true, NULL, '{role_name,group_id}', false, false, NULL, NULL, NULL, NULL, 'role', NULL, NULL, NULL, 1, NULL, false, 0, '{role_name}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user', true, NULL, '{id}', false, false, NULL, 'created_timestamp', NULL, 1, NULL, NULL, NULL, NULL, 1, 200, true, 1, '{id}', '{username,email,first_name,last_name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_attribute', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'user', 'user_id', 1, 1, 200, true, 1, NULL, '{user_id,attribute_value}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_client_role', true, NULL, '{client_uuid,role_name,user_id}', false, false, NULL, NULL, NULL, NULL, 'client_role', NULL, NULL, NULL, 1, 200, true, 1, '{user_id,client_uuid}', '{user_id,role_name}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_consent', false, NULL, '{user_id,client_id}', false, false, NULL, NULL, NULL, NULL, 'user', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_credential', false, NULL, '{user_id,id}', false, false, NULL, NULL, NULL, NULL, 'user', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_federated_identity', true, NULL, '{user_id,identity_provider}', false, false, NULL, NULL, NULL, NULL, 'identity_provider_user', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_realm_role', true, NULL, '{role_name,user_id}', false, false, NULL, NULL, NULL, NULL, 'role', NULL, NULL, NULL, 1, 200, true, 1, '{user_id}', '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_required_action', true, NULL, '{user_id,required_action}', false, false, NULL, NULL, NULL, NULL, NULL, 'user', 'user_id', 1, 1, 200, true, 1, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('keycloak', '', 1, 'user_session', true, NULL, '{id}', false, true, NULL, NULL, NULL, NULL, 'client_session_count', NULL, NULL, NULL, 1, NULL, false, 0, '{user_id}', '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'group_members', true, NULL, '{group_id,member_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'groups', 'group_id', 1, 1, 1000, true, 1, '{member_id}', '{member_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'groups', true, NULL, '{id}', false, false, 'last_modified', NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{external_id,display_name}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'resource_types', true, NULL, '{name}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'schemas', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'service_provider_config', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'user_addresses', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 20, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'user_emails', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 20, 1, 1000, true, 1, NULL, '{user_id,value}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'user_groups', true, NULL, '{user_id,group_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 20, 1, 1000, true, 1, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'user_phone_numbers', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 20, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'user_roles', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 20, 1, 1000, true, 1, NULL, '{user_id,value}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'rfc7644', 2, 'users', true, NULL, '{id}', false, false, 'last_modified', NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{external_id,user_name,email,first_name,last_name,name_formatted,display_name,nick_name,title,user_type,preferred_language,locale,timezone}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'group_members', true, NULL, '{group_id,member_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'groups', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{display_name}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'resource_types', true, NULL, '{name}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'schemas', true, NULL, '{id}', false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'service_provider_config', true, NULL, '{}', true, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, false, 0, NULL, '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'user_addresses', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'user_emails', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'user_groups', true, NULL, '{user_id,group_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, '{user_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'user_phone_numbers', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'user_roles', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, NULL, '{user_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'basic', 3, 'users', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{user_name}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'contentful', 4, 'group_members', true, NULL, '{group_id,member_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'contentful', 4, 'groups', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{display_name}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'contentful', 4, 'user_emails', true, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, 'users', 'user_id', 1, 1, 1000, true, 1, NULL, '{user_id,value}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'contentful', 4, 'user_groups', true, NULL, '{user_id,group_id}', false, false, NULL, NULL, NULL, NULL, NULL, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{group_id}');
INSERT INTO fdw_sync.catalogue VALUES ('scim', 'contentful', 4, 'users', true, NULL, '{id}', false, false, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 1, 1000, true, 1, '{id}', '{user_name,email}');


--
-- Data for Name: queue; Type: TABLE DATA; Schema: fdw_sync; Owner: -
--

INSERT INTO fdw_sync.queue OVERRIDING SYSTEM VALUE VALUES (1, 1, 'user_2zphf8vxSId1H8oaNrHRARY67Ag', 0, '-infinity');


--
-- Data for Name: servers; Type: TABLE DATA; Schema: fdw_sync; Owner: -
--

INSERT INTO fdw_sync.servers VALUES ('clerk_server', 'clerk', '', 'fdw_sync_clerk_server', 'clerk_copy', true, false, '* * * * *', '{}');


--
-- Data for Name: tables; Type: TABLE DATA; Schema: fdw_sync; Owner: -
--

INSERT INTO fdw_sync.tables OVERRIDING SYSTEM VALUE VALUES (1, 'clerk_server', 'users', 'fdw_sync_clerk_server.users', 'clerk_copy.users', 'fdw_sync_clerk_server.users_staged', '{id,external_id,username,first_name,last_name,primary_email_address,primary_phone_number,primary_web3_wallet,primary_email_address_id,primary_phone_number_id,primary_web3_wallet_id,locale,image_url,has_image,public_metadata,private_metadata,unsafe_metadata,email_addresses,phone_numbers,web3_wallets,passkeys,external_accounts,saml_accounts,enterprise_accounts,organization_memberships,password_enabled,two_factor_enabled,totp_enabled,backup_code_enabled,mfa_enabled_at,mfa_disabled_at,password_last_updated_at,banned,locked,deprovisioned,lockout_expires_in_seconds,verification_attempts_remaining,delete_self_enabled,create_organization_enabled,create_organizations_limit,bypass_client_trust,last_sign_in_at,last_active_at,legal_accepted_at,created_at,updated_at,attrs}', '{id}', 4, '2023-02-05 05:02:59.943746+00', '2026-11-27 00:02:25.729923+00', '', 0, false, '2026-11-27 00:02:25.79222+00', 1, false, NULL, 1, NULL, '2023-01-01 00:45:00.003+00', NULL, 1, NULL, 1, 1, 0, NULL, 1, false, false, 'changes', '2026-11-27 00:02:25.726678+00', 1, 0, NULL, NULL, false, false, '2026-11-27 00:02:25.792847+00');


--
-- Data for Name: version; Type: TABLE DATA; Schema: fdw_sync; Owner: -
--

INSERT INTO fdw_sync.version VALUES (1);


--
-- Data for Name: users_staged; Type: TABLE DATA; Schema: fdw_sync_clerk_server; Owner: -
--



--
-- Name: queue_id_seq; Type: SEQUENCE SET; Schema: fdw_sync; Owner: -
--

SELECT pg_catalog.setval('fdw_sync.queue_id_seq', 1, true);


--
-- Name: run_numbers; Type: SEQUENCE SET; Schema: fdw_sync; Owner: -
--

SELECT pg_catalog.setval('fdw_sync.run_numbers', 1, true);


--
-- Name: tables_id_seq; Type: SEQUENCE SET; Schema: fdw_sync; Owner: -
--

SELECT pg_catalog.setval('fdw_sync.tables_id_seq', 1, true);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: clerk_copy; Owner: -
--

ALTER TABLE ONLY clerk_copy.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: catalogue catalogue_pkey; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.catalogue
    ADD CONSTRAINT catalogue_pkey PRIMARY KEY (provider, profile, object);


--
-- Name: queue queue_pkey; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (id);


--
-- Name: servers servers_foreign_schema_key; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.servers
    ADD CONSTRAINT servers_foreign_schema_key UNIQUE (foreign_schema);


--
-- Name: servers servers_pkey; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.servers
    ADD CONSTRAINT servers_pkey PRIMARY KEY (server);


--
-- Name: tables tables_pkey; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (id);


--
-- Name: tables tables_server_object_key; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_server_object_key UNIQUE (server, object);


--
-- Name: tables tables_source_key; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_source_key UNIQUE (source);


--
-- Name: tables tables_staged_key; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_staged_key UNIQUE (staged);


--
-- Name: tables tables_target_key; Type: CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_target_key UNIQUE (target);


--
-- Name: users_staged users_staged_pkey; Type: CONSTRAINT; Schema: fdw_sync_clerk_server; Owner: -
--

ALTER TABLE ONLY fdw_sync_clerk_server.users_staged
    ADD CONSTRAINT users_staged_pkey PRIMARY KEY (id);


--
-- Name: users_created_at_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_created_at_idx ON clerk_copy.users USING btree (created_at);


--
-- Name: users_external_id_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_external_id_idx ON clerk_copy.users USING btree (external_id);


--
-- Name: users_greatest_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_greatest_idx ON clerk_copy.users USING btree (GREATEST(_synced_at, _deleted_at));


--
-- Name: users_primary_email_address_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_primary_email_address_idx ON clerk_copy.users USING btree (primary_email_address);


--
-- Name: users_primary_phone_number_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_primary_phone_number_idx ON clerk_copy.users USING btree (primary_phone_number);


--
-- Name: users_primary_web3_wallet_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_primary_web3_wallet_idx ON clerk_copy.users USING btree (primary_web3_wallet);


--
-- Name: users_updated_at_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_updated_at_idx ON clerk_copy.users USING btree (updated_at);


--
-- Name: users_username_idx; Type: INDEX; Schema: clerk_copy; Owner: -
--

CREATE INDEX users_username_idx ON clerk_copy.users USING btree (username);


--
-- Name: queue_table_id; Type: INDEX; Schema: fdw_sync; Owner: -
--

CREATE INDEX queue_table_id ON fdw_sync.queue USING btree (table_id, next_at);


--
-- Name: queue queue_table_id_fkey; Type: FK CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.queue
    ADD CONSTRAINT queue_table_id_fkey FOREIGN KEY (table_id) REFERENCES fdw_sync.tables(id) ON DELETE CASCADE;


--
-- Name: tables tables_server_fkey; Type: FK CONSTRAINT; Schema: fdw_sync; Owner: -
--

ALTER TABLE ONLY fdw_sync.tables
    ADD CONSTRAINT tables_server_fkey FOREIGN KEY (server) REFERENCES fdw_sync.servers(server) ON DELETE CASCADE;


--
-- Name: users; Type: ROW SECURITY; Schema: clerk_copy; Owner: -
--

ALTER TABLE clerk_copy.users ENABLE ROW LEVEL SECURITY;

--
-- Name: FUNCTION apply_rows(t fdw_sync.tables, select_rows text, scope text, OUT rows_read bigint, OUT rows_added bigint, OUT rows_removed bigint, OUT newest timestamp with time zone); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.apply_rows(t fdw_sync.tables, select_rows text, scope text, OUT rows_read bigint, OUT rows_added bigint, OUT rows_removed bigint, OUT newest timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION begin_pass(t fdw_sync.tables, expected bigint); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.begin_pass(t fdw_sync.tables, expected bigint) FROM PUBLIC;


--
-- Name: FUNCTION begin_visit(run bigint, run_started timestamp with time zone, only_server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.begin_visit(run bigint, run_started timestamp with time zone, only_server name) FROM PUBLIC;


--
-- Name: FUNCTION bring_pass_forward(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.bring_pass_forward(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION check_options(options jsonb); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.check_options(options jsonb) FROM PUBLIC;


--
-- Name: FUNCTION check_server(server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.check_server(server name) FROM PUBLIC;


--
-- Name: FUNCTION chosen_objects(server name, tables text[], all_objects boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.chosen_objects(server name, tables text[], all_objects boolean) FROM PUBLIC;


--
-- Name: FUNCTION compare_count(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.compare_count(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION conditions(t fdw_sync.tables, entry fdw_sync.catalogue, row_ids text[]); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.conditions(t fdw_sync.tables, entry fdw_sync.catalogue, row_ids text[]) FROM PUBLIC;


--
-- Name: FUNCTION create_copy(s fdw_sync.servers, e fdw_sync.catalogue, source text, target text, columns name[], key name[]); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.create_copy(s fdw_sync.servers, e fdw_sync.catalogue, source text, target text, columns name[], key name[]) FROM PUBLIC;


--
-- Name: FUNCTION create_foreign_tables(s fdw_sync.servers, objects text[]); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.create_foreign_tables(s fdw_sync.servers, objects text[]) FROM PUBLIC;


--
-- Name: FUNCTION create_schema(name name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.create_schema(name name) FROM PUBLIC;


--
-- Name: FUNCTION delete_old_records(only_server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.delete_old_records(only_server name) FROM PUBLIC;


--
-- Name: FUNCTION end_pass(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.end_pass(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION end_visit(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.end_visit(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION enqueue(object text, id text, server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.enqueue(object text, id text, server name) FROM PUBLIC;


--
-- Name: FUNCTION entries(server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.entries(server name) FROM PUBLIC;


--
-- Name: FUNCTION entry(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.entry(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION follow_owner(t fdw_sync.tables, owner fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION go_on(t fdw_sync.tables, step text, requests integer); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) FROM PUBLIC;


--
-- Name: FUNCTION has_cron(); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.has_cron() FROM PUBLIC;


--
-- Name: FUNCTION identifiers(names name[], prefix text); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.identifiers(names name[], prefix text) FROM PUBLIC;


--
-- Name: FUNCTION install(server name, tables text[], schema name, schedule text, options jsonb); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.install(server name, tables text[], schema name, schedule text, options jsonb) FROM PUBLIC;


--
-- Name: FUNCTION install_table(s fdw_sync.servers, e fdw_sync.catalogue); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.install_table(s fdw_sync.servers, e fdw_sync.catalogue) FROM PUBLIC;


--
-- Name: FUNCTION interrupt_visit(table_id integer, pause interval); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.interrupt_visit(table_id integer, pause interval) FROM PUBLIC;


--
-- Name: FUNCTION is_over(started timestamp with time zone, time_limit interval); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.is_over(started timestamp with time zone, time_limit interval) FROM PUBLIC;


--
-- Name: FUNCTION is_pass_due(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.is_pass_due(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION is_unreachable(table_id integer, visit_started timestamp with time zone); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.is_unreachable(table_id integer, visit_started timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION list_requests(t fdw_sync.tables, entry fdw_sync.catalogue, rows_read bigint); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.list_requests(t fdw_sync.tables, entry fdw_sync.catalogue, rows_read bigint) FROM PUBLIC;


--
-- Name: FUNCTION lock_class(); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.lock_class() FROM PUBLIC;


--
-- Name: FUNCTION lock_tables(server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.lock_tables(server name) FROM PUBLIC;


--
-- Name: FUNCTION may_pass(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.may_pass(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION name_for(prefix text, server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.name_for(prefix text, server name) FROM PUBLIC;


--
-- Name: FUNCTION now(); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.now() FROM PUBLIC;


--
-- Name: FUNCTION objects(server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.objects(server name) FROM PUBLIC;


--
-- Name: FUNCTION option(options jsonb, name text); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.option(options jsonb, name text) FROM PUBLIC;


--
-- Name: FUNCTION owner(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.owner(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION pages(entry fdw_sync.catalogue, rows_read bigint, overlap boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.pages(entry fdw_sync.catalogue, rows_read bigint, overlap boolean) FROM PUBLIC;


--
-- Name: FUNCTION pass_every(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.pass_every(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION pause(failures integer); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.pause(failures integer) FROM PUBLIC;


--
-- Name: FUNCTION read_changes(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.read_changes(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION read_window(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.read_window(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION refresh(object text, id text, server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.refresh(object text, id text, server name) FROM PUBLIC;


--
-- Name: FUNCTION remove(t fdw_sync.tables, at timestamp with time zone, condition text); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.remove(t fdw_sync.tables, at timestamp with time zone, condition text) FROM PUBLIC;


--
-- Name: FUNCTION remove_orphans(t fdw_sync.tables, entry fdw_sync.catalogue, owner fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.remove_orphans(t fdw_sync.tables, entry fdw_sync.catalogue, owner fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION report_unfinished(run bigint, only_server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.report_unfinished(run bigint, only_server name) FROM PUBLIC;


--
-- Name: FUNCTION reread(t fdw_sync.tables, row_ids text[]); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.reread(t fdw_sync.tables, row_ids text[]) FROM PUBLIC;


--
-- Name: FUNCTION reread_queued(only_server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.reread_queued(only_server name) FROM PUBLIC;


--
-- Name: FUNCTION resume(server name, object text, accept_deletions boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.resume(server name, object text, accept_deletions boolean) FROM PUBLIC;


--
-- Name: FUNCTION revoke_grants(relation regclass); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.revoke_grants(relation regclass) FROM PUBLIC;


--
-- Name: FUNCTION revoke_grants(object text, acl aclitem[], owner oid); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.revoke_grants(object text, acl aclitem[], owner oid) FROM PUBLIC;


--
-- Name: FUNCTION row_columns(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.row_columns(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: PROCEDURE run(IN only_server name, IN time_limit interval); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON PROCEDURE fdw_sync.run(IN only_server name, IN time_limit interval) FROM PUBLIC;


--
-- Name: FUNCTION same_key(t fdw_sync.tables, a text, b text); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.same_key(t fdw_sync.tables, a text, b text) FROM PUBLIC;


--
-- Name: FUNCTION schedule_job(s fdw_sync.servers); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.schedule_job(s fdw_sync.servers) FROM PUBLIC;


--
-- Name: FUNCTION select_rows(t fdw_sync.tables, is_single boolean, condition text, row_limit bigint); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.select_rows(t fdw_sync.tables, is_single boolean, condition text, row_limit bigint) FROM PUBLIC;


--
-- Name: FUNCTION shortest_pause(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.shortest_pause(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION status(only_server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.status(only_server name) FROM PUBLIC;


--
-- Name: FUNCTION step(table_id integer, run bigint); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.step(table_id integer, run bigint) FROM PUBLIC;


--
-- Name: FUNCTION tables_of(object text, server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.tables_of(object text, server name) FROM PUBLIC;


--
-- Name: FUNCTION uninstall(server name, tables text[], keep_tables boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.uninstall(server name, tables text[], keep_tables boolean) FROM PUBLIC;


--
-- Name: FUNCTION uninstall_server(s fdw_sync.servers, tables text[], keep_tables boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.uninstall_server(s fdw_sync.servers, tables text[], keep_tables boolean) FROM PUBLIC;


--
-- Name: FUNCTION unschedule_job(server name); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.unschedule_job(server name) FROM PUBLIC;


--
-- Name: FUNCTION updated_at(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.updated_at(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION upsert(t fdw_sync.tables, from_relation text, at timestamp with time zone, guard text); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.upsert(t fdw_sync.tables, from_relation text, at timestamp with time zone, guard text) FROM PUBLIC;


--
-- Name: FUNCTION wait_for_step(t fdw_sync.tables); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.wait_for_step(t fdw_sync.tables) FROM PUBLIC;


--
-- Name: FUNCTION warn_of_limits(has_job boolean); Type: ACL; Schema: fdw_sync; Owner: -
--

REVOKE ALL ON FUNCTION fdw_sync.warn_of_limits(has_job boolean) FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


