-- The entries of the catalogue for a foreign server. An error if its component is unknown.
create or replace function fdw_sync.entries(server name) returns setof fdw_sync.catalogue
language plpgsql stable set search_path = ''
as $$
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
$$;

-- The objects of a foreign server, and how copies of them are kept fresh.
create or replace function fdw_sync.objects(server name)
returns table (
    object text, is_default boolean, key text, changes_found_by text, deletions_found_by text, first_load text, remark text
)
language sql stable set search_path = ''
as $$
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

-- An error unless the options of install() are valid.
create or replace function fdw_sync.check_options(options jsonb) returns void
language plpgsql set search_path = ''
as $$
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

-- Which objects to copy: those that are named, or all that are copied by default. An error if one cannot be copied.
create or replace function fdw_sync.chosen_objects(server name, tables text[], all_objects boolean) returns setof text
language plpgsql stable set search_path = ''
as $$
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

-- Revokes what default privileges granted to others than the owner.
--
-- object  A schema, table or function, as it is named in REVOKE, such as `table clerk_copy.users`.
-- acl     Its privileges.
create or replace function fdw_sync.revoke_grants(object text, acl aclitem[], owner oid) returns void
language plpgsql set search_path = ''
as $$
declare
    grantee oid;
begin
    for grantee in select distinct a.grantee from aclexplode(acl) a where a.grantee <> owner loop
        execute format('revoke all on %s from %s', object, case when grantee = 0 then 'public' else grantee::regrole::text end);
    end loop;
end
$$;

-- Revokes the grants on a table.
create or replace function fdw_sync.revoke_grants(relation regclass) returns void
language sql volatile set search_path = ''
as $$ select fdw_sync.revoke_grants('table ' || relation, c.relacl, c.relowner) from pg_catalog.pg_class c where c.oid = relation $$;

-- Creates a schema that nobody else can use. Returns whether it did not exist.
create or replace function fdw_sync.create_schema(name name) returns boolean
language plpgsql set search_path = ''
as $$
begin
    if exists (select from pg_catalog.pg_namespace n where n.nspname = name) then
        return false;
    end if;
    execute format('create schema %I', name);
    perform fdw_sync.revoke_grants('schema ' || n.oid::regnamespace, n.nspacl, n.nspowner) from pg_catalog.pg_namespace n where n.nspname = name;
    return true;
end
$$;

-- Creates the foreign tables of these objects anew. It sets pushdown_comparisons, which is safe because every query of this kit
-- writes the column first.
create or replace function fdw_sync.create_foreign_tables(s fdw_sync.servers, objects text[]) returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
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

-- Creates the copy of a foreign table, or adds the columns that it lacks.
create or replace function fdw_sync.create_copy(
    s fdw_sync.servers, e fdw_sync.catalogue, source text, target text, columns name[], key name[]
) returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
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
$$;

-- Creates foreign table, copy and staged table of an object, or brings them up to date.
create or replace function fdw_sync.install_table(s fdw_sync.servers, e fdw_sync.catalogue) returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
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

-- Creates or replaces the pg_cron job of a server. Returns false if pg_cron is not installed.
create or replace function fdw_sync.schedule_job(s fdw_sync.servers) returns boolean
language plpgsql set search_path = ''
as $$
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

-- Waits for the steps that change tables of a server, and lets no other begin until the transaction ends.
create or replace function fdw_sync.lock_tables(server name) returns void
language plpgsql set search_path = ''
as $$
declare
    table_id integer;
begin
    for table_id in select k.id from fdw_sync.tables k where k.server = lock_tables.server order by k.id loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), table_id);
    end loop;
end
$$;

-- Says what can keep runs from their work.
create or replace function fdw_sync.warn_of_limits(has_job boolean) returns void
language plpgsql set search_path = ''
as $$
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

-- Copies the tables of a foreign server, and keeps the copies fresh. Calling it again upgrades the copies, adds tables and
-- changes options; an argument or an option that is left out stays as it was, or has its default. An option that is null gets its
-- default again.
--
-- server    Name of the foreign server.
-- tables    Objects to copy. The default, and '*', is all that objects() marks as default.
-- schema    Schema of the copies. The default is the name of the server, without `_server`, followed by `_copy`.
-- schedule  When pg_cron starts a run. The default is every minute.
-- options   See docs/sync.md.
create or replace function fdw_sync.install(
    server name, tables text[] default null, schema name default null, schedule text default null, options jsonb default null
)
returns table (copy text, changes_found_by text, deletions_found_by text)
language plpgsql set search_path = ''
as $$
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
$$;
