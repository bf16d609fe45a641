prepare by_id (text) as select id, first_name from clerk.users where id = $1;

execute by_id ('user_2zphf8vxSId1H8oaNrHRARY67Ag');

execute by_id ('user_2kNjf81CjNNSt5Hbcr2EozdnRsm');

execute by_id (null);

execute by_id ('nobody');

execute by_id ('user_2zphf8vxSId1H8oaNrHRARY67Ag');

-- From the sixth execution on, the plan is generic.
execute by_id ('user_2kNjf81CjNNSt5Hbcr2EozdnRsm');

execute by_id (null);

execute by_id ('user_2zphf8vxSId1H8oaNrHRARY67Ag');

set plan_cache_mode = force_generic_plan;

prepare since (timestamptz, boolean) as
  select count(*) from clerk.users where created_at >= $1 and banned = $2;

execute since ('2023-01-10', true);

execute since ('2023-01-12', false);

execute since (null, true);

prepare top (int) as select slug from clerk.organizations order by created_at limit $1;

execute top (2);

execute top (1);

-- A PL/pgSQL function keeps its plans. Generic plans are not safe here: see docs/hosts.md.
reset plan_cache_mode;

create function members_of(text) returns bigint language plpgsql as $$
declare n bigint;
begin
  select count(*) into n from clerk.organization_memberships where organization_id = $1;
  return n;
end $$;

select slug, members_of(id) from clerk.organizations
where slug in ('company-1', 'company-2', 'company-3') order by slug;

-- Writes with kept plans: each run writes its own row.
prepare rename_organization (text, text) as update clerk.organizations set name = $2 where slug = $1;

do $$ begin
  for n in 1..20 loop execute format('execute rename_organization(%L, %L)', 'company-' || n % 3, 'Name ' || n); end loop;
end $$;

select slug, name from clerk.organizations where slug in ('company-0', 'company-1', 'company-2') order by slug;

prepare block (text) as delete from clerk.blocklist_identifiers where identifier = $1;

insert into clerk.blocklist_identifiers (identifier) select 'b' || n || '@example.com' from generate_series(1, 10) n;

do $$ begin
  for n in 1..10 loop execute format('execute block(%L)', 'b' || n || '@example.com'); end loop;
end $$;

select count(*) from clerk.blocklist_identifiers where identifier like 'b%@example.com';

create function ban(text) returns void language plpgsql as $$
begin
  update clerk.users set banned = true where id = $1;
end $$;

select ban(id) from clerk.users order by created_at limit 8;

select count(*) from (select banned from clerk.users order by created_at limit 8) u where banned;
