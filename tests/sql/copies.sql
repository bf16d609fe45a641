create table users_copy as select * from clerk.users;

select count(*), count(distinct id) from users_copy;

create materialized view members as
  select organization_id, count(*) as members from clerk.organization_memberships group by organization_id;

select count(*), sum(members) from members;

-- fault {"path": "/organization_memberships", "insert": 3}
refresh materialized view members;

select count(*), sum(members) from members;

create unique index on members (organization_id);

refresh materialized view concurrently members;

-- Adds new users to the copy.
insert into users_copy select * from clerk.users u where not exists (select from users_copy c where c.id = u.id);

-- fault {"path": "/organization_memberships", "delete": [1800, 1801, 1802]}
create table memberships_copy as select id, role from clerk.organization_memberships;

select count(*) from memberships_copy;

copy (select count(*) from clerk.domains) to '/dev/null';
