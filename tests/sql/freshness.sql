-- What changed since: newest first, and no further.
select count(*) from clerk.users where updated_at > '2023-04-15';

alter server clerk_server options (add pushdown_comparisons 'true');

select count(*) from clerk.users where updated_at > '2023-04-15';

-- More than a page of it: the front is looked at again.
select count(*) from clerk.users where updated_at >= '2023-03-01';

-- Literals and parameters reach the wrapper; the value of a sub-select does not, nor does what is worked out while the
-- query runs, as any sum with an interval is.
prepare since (timestamptz) as select count(*) from clerk.users where updated_at > $1;

execute since ('2023-04-15');

select count(*) from clerk.users where updated_at > '2023-04-14'::timestamptz + interval '1 day';

select count(*) from clerk.users where updated_at > (select timestamptz '2023-04-15');

select count(*) from clerk.users where updated_at > now() - interval '1 day';

-- Other lists by when their rows were made.
select count(*) from clerk.organizations where created_at > '2023-01-02';

-- A copy that is brought up to date.
create table copy (id text primary key, username text, updated_at timestamptz);

insert into copy select id, username, updated_at from clerk.users where updated_at <= '2023-04-15';

insert into copy select id, username, updated_at from clerk.users where updated_at > '2023-04-15'
on conflict (id) do update set username = excluded.username, updated_at = excluded.updated_at;

select count(*) from copy;

-- ORDER BY with LIMIT reads everything, unless the table may stop.
select id from clerk.users order by created_at desc limit 2;

alter foreign table clerk.users options (add top_n 'true');

select id from clerk.users order by created_at desc limit 2;

select id from clerk.users where banned order by updated_at limit 2 offset 1;

-- Not by what the API orders otherwise, nor with a condition that it does not answer.
select id from clerk.users order by username limit 1;

select id from clerk.users where first_name = 'Ada' order by created_at limit 1;

-- README's way: all at first, then what changed.
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
