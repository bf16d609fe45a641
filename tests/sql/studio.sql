-- What Supabase Studio sends when somebody adds a Clerk wrapper: everything in one transaction, with a wrapper object
-- of its own. The tables have options that only Studio knows.
begin;
create schema if not exists my_clerk;
create foreign data wrapper "my_clerk" handler "wasm_fdw_handler" validator "wasm_fdw_validator";
do $$
declare
  key_id uuid;
begin
  key_id := vault.create_secret(new_secret := '{key}', new_name := 'my_clerk_api_key_id');
  execute format(
    'create server "my_clerk_server" foreign data wrapper "my_clerk" options (api_key_id %L, api_url %L, '
    '"fdw_package_url" %L, "fdw_package_name" %L, "fdw_package_version" %L, "fdw_package_checksum" %L)',
    key_id, '{url}', 'file://{component}', 'supabase:clerk-fdw', '0.1.0', '{checksum}'
  );
end $$;
create foreign table "my_clerk"."users" (
  "id" text, "external_id" text, "username" text, "first_name" text, "last_name" text, "created_at" timestamp,
  "updated_at" timestamp, "attrs" jsonb
) server "my_clerk_server" options (object 'users', schema 'public');
create foreign table "my_clerk"."organizations" (
  "id" text, "name" text, "slug" text, "created_at" timestamp, "updated_at" timestamp, "created_by" text, "attrs" jsonb
) server "my_clerk_server" options (object 'organizations', schema 'public', id '16444');
create foreign table "my_clerk"."organization_memberships" (
  "id" text, "role" text, "role_name" text, "created_at" timestamp, "updated_at" timestamp, "attrs" jsonb
) server "my_clerk_server" options (object 'organization_memberships', schema 'public');
commit;

-- How Studio recognises a wrapper.
select srvname, fdwname from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
where 'fdw_package_name=supabase:clerk-fdw' = any (srvoptions) and fdwname = 'my_clerk';

-- Newer versions of Studio import a schema.
begin;
create schema if not exists imported;
import foreign schema "clerk" from server "my_clerk_server" into "imported" options (strict 'true');
commit;

select count(*) from information_schema.foreign_tables where foreign_table_schema = 'imported';

-- The table view orders by the first column that is not JSON, which Clerk cannot do for ids. This reads the whole list.
with _base_query as (
  select * from "my_clerk"."organizations" order by "organizations"."id" asc nulls last limit 100 offset 0
), _shown as (
  select
    case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end as "id",
    case
      when octet_length("name"::text) > 10240 then left("name"::text, 10240) || '...'
      else "name"::text
    end as "name",
    case
      when octet_length("attrs"::text) > 10240 then left("attrs"::text, 10240) || '...'
      else "attrs"::text
    end as "attrs"
  from _base_query
)
select count(*), min("id"), max("name"), bool_and(octet_length("attrs") <= 10243) as is_short from _shown;

-- The first and the second page of users.
with _base_query as (
  select * from "my_clerk"."users" order by "users"."id" asc nulls last limit 100 offset 0
)
select
  count(case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end),
  count(case when octet_length("attrs"::text) > 10240 then left("attrs"::text, 10240) || '...' else "attrs"::text end),
  min("id")
from _base_query;

with _base_query as (
  select * from "my_clerk"."users" order by "users"."id" asc nulls last limit 100 offset 100
)
select
  count(case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end),
  count(case when octet_length("attrs"::text) > 10240 then left("attrs"::text, 10240) || '...' else "attrs"::text end),
  min("id")
from _base_query;

-- The page itself, as Studio selects it. Here it has three rows.
with _base_query as (
  select * from "my_clerk"."organizations" order by "organizations"."id" asc nulls last limit 3 offset 0
)
select
  case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end as "id",
  case when octet_length("name"::text) > 10240 then left("name"::text, 10240) || '...' else "name"::text end as "name",
  case when octet_length("slug"::text) > 10240 then left("slug"::text, 10240) || '...' else "slug"::text end as "slug",
  case
    when octet_length("created_at"::text) > 10240 then left("created_at"::text, 10240) || '...'
    else "created_at"::text
  end as "created_at"
from _base_query;

-- The number of rows. Foreign tables have no estimate, so Studio counts.
select reltuples from pg_class where oid = '"my_clerk"."users"'::regclass;

create or replace function pg_temp.count_estimate(query text) returns integer as $$
declare
  plan jsonb;
begin
  execute 'explain (format json)' || query into plan;
  return plan -> 0 -> 'Plan' -> 'Plan Rows';
end $$ language plpgsql;
with approximation as (
  select reltuples as estimate from pg_class where oid = '"my_clerk"."users"'::regclass
)
select
  case
    when estimate > 50000 then (select pg_temp.count_estimate('select * from "my_clerk"."users"'))
    else (select count(*) from "my_clerk"."users")
  end as count,
  estimate > 50000 as is_estimate
from approximation;

select count(*) from "my_clerk"."users";

-- Filters have the column first and a literal.
select count(*) from "my_clerk"."users" where "external_id" = 'ext-12';

select count(*) from "my_clerk"."users" where "first_name" <> 'Ada';

select count(*) from "my_clerk"."users" where "created_at" > '2023-01-10' and "created_at" <= '2023-01-11 12:00:00';

select count(*) from "my_clerk"."users" where "username" ~~ 'user10%';

select count(*) from "my_clerk"."users"
where "username" ~~* '%USER11%' and "last_name" !~~ '%a%' and "first_name" !~~* 'a%';

select count(*) from "my_clerk"."organizations" where "slug" in ('company-1', 'company-2', 'company-1000');

select count(*) from "my_clerk"."users" where "username" is null and "external_id" is not null;

with _base_query as (
  select * from "my_clerk"."users" where "username" in ('user7', 'user8', 'user9')
  order by "users"."username" desc nulls last limit 100 offset 0
)
select
  case when octet_length("username"::text) > 10240 then left("username"::text, 10240) || '...' else "username"::text end
from _base_query;

-- The first two pages of an export.
select count(*), min("id") from (
  select * from "my_clerk"."users" order by "users"."id" asc nulls last limit 500 offset 0
) page;

select count(*), min("id") from (
  select * from "my_clerk"."users" order by "users"."id" asc nulls last limit 500 offset 500
) page;

-- If the first column is created_at and the table has the option top_n, browsing takes one request.
create foreign table "my_clerk"."newest_users" (
  "created_at" timestamp, "id" text, "first_name" text, "attrs" jsonb
) server "my_clerk_server" options (object 'users', schema 'public', top_n 'true');

with _base_query as (
  select * from "my_clerk"."newest_users" order by "newest_users"."created_at" asc nulls last limit 100 offset 0
)
select
  count(case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end),
  count(case when octet_length("attrs"::text) > 10240 then left("attrs"::text, 10240) || '...' else "attrs"::text end),
  min("created_at"), max("created_at")
from _base_query;

with _base_query as (
  select * from "my_clerk"."newest_users" order by "newest_users"."created_at" asc nulls last limit 100 offset 100
)
select
  count(case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end),
  min("created_at"), max("created_at")
from _base_query;

with _base_query as (
  select * from "my_clerk"."newest_users" order by "newest_users"."created_at" desc nulls first limit 3 offset 0
)
select
  case
    when octet_length("created_at"::text) > 10240 then left("created_at"::text, 10240) || '...'
    else "created_at"::text
  end as "created_at",
  case when octet_length("id"::text) > 10240 then left("id"::text, 10240) || '...' else "id"::text end as "id",
  case
    when octet_length("first_name"::text) > 10240 then left("first_name"::text, 10240) || '...'
    else "first_name"::text
  end as "first_name"
from _base_query;

-- Studio's tables have no rowid_column, so they can only be read.
update "my_clerk"."users" set "first_name" = 'Ada' where "id" = 'user_2w2TELs66wbmyQkqhqfiPXzXFyl';

-- An edited wrapper is dropped with everything that depends on it, and created again.
begin;
drop foreign data wrapper if exists "my_clerk" cascade;
delete from vault.secrets where name = 'my_clerk_api_key_id';
commit;

select count(*) from information_schema.foreign_tables where foreign_table_schema in ('my_clerk', 'imported');
