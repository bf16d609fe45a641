-- Local copies of foreign tables that keep themselves fresh.
--
-- Run this file once, and again to upgrade. Then copy the tables of a foreign server, for instance:
--
--   select * from fdw_sync.install('clerk_server');
--
-- docs/sync.md describes everything. This file is made from the files of sync/src by `make bless`.

begin;

set local client_min_messages = warning;

create schema if not exists fdw_sync;

revoke all on schema fdw_sync from public;

comment on schema fdw_sync is 'Keeps local copies of foreign tables fresh. See fdw_sync.install().';

-- The version of this schema, one row.
create table if not exists fdw_sync.version (number integer not null);

-- Copied servers.
create table if not exists fdw_sync.servers (
    server name primary key,
    -- Name of the component, and its profile if it has several: what fdw_sync.catalogue is looked up by.
    provider text not null,
    profile text not null,
    -- Schema of the foreign tables and of staged rows, and schema of the copies.
    foreign_schema name not null,
    target_schema name not null,
    -- Whether install() created the schema of the copies, so that uninstall() drops it.
    owns_target_schema boolean not null,
    unique (foreign_schema),
    -- Whether all objects are copied that are copied by default; otherwise those that were named.
    has_all_objects boolean not null,
    -- When runs start, in the notation of pg_cron.
    schedule text not null,
    -- The options of install().
    options jsonb not null
);

-- Copied tables and their state.
create table if not exists fdw_sync.tables (
    id integer generated always as identity primary key,
    server name not null references fdw_sync.servers on delete cascade,
    object text not null,
    unique (server, object),
    -- Foreign table, copy and table of staged rows: qualified names, quoted where necessary.
    source text not null unique,
    target text not null unique,
    staged text not null unique,
    -- Columns of the foreign table that are copied, and the primary key of the copy.
    columns name[] not null,
    key name[] not null,

    -- Number of rows of the copy that are not marked as deleted; null until the first load is complete.
    row_count bigint,
    -- The greatest time of a change, or of a creation, that was read. It is the provider's time.
    watermark timestamptz,
    -- Owners are the rows that contain the rows of this table, as users contain e-mail addresses. Their changes up to this
    -- time, and at this time up to this key, have been applied to this table.
    followed_at timestamptz,
    followed_key text not null default '',
    -- The provider's count minus the number of rows of its list: zero, unless the provider counts rows that it does not list.
    count_difference bigint not null default 0,
    -- Whether the last count disagrees and the list has not been read since, because it is long.
    are_deletions_pending boolean not null default false,
    -- When the last pass over the whole list was complete, how many requests it took, and whether one is wanted
    -- before it is due.
    passed_at timestamptz,
    pass_requests integer,
    is_pass_wanted boolean not null default false,

    -- The pass that is in progress: when and in which run it began, the provider's count if that was the reason, and the
    -- window that comes next.
    pass_started_at timestamptz,
    pass_run bigint,
    expected_rows bigint,
    window_start timestamptz,
    window_rows integer,
    requests_so_far integer not null default 0,

    -- The visit that is in progress; visit_started_at is null if there is none. A visit consists of steps, each of which is a
    -- transaction. It may be interrupted and go on later, in the same run or in another one.
    visit_started_at timestamptz,
    visit_run bigint,
    -- How often the list was read and counted in this visit, and what the last count minus the number of rows was.
    visit_passes integer not null default 0,
    visit_counts integer not null default 0,
    visit_difference bigint,
    visit_requests integer not null default 0,
    is_running boolean not null default false,
    -- Whether a window was read since changes were read.
    are_changes_due boolean not null default false,
    next_step text not null default 'changes' check (next_step in ('changes', 'count', 'pass')),

    -- When the last complete visit began, and how many requests it took.
    visited_at timestamptz,
    requests integer,
    -- Failures since the last success, and the last of them.
    failures integer not null default 0,
    error text,
    failed_at timestamptz,
    -- Whether too many rows were missing at once. resume() starts the table again.
    is_stopped boolean not null default false,
    accepts_deletions boolean not null default false,
    next_visit_at timestamptz not null default '-infinity'
);

-- Rows that enqueue() was called for. A row can be queued several times.
create table if not exists fdw_sync.queue (
    id bigint generated always as identity primary key,
    table_id integer not null references fdw_sync.tables on delete cascade,
    row_id text not null,
    failures integer not null default 0,
    next_at timestamptz not null default '-infinity'
);

create index if not exists queue_table_id on fdw_sync.queue (table_id, next_at);

-- Numbers of runs.
create sequence if not exists fdw_sync.run_numbers;

do $migrate$
declare
    this constant integer := 1;
    installed constant integer := (select number from fdw_sync.version);
    routine regprocedure;
begin
    if installed > this then
        raise exception 'this file is version % of fdw_sync, but version % is installed', this, installed;
    end if;
    -- Functions and the catalogue have no state, and are created anew below, except those that objects of users may depend on.
    for routine in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'fdw_sync'::regnamespace and p.proname not in
            ('status', 'objects', 'enqueue', 'refresh', 'resume', 'install', 'uninstall', 'run', 'now')
    loop
        execute format('drop routine %s', routine);
    end loop;
    drop table if exists fdw_sync.catalogue;
    -- Migrations go here, such as: if installed < 2 then alter table … end if;
    delete from fdw_sync.version;
    insert into fdw_sync.version values (this);
end
$migrate$;
