-- Each list is read once.
select r.name, count(u.user_id) as users
from keycloak.role r left join keycloak.user_realm_role u on u.role_name = r.name and u.role_name in ('admin', 'editor')
where r.name in ('admin', 'editor', 'auditor') group by r.name order by r.name;

-- count requests
select g.path, u.username, u.email
from keycloak."group" g
join keycloak.group_member m on m.group_id = g.id
join keycloak."user" u on u.id = m.user_id
where g.path = '/departments/legal' order by u.username limit 5;

-- The members of one group, whose id is a constant.
create view team_members as
select user_id from keycloak.group_member where group_id = '8a3f2c16-c381-49a3-8779-b3b942c1f8d4';

select count(*) from team_members;

select u.username, u.enabled from team_members m join keycloak."user" u on u.id = m.user_id order by u.username limit 3;

select username from keycloak."user" u
where exists (select from keycloak.user_required_action a
  where a.user_id = u.id and a.required_action = 'CONFIGURE_TOTP')
order by username limit 2;
