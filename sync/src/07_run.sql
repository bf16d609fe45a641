-- Runs: visits of all tables that are due.

-- Chooses the table that has been due for the longest time and begins a visit. Returns null if no table is due, apart from
-- those that this run, or another one at the same time, has visited. Until the visit ends, the table is due again only after
-- a pause, so that a run that is killed does not begin again at once.
create or replace function fdw_sync.begin_visit(run bigint, run_started timestamptz, only_server name) returns integer
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
begin
    select * into t from fdw_sync.tables k
    where not k.is_stopped and k.next_visit_at <= fdw_sync.now() and k.visit_run is distinct from run
        and (k.visited_at < run_started) is not false
        and (only_server is null or k.server = only_server)
    -- Owners and parents come first, so that their changes are followed in the same run.
    order by (select e.owner is not null or e.parent is not null from fdw_sync.entry(k) e), k.next_visit_at, k.id
    for update skip locked
    limit 1;
    if not found then
        return null;
    end if;
    update fdw_sync.tables k set
        visit = k.visit + 1, visit_run = run, visit_started_at = fdw_sync.now(), visit_passes = 0, visit_requests = 0,
        is_visited = true,
        -- The first load has no changes to read and nothing to count.
        next_step = case when k.row_count is not null then 'changes' when k.pass_started_at is not null then 'pass' else 'count' end,
        failures = case when k.is_visited then k.failures + 1 else k.failures end,
        failed_at = case when k.is_visited then fdw_sync.now() else k.failed_at end,
        error = case when k.is_visited then 'the last run did not end: it was cancelled, exceeded statement_timeout, or the server stopped' else k.error end
    where k.id = t.id returning * into t;
    update fdw_sync.tables k set next_visit_at = fdw_sync.now() + fdw_sync.pause(greatest(t.failures, 1)) where k.id = t.id;
    return t.id;
end
$$;

-- One step of a visit. Returns whether the visit goes on. An error is kept in the table, which is due again after a pause.
create or replace function fdw_sync.step(table_id integer) returns boolean
language plpgsql set search_path = '' set datestyle = 'ISO' set timezone = 'UTC' set intervalstyle = 'postgres'
as $$
declare
    t fdw_sync.tables;
    goes_on boolean;
    message text;
    hint text;
begin
    -- The lock ends with the transaction, so that a run that is killed leaves none.
    if not pg_try_advisory_xact_lock(fdw_sync.lock_class(), table_id) then
        return false;
    end if;
    select * into t from fdw_sync.tables k where k.id = table_id and not k.is_stopped for update;
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
    update fdw_sync.tables k set is_visited = false, failures = k.failures + 1, failed_at = fdw_sync.now(),
        error = concat_ws('; ', message, nullif(hint, '')),
        next_visit_at = fdw_sync.now() + fdw_sync.pause(k.failures + 1)
    where k.id = table_id;
    return false;
end
$$;

-- The first key of this kit's advisory locks; the second one is the id of a table.
create or replace function fdw_sync.lock_class() returns integer
language sql immutable set search_path = ''
as $$ select hashtext('fdw_sync') $$;

-- Lets other tables have their turn: the visit goes on later in the same run, or in the next one.
create or replace function fdw_sync.interrupt_visit(table_id integer) returns void
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set is_visited = false, visit_run = null, next_visit_at = fdw_sync.now() where k.id = table_id
$$;

-- Whether this much time has passed. It is real time, whatever fdw_sync.now() says.
create or replace function fdw_sync.is_over(started timestamptz, time_limit interval) returns boolean
language sql volatile set search_path = ''
as $$ select clock_timestamp() - started >= time_limit $$;

-- Deletes pg_cron's old records about the job of a server, of which there is a new one for each run.
create or replace function fdw_sync.delete_old_records(only_server name) returns void
language plpgsql set search_path = ''
as $$
begin
    if to_regclass('cron.job_run_details') is not null then
        execute format('delete from cron.job_run_details d using cron.job j, fdw_sync.servers s '
            'where d.jobid = j.jobid and j.jobname = fdw_sync.job_name(s.server) and d.end_time < now() - interval ''1 day'' '
            'and (%L is null or s.server = %1$L)', only_server);
    end if;
exception when insufficient_privilege then
    -- Then the administrator deletes them.
    null;
end
$$;

-- Says which tables a run did not finish, because its time was over.
create or replace function fdw_sync.report_unfinished(run bigint, only_server name) returns void
language plpgsql set search_path = ''
as $$
declare
    names text := (
        select string_agg(k.target, ', ' order by k.target) from fdw_sync.tables k
        where not k.is_stopped and k.failures = 0 and k.visit_run is distinct from run and k.next_visit_at <= fdw_sync.now()
            and (only_server is null or k.server = only_server)
    );
begin
    if names is not null then
        raise notice 'not finished yet, so run this again: %', names;
    end if;
end
$$;

-- Brings the copies of a server, or of all servers, up to date. Commits after each step, so it cannot run in a
-- transaction block, and it must be the only statement of a pg_cron job.
--
-- time_limit  After this time, it starts no further step. What is left goes on in the next run.
create or replace procedure fdw_sync.run(only_server name default null, time_limit interval default '90 seconds')
language plpgsql
as $$
declare
    started pg_catalog.timestamptz := pg_catalog.clock_timestamp();
    run_started pg_catalog.timestamptz := fdw_sync.now();
    visit_started pg_catalog.timestamptz;
    run pg_catalog.int8 := pg_catalog.nextval('fdw_sync.run_numbers');
    visited pg_catalog.int4;
    goes_on pg_catalog.bool;
begin
    perform fdw_sync.delete_old_records(only_server);
    commit;
    loop
        goes_on := fdw_sync.reread_queued(only_server);
        commit;
        exit when not goes_on or fdw_sync.is_over(started, time_limit);
    end loop;
    loop
        visited := fdw_sync.begin_visit(run, run_started, only_server);
        commit;
        exit when visited is null;
        visit_started := pg_catalog.clock_timestamp();
        loop
            goes_on := fdw_sync.step(visited);
            commit;
            exit when not goes_on or fdw_sync.is_over(visit_started, '10 seconds') or fdw_sync.is_over(started, time_limit);
        end loop;
        if goes_on then
            perform fdw_sync.interrupt_visit(visited);
            commit;
        end if;
        exit when fdw_sync.is_over(started, time_limit);
    end loop;
    perform fdw_sync.report_unfinished(run, only_server);
end
$$;

-- Starts a table again that was stopped, or that pauses after failures.
--
-- accept_deletions  Whether the rows that were missing are to be removed.
create or replace function fdw_sync.resume(server name, object text, accept_deletions boolean default false) returns void
language plpgsql set search_path = ''
as $$
begin
    update fdw_sync.tables k set is_stopped = false, failures = 0, error = null, failed_at = null, passed_at = null,
        accepts_deletions = accept_deletions, next_visit_at = '-infinity'
    where k.server = resume.server and k.object = resume.object;
    if not found then
        raise exception 'there is no copy of "%" of the server "%"', object, server;
    end if;
end
$$;
