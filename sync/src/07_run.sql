-- Runs: visits of all tables that are due.

-- Chooses a table that is due, and begins a visit or continues one that was interrupted. Returns null if no table is left for
-- this run. Until the visit ends, the table is due again only after a pause, so that a run that is killed does not begin again
-- at once.
--
-- Tables wait for the first load of their owner or parent. Visits that begin come before those that were interrupted, which take
-- long. Owners and parents come before the tables that depend on them, so that their changes are followed in the same run. Apart
-- from that, the table comes first that has been due for the longest time.
create or replace function fdw_sync.begin_visit(run bigint, run_started timestamptz, only_server name) returns integer
language plpgsql set search_path = ''
as $$
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

-- Lets other tables have their turn: the visit goes on later in the same run, or in the next one.
create or replace function fdw_sync.interrupt_visit(table_id integer, pause interval default '0') returns void
language sql volatile set search_path = ''
as $$ update fdw_sync.tables k set is_running = false, next_visit_at = fdw_sync.now() + pause where k.id = table_id $$;

-- One step of a visit. Returns whether the visit goes on. An error is kept in the table, which is due again after a pause.
create or replace function fdw_sync.step(table_id integer, run bigint) returns boolean
language plpgsql
set search_path = '' set datestyle = 'ISO' set timezone = 'UTC' set intervalstyle = 'postgres' set lock_timeout = '5s'
as $$
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

-- Whether this much time has passed. It is real time, whatever fdw_sync.now() says.
create or replace function fdw_sync.is_over(started timestamptz, time_limit interval) returns boolean
language sql volatile set search_path = ''
as $$ select clock_timestamp() - started >= time_limit $$;

-- An error if nothing of a server is copied.
create or replace function fdw_sync.check_server(server name) returns void
language plpgsql stable set search_path = ''
as $$
begin
    if server is not null and not exists (select from fdw_sync.servers s where s.server = check_server.server) then
        raise exception 'there are no copies of the server "%"', server;
    end if;
end
$$;

-- Whether a visit has just failed after waiting for the provider in vain, so that others would wait in vain too.
create or replace function fdw_sync.is_unreachable(table_id integer, visit_started timestamptz) returns boolean
language sql volatile set search_path = ''
as $$
    select fdw_sync.is_over(visit_started, '10 seconds') and k.failures > 0 and k.visit_started_at is null
    from fdw_sync.tables k where k.id = table_id
$$;

-- Deletes pg_cron's old records about the job of a server, of which there is a new one for each run.
create or replace function fdw_sync.delete_old_records(only_server name) returns void
language plpgsql set search_path = ''
as $$
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
$$;

-- Says how many tables a run did not finish, because its time was over.
create or replace function fdw_sync.report_unfinished(run bigint, only_server name) returns void
language plpgsql set search_path = ''
as $$
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

-- Starts a table again that was stopped, or that pauses after failures. The next run reads its whole list.
--
-- accept_deletions  Whether the rows that were missing are to be removed.
create or replace function fdw_sync.resume(server name, object text, accept_deletions boolean default false) returns void
language plpgsql set search_path = ''
as $$
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
