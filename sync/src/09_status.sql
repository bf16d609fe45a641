-- Since when updates of a table's rows may be missing: when they were last looked for.
create or replace function fdw_sync.updated_at(t fdw_sync.tables) returns timestamptz
language plpgsql stable set search_path = ''
as $$
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

-- The state of every copied table.
--
-- rows          Number of rows, without those that are marked as deleted.
-- state         `new` before the first visit, `first load`, `fresh`, `late` if no run has visited the table for ten minutes although
--               it is due, `deletions pending` if rows are missing at the provider but its long list was read a short time ago,
--               `failing`, or `stopped`.
-- lag           Time since the last complete visit.
-- updates_lag   Time since updates of existing rows were last looked for, which can be longer.
-- requests      Number of requests of the last visit, an estimate from the numbers of rows. Repeated requests and those for
--               access tokens come on top.
-- next_run      When the table is due. It is visited by the first run after that.
create or replace function fdw_sync.status(only_server name default null)
returns table (
    server name, copy text, state text, rows bigint, lag interval, updates_lag interval, last_run timestamptz, requests integer,
    failures integer, error text, next_run timestamptz
)
language sql volatile set search_path = ''
as $$
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
