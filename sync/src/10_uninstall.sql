-- Removes the pg_cron job of a server, if there is one, and the records about it.
create or replace function fdw_sync.unschedule_job(server name) returns void
language plpgsql set search_path = ''
as $$
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

-- Removes the copies of a server, or only some of them.
create or replace function fdw_sync.uninstall_server(s fdw_sync.servers, tables text[], keep_tables boolean) returns void
language plpgsql set search_path = ''
as $$
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

-- Removes the copies of a foreign server: the job, the foreign tables, and the copies. Without a server, removes everything,
-- the schema fdw_sync too.
--
-- tables       Objects whose copies to remove; all of them if it is null.
-- keep_tables  Whether the copies stay, as ordinary tables that are no longer updated.
create or replace function fdw_sync.uninstall(server name default null, tables text[] default null, keep_tables boolean default false)
returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
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
