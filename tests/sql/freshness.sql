-- Rows that changed after a time. With pushdown_comparisons, the scan reads the newest first and ends at that time.
select count(*) from clerk.users where updated_at > '2023-04-15';

alter server clerk_server options (add pushdown_comparisons 'true');

select count(*) from clerk.users where updated_at > '2023-04-15';

-- If this takes more than one page, the scan reads the front again, because rows may have changed in the meantime.
select count(*) from clerk.users where updated_at >= '2023-03-01';

-- Literals and the query's parameters ($1) are passed to the component. The value of a sub-select is not, nor are
-- expressions that Postgres evaluates while the query runs, such as the sum of a time and an interval.
prepare since (timestamptz) as select count(*) from clerk.users where updated_at > $1;

execute since ('2023-04-15');

select count(*) from clerk.users where updated_at > '2023-04-14'::timestamptz + interval '1 day';

select count(*) from clerk.users where updated_at > (select timestamptz '2023-04-15');

select count(*) from clerk.users where updated_at > now() - interval '1 day';

-- Other lists are sorted by the time when their rows were created.
select count(*) from clerk.organizations where created_at > '2023-01-02';

-- Refreshes a copy.
create table copy (id text primary key, username text, updated_at timestamptz);

insert into copy select id, username, updated_at from clerk.users where updated_at <= '2023-04-15';

insert into copy select id, username, updated_at from clerk.users where updated_at > '2023-04-15'
on conflict (id) do update set username = excluded.username, updated_at = excluded.updated_at;

select count(*) from copy;

-- ORDER BY with LIMIT reads all rows, unless the table has the option top_n.
select id from clerk.users order by created_at desc limit 2;

alter foreign table clerk.users options (add top_n 'true');

select id from clerk.users order by created_at desc limit 2;

select id from clerk.users where banned order by updated_at limit 2 offset 1;

-- Even with top_n, the scan reads all rows if the API sorts differently or has no exact filter for the condition.
select id from clerk.users order by username limit 1;

select id from clerk.users where first_name = 'Ada' order by created_at limit 1;

-- The statement of docs/pushdown.md: at first it copies all rows, then only those that changed.
alter foreign table clerk.users options (drop top_n);

create table users_copy (like clerk.users);

alter table users_copy add primary key (id);

do $$ begin execute format(
  'insert into users_copy select * from clerk.users where updated_at >= %L on conflict (id) do update set
     username = excluded.username, banned = excluded.banned, updated_at = excluded.updated_at',
  (select coalesce(max(updated_at), '-infinity') from users_copy)); end $$;

select count(*) from users_copy;

do $$ begin execute format(
  'insert into users_copy select * from clerk.users where updated_at >= %L on conflict (id) do update set
     username = excluded.username, banned = excluded.banned, updated_at = excluded.updated_at',
  (select coalesce(max(updated_at), '-infinity') from users_copy)); end $$;
