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
