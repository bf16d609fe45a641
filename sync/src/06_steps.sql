-- The steps of a visit. Each returns whether the visit goes on, and runs in a transaction of its own.

-- Ends a visit. The table is due again in the next run, or when its list is to be read again.
create or replace function fdw_sync.end_visit(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    is_read_each_run boolean := entry.changed_at is not null or entry.added_at is not null or (fdw_sync.owner(t)).id is not null;
begin
    update fdw_sync.tables k set is_visited = false, visited_at = k.visit_started_at, requests = k.visit_requests,
        next_step = 'changes', next_visit_at = case when is_read_each_run then fdw_sync.now() else k.passed_at + fdw_sync.pass_every(k) end
    where k.id = t.id;
    return false;
end
$$;

-- Chooses the next step of a visit, and counts requests.
create or replace function fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) returns boolean
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set next_step = step, visit_requests = k.visit_requests + go_on.requests where k.id = t.id returning true
$$;

-- Whether the whole list is to be read: because it never was, because the last time is too long ago, or on demand.
create or replace function fdw_sync.is_pass_due(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$
    select t.passed_at is null or t.passed_at + fdw_sync.pass_every(t) <= fdw_sync.now()
        or (t.is_pass_due and t.passed_at + fdw_sync.shortest_pause(t) <= fdw_sync.now())
$$;

-- Begins to read the whole list.
--
-- expected  The provider's count, if it is the reason.
create or replace function fdw_sync.begin_pass(t fdw_sync.tables, expected bigint default null) returns boolean
language plpgsql set search_path = ''
as $$
begin
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set pass_started_at = fdw_sync.now(), followed_at = fdw_sync.now(), pass_visit = k.visit, window_start = null,
        window_rows = null, requests_so_far = 0, is_pass_due = false,
        expected_rows = expected
    where k.id = t.id;
    return fdw_sync.go_on(t, 'pass', 0);
end
$$;

-- Reads the rows that changed, or were added, since the greatest time that was read so far.
--
-- All times in conditions are the provider's, so it does not matter what the clock of the database says. The overlap is
-- for rows that become visible later than rows with a greater time. A time in the future is not believed, because later
-- changes would be missed.
create or replace function fdw_sync.read_changes(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    time_column name := coalesce(entry.changed_at, entry.added_at);
    owner fdw_sync.tables := fdw_sync.owner(t);
    overlap interval := (select fdw_sync.option(s.options, 'overlap') from fdw_sync.servers s where s.server = t.server);
    applied record;
begin
    if owner.id is not null and not fdw_sync.is_pass_due(t) then
        return fdw_sync.follow_owner(t, owner);
    end if;
    -- A list that one step reads as a whole needs no look at the changes first.
    if time_column is null or t.watermark is null or (fdw_sync.is_pass_due(t) and entry.window_by is null) then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    select * into applied from fdw_sync.apply_rows(t, format('select distinct on (%s) %s from %s where %I >= %L order by %1$s, %4$I desc',
        fdw_sync.identifiers(t.key), fdw_sync.identifiers(t.columns), t.source, time_column, t.watermark - overlap));
    update fdw_sync.tables k set row_count = k.row_count + applied.rows_added,
        watermark = greatest(k.watermark, least(applied.newest, fdw_sync.now() + interval '1 day'))
    where k.id = t.id;
    -- After more than one page, the beginning of the list is read again.
    return fdw_sync.go_on(t, 'count', fdw_sync.pages(entry, applied.rows_read, true)
        + case when applied.rows_read >= entry.page_rows then 1 else 0 end);
end
$$;

-- Reads the rows of owners that changed since the last time. Their copy shows which ones changed.
create or replace function fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    now timestamptz;
    owner_ids text[];
    some_ids text[];
    condition text;
    applied record;
    sent integer := 0;
begin
    -- Waits for a step that is changing owners, because its times are earlier than the time of its commit.
    perform from fdw_sync.tables k where k.id = owner.id for share;
    now := fdw_sync.now();
    execute format('select array_agg(o.%I) from %s o where greatest(o._synced_at, o._deleted_at) >= %L', owner.key[1], owner.target, t.followed_at)
        into owner_ids;
    -- So many that reading the whole list takes fewer requests.
    if cardinality(owner_ids) > entry.owners_at_once * fdw_sync.pages(entry, owner.row_count, entry.pages_overlap) then
        return fdw_sync.begin_pass(t);
    end if;
    for at in 1 .. coalesce(cardinality(owner_ids), 0) by entry.owners_at_once loop
        some_ids := owner_ids[at : at + entry.owners_at_once - 1];
        condition := format('%I in (%s)', entry.owner_key, (select string_agg(quote_literal(i), ', ') from unnest(some_ids) i));
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, false, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        sent := sent + 1;
    end loop;
    perform fdw_sync.remove_orphans(t, entry, owner);
    update fdw_sync.tables k set followed_at = now where k.id = t.id;
    return fdw_sync.go_on(t, 'count', sent);
end
$$;

-- Removes rows whose owner was deleted for good, so that its copy does not show it any more.
create or replace function fdw_sync.remove_orphans(t fdw_sync.tables, entry fdw_sync.catalogue, owner fdw_sync.tables) returns void
language plpgsql set search_path = ''
as $$
declare
    is_orphan text := format('c._deleted_at is null and c._synced_at < %L and not exists (select from %s o where o.%I = c.%I)',
        t.followed_at, owner.target, owner.key[1], entry.owner_key);
    removed bigint;
begin
    execute format('select count(*) from %s c where %s', t.target, is_orphan) into removed;
    if removed > 0 then
        execute fdw_sync.remove(t, fdw_sync.now(), is_orphan);
        update fdw_sync.tables k set row_count = k.row_count - removed where k.id = t.id;
    end if;
end
$$;

-- Compares the provider's count with the copy's, and decides whether the whole list is to be read.
create or replace function fdw_sync.compare_count(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    counted bigint;
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
    perform fdw_sync.go_on(t, 'count', entry.count_requests);
    if counted - t.row_count = t.count_difference then
        return fdw_sync.end_visit(t);
    end if;
    if t.visit_passes < 2 then
        return fdw_sync.begin_pass(t, counted);
    end if;
    -- The list was read twice and does not have as many rows as the count says. Only a change of the difference matters.
    update fdw_sync.tables k set count_difference = counted - k.row_count where k.id = t.id;
    return fdw_sync.end_visit(t);
end
$$;

-- Reads the next window of the list, or the whole list, into the staged table. After the last one, merges the staged rows
-- into the copy, in the same transaction.
create or replace function fdw_sync.read_window(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
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
        next_visit_at = fdw_sync.now() + fdw_sync.pause(1)
    where k.id = t.id returning * into t;
    perform fdw_sync.go_on(t, 'pass', cost);
    if rows_read = row_limit then
        return true;
    end if;
    return fdw_sync.end_pass(t);
end
$$;

-- The requests that reading a whole list took. Lists of a parent take one for each row of the parent, and one that lists
-- them. Rows that are parts of others take the requests for those.
create or replace function fdw_sync.list_requests(t fdw_sync.tables, entry fdw_sync.catalogue, rows_read bigint) returns integer
language plpgsql set search_path = ''
as $$
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

-- Merges the staged rows into the copy, and removes rows that are not staged.
create or replace function fdw_sync.end_pass(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    -- A row that was written since the pass began is newer than the staged one. If it is not staged, it is new.
    is_missing text := format('c._synced_at <= %L and not exists (select from %s r where %s)',
        t.pass_started_at, t.staged, fdw_sync.same_key(t, 'r', 'c'));
    guard text := case when entry.changed_at is null then 'true'
        else format('(c._synced_at <= %L or (excluded.%2$I >= c.%2$I) is not false)', t.pass_started_at, entry.changed_at) end;
    elapsed interval := fdw_sync.now() - t.pass_started_at;
    missing bigint;
    live bigint;
    newest timestamptz;
begin
    execute format('select count(*), count(*) filter (where %s) from %s c where c._deleted_at is null', is_missing, t.target)
        into live, missing;
    if missing >= 20 and missing > live * 0.2 and not t.accepts_deletions then
        execute format('truncate %s', t.staged);
        update fdw_sync.tables k set is_stopped = true, is_visited = false, pass_started_at = null,
            next_step = 'changes', failed_at = fdw_sync.now(),
            error = format('%s of %s rows are missing at the provider, so none was removed and the table was stopped; if they were really deleted: select fdw_sync.resume(%L, %L, accept_deletions => true)', missing, live, t.server, t.object)
        where k.id = t.id;
        return false;
    end if;
    execute fdw_sync.remove(t, fdw_sync.now(), is_missing);
    execute format('with written as (%s) select count(*) from written', fdw_sync.upsert(t, t.staged, fdw_sync.now(), guard)) into live;
    execute format('select count(*) from %s c where c._deleted_at is null', t.target) into live;
    -- Rows can have changed after they were read. All such changes are later than the provider's time when the pass began,
    -- which is at least the greatest time that was read, minus the duration of the pass.
    execute format('select max(%s) from %s', coalesce(quote_ident(coalesce(entry.changed_at, entry.added_at)), 'null::timestamptz'), t.staged)
        into newest;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set row_count = live, passed_at = fdw_sync.now(), pass_requests = k.requests_so_far,
        pass_started_at = null, accepts_deletions = false,
        count_difference = case when live = k.expected_rows then 0 else k.count_difference end,
        watermark = coalesce(k.watermark, least(newest, fdw_sync.now() + interval '1 day') - elapsed),
        visit_passes = k.visit_passes + (k.pass_visit = k.visit)::integer
    where k.id = t.id returning * into t;
    -- A pass that began in an earlier visit may have missed changes since.
    if t.pass_visit <> t.visit then
        return fdw_sync.go_on(t, 'changes', 0);
    elsif live <> t.expected_rows then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    return fdw_sync.end_visit(t);
end
$$;
