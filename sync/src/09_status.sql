-- The state of every copied table.
--
-- rows          Number of rows, without those that are marked as deleted.
-- state         `first load`, `fresh`, `failing`, `stopped` or, before the first run, `new`.
-- lag           Time since the last complete visit: how old the copy may be.
-- updates_lag   Time since updates of existing rows were last looked for, which can be longer.
-- requests      Number of requests of the last visit, computed from the numbers of rows. Repeated requests and those for
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
            when k.row_count is not null then 'fresh'
            when k.visit = 0 then 'new'
            else 'first load'
        end,
        k.row_count, n.now - k.visited_at,
        n.now - case
            when (fdw_sync.entry(k)).changed_at is not null or (fdw_sync.owner(k)).id is not null then k.visited_at
            else k.passed_at
        end,
        k.visited_at, k.requests, k.failures, k.error,
        case when not k.is_stopped then greatest(k.next_visit_at, n.now) end
    from fdw_sync.tables k, (select fdw_sync.now()) n (now)
    where only_server is null or k.server = only_server
    order by k.server, k.target
$$;
