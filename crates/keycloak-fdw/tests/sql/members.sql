-- Members of one group, and groups of one user.
select count(*), count(distinct user_id) from keycloak.group_member
where group_id = '26aae555-869e-4bc0-8016-9c1d4728b2a1';

select group_id from keycloak.group_member where user_id = 'f4b82037-1b76-4aca-8244-2a7cb2681dda' order by group_id;

select user_id from keycloak.group_member
where group_id = '26aae555-869e-4bc0-8016-9c1d4728b2a1' and user_id = 'f4b82037-1b76-4aca-8244-2a7cb2681dda';

select count(*) from keycloak.group_member where group_id = 'no-group';

select count(*) from keycloak.group_member where user_id = 'nobody';

-- Without a condition, the members of each group are read.
-- count requests
select count(*), count(distinct user_id) as users, count(distinct group_id) as groups from keycloak.group_member;

-- Realm roles of one user, and users with one role.
select role_name from keycloak.user_realm_role where user_id = 'f4b82037-1b76-4aca-8244-2a7cb2681dda'
order by role_name;

select count(*) from keycloak.user_realm_role where role_name = 'viewer';

select role_name, count(*) from keycloak.user_realm_role where role_name in ('50%', 'sl/ash', 'what?#now')
group by role_name order by role_name;

select count(*) from keycloak.user_realm_role where role_name = 'no-role';

-- The name has a space, which is not sent, because an API could trim it.
-- count requests
select count(*) from keycloak.user_realm_role where role_name = 'role with space';

-- Without a condition, the users of each role are read.
-- count requests
select role_name, count(*) from keycloak.user_realm_role group by role_name order by role_name;
