-- Each list is read once with every plan.
select count(*), count(distinct o.id), count(distinct u.id)
from clerk.organizations o
join clerk.organization_memberships m on m.organization_id = o.id
join clerk.users u on u.id = m.user_id;

set enable_hashjoin = off;

set enable_mergejoin = off;

select count(*), count(distinct o.id)
from clerk.organizations o join clerk.organization_memberships m on m.organization_id = o.id;

set enable_material = off;

select count(*), count(distinct o.id)
from clerk.organizations o join clerk.organization_memberships m on m.organization_id = o.id;

reset enable_hashjoin;

reset enable_mergejoin;

reset enable_material;

select o.name, (select count(*) from clerk.organization_memberships m where m.organization_id = o.id) as members
from clerk.organizations o where o.slug in ('company-1', 'company-2') order by o.slug;

select count(*) from clerk.users u where exists (
  select from clerk.organization_memberships m where m.user_id = u.id and m.role = 'org:admin');

select count(*) from clerk.users u where not exists (
  select from clerk.organization_memberships m where m.user_id = u.id and m.role = 'org:admin');

select count(*) from clerk.users
where id in (select user_id from clerk.organization_memberships where role = 'org:admin');

select o.slug, l.identifier from clerk.organizations o cross join lateral (
  select m.public_user_data_identifier as identifier from clerk.organization_memberships m
  where m.organization_id = o.id order by m.created_at limit 1
) l where o.slug in ('company-3', 'company-4') order by o.slug;

create table plans (slug text primary key, plan text);

insert into plans select slug, case when has_image then 'pro' else 'free' end from clerk.organizations;

select p.plan, count(*), sum(o.members_count) from plans p
join clerk.organizations o using (slug) group by 1 order by 1;

select a.slug, b.slug from clerk.organizations a
join clerk.organizations b on b.created_at = a.created_at and b.id > a.id order by 1;

-- A repeated value makes no request. For the tenth different value, the scan reads the list of all rows, once.
create table pairs (n int, organization_id text);

insert into pairs select n, id from clerk.organizations cross join generate_series(1, 3) n
where slug in ('company-1', 'company-2');

select sum((select count(*) from clerk.organization_memberships m where m.organization_id = p.organization_id))
from pairs p;

select sum((select count(*) from clerk.organization_memberships m where m.organization_id = o.id))
from clerk.organizations o;
