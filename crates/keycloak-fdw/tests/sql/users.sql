select id, username, email, first_name, last_name, enabled, created_timestamp
from keycloak."user" where username = 'o''brien';

select username, email_verified, required_actions, not_before, attributes
from keycloak."user" where username = 'user00059';

select username from keycloak."user" where id = '4e4ef67c-fa75-4a5b-8a34-594f2f3aa0a6';

-- The id of no user.
select username from keycloak."user" where id = 'nobody';

select username, email from keycloak."user" where email = 'user+42@example.com';

-- Keycloak compares in lower case, and Postgres checks each row again.
select username from keycloak."user" where username = 'USER00042';

select id, username from keycloak."user" where username in ('100%', 'sl/ash', 'amp&co', 'plus+tag') order by username;

select username, first_name, last_name from keycloak."user"
where first_name = 'Édith' and last_name = 'Okafor' and enabled order by username limit 3;

select count(username), count(email) from keycloak."user" where not enabled;

select username from keycloak."user" where username like 'under%' order by username;

select username, last_name from keycloak."user" where last_name ilike '%lovelace%' and email_verified order by username
limit 3;

-- Times are pushed down only with this option. Older servers ignore these parameters.
create foreign table by_time (username text, created_timestamp timestamptz) server keycloak_server
  options (object 'user', pushdown_comparisons 'true');

select username, created_timestamp from by_time
where created_timestamp < '2020-09-13 13:00+00' and username = 'o''brien';

select username, service_account_client_id is not null as of_client from keycloak."user"
where username = 'service-account-fdw';

-- Keys of the map of attributes can be columns.
create foreign table employees (username text, attributes_department jsonb, attributes_locale jsonb)
  server keycloak_server options (object 'user');

select * from employees where username in ('user00050', 'user00055') order by username;

-- Attributes and required actions of one user, and of all.
select attribute_key, attribute_value from keycloak.user_attribute
where user_id = (select id from keycloak."user" where username = 'user00060') order by 1, 2;

-- Older servers do not keep empty values.
select attribute_key, count(*), count(distinct user_id) as users from keycloak.user_attribute
where attribute_value <> '' group by 1 order by 1;

select required_action from keycloak.user_required_action
where user_id in (select id from keycloak."user" where username = 'back\slash') order by 1;

select required_action, count(*) from keycloak.user_required_action group by 1 order by 1;
