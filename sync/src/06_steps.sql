-- The steps of a visit. Each returns true if the visit has another step.

-- Ends a visit. The table is due again in the next run, or when its list is to be read again.
create or replace function fdw_sync.end_visit(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
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

-- Sets the next step, adds to the requests of the visit, and puts off the time at which the visit counts as one that did not end.
create or replace function fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) returns boolean
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set next_step = step, visit_requests = k.visit_requests + go_on.requests,
        next_visit_at = fdw_sync.now() + fdw_sync.pause(1)
    where k.id = t.id returning true
$$;

-- Whether the whole list is to be read: because it never was, because the last time is too long ago, or on demand.
create or replace function fdw_sync.is_pass_due(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$
    select t.passed_at is null or t.passed_at + fdw_sync.pass_every(t) <= fdw_sync.now()
        or (t.is_pass_wanted and t.passed_at + fdw_sync.shortest_pause(t) <= fdw_sync.now())
$$;

-- Waits for a step that is changing a table, because the times that it writes are earlier than the time of its commit.
create or replace function fdw_sync.wait_for_step(t fdw_sync.tables) returns void
language plpgsql set search_path = ''
as $$
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

-- Begins to read the whole list.
--
-- expected  The provider's count, if it is the reason.
create or replace function fdw_sync.begin_pass(t fdw_sync.tables, expected bigint default null) returns boolean
language plpgsql set search_path = ''
as $$
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

-- Reads the rows that changed, or were added, since the greatest time that was read so far.
--
-- All times in conditions are the provider's, so it does not matter what the clock of the database says. The overlap is for rows
-- that become visible later than rows with a greater time.
create or replace function fdw_sync.read_changes(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
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
$$;

-- Reads the rows of owners that changed since the last time. Their copy shows which ones changed. At most 20 requests are sent in
-- one step, and none if reading the whole list takes fewer.
create or replace function fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
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

-- Compares the provider's count with the copy's, and decides whether the whole list is to be read.
create or replace function fdw_sync.compare_count(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
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
$$;
