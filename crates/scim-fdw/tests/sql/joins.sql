-- Each table of a join reads its list once.
select d.department, count(distinct m.group_id) as groups, count(distinct u.id) as users
from scim.users u join scim.group_members m on m.member_id = u.id
  join lateral (select u.department) d on true
where u.department is not null group by 1 order by 1;

-- A correlated sub-select passes the id on.
select u.user_name, (select count(*) from scim.user_emails e where e.user_id = u.id) as addresses
from scim.users u where u.user_name = 'ove.winter+tag23@example.com';

-- Managers and how many report to them.
select m.user_name, count(*) from scim.users u join scim.users m on m.id = u.manager_id
group by 1 order by 2 desc, 1 limit 3;

-- Users who are in no group.
select count(*) from scim.users u
where not exists (select from scim.group_members m where m.member_id = u.id);
