select user_name, email, first_name, last_name, display_name, active
from scim.users where user_name = 'ada.nandu+tag52@example.com';

-- SCIM compares in any case, and Postgres checks each row again.
select user_name from scim.users where user_name = 'ADA.NANDU+TAG52@EXAMPLE.COM';

-- Several values are one request.
select user_name, title from scim.users
where user_name in ('ada.nandu+tag52@example.com', 'ove.winter+tag23@example.com', 'nobody@example.com') order by 1;

-- An id is read by itself; a missing one is no row, once a second request has shown that the base URL is right.
select user_name from scim.users
where id = (select id from scim.users where user_name = 'ada.nandu+tag52@example.com');

select user_name from scim.users where id = 'nobody';

-- Conditions are terms of one filter.
select user_name, last_name, active from scim.users
where user_name like '%winter%' and active and locale = 'en-US' order by 1 limit 5;

select user_name from scim.users where user_name like 'grace.%' and title is not null order by 1 limit 5;

-- A substring needs three letters or digits in a row.
select count(user_name) from scim.users where user_name like '%tag%';

-- What servers may understand differently is checked by Postgres alone.
select count(*) from scim.users where user_name ilike 'GRACE.%';

select count(*) from scim.users where first_name = 'Zoë';

select count(*) from scim.users where title is null;

-- A column with an empty text is not NULL, although it has no value for SCIM.
select count(title), count(nullif(title, '')) from scim.users where title is not null;

-- NULL if the provider does not say whether the user is active.
select active, count(*) from scim.users group by 1 order by 1;

-- The enterprise extension.
select employee_number, cost_center, department, organization, manager_id is not null as has_manager
from scim.users where user_name = 'ada.nandu+tag52@example.com';

-- The primary address, or else the first one.
select user_name, email, jsonb_array_length(emails) as addresses
from scim.users where user_name like 'darcy.%' order by user_name limit 4;

-- Only what the query needs is on the wire; the whole user has it all.
select key from scim.users, jsonb_object_keys(attrs) key
where user_name = 'ada.nandu+tag52@example.com' and key <> 'groups' order by 1;
