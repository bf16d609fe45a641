-- The attributes of the provider's own extensions become columns if the import asks for them.
create schema extended;

import foreign schema scim limit to (users, groups) from server scim_server into extended options (extensions 'true');

select attname, format_type(atttypid, atttypmod) from pg_attribute
where attrelid = 'extended.users'::regclass and attnum > 0
  and attname not in (select attname from pg_attribute where attrelid = 'scim.users'::regclass) order by attnum;

select jsonb_pretty(option_value::jsonb) from pg_options_to_table(
  (select ftoptions from pg_foreign_table where ftrelid = 'extended.users'::regclass)) where option_name = 'attributes';

select badge_number, is_contractor, level, desk_building, acme_department, department
from extended.users where user_name = 'O''sean.winter87@example.com' or badge_number in ('B-0001', 'B-0017') order by 1;

-- A table written by hand finds them by name, with two more requests.
create foreign table badges (user_name text, acme_badge_number text, hired_on timestamptz) server scim_server
  options (object 'users');

select * from badges where acme_badge_number = 'B-0017';

-- Or maps them to other names.
create foreign table mapped (user_name text, badge text, nick text, home jsonb) server scim_server options (object 'users',
  attributes '{"badge": "urn:acme:params:scim:schemas:extension:acme:2.0:User:badgeNumber", "nick": "nickName",
    "home": "urn:acme:params:scim:schemas:extension:acme:2.0:User:desk"}');

select * from mapped where badge = 'B-0017';

-- A name that does not exist.
create foreign table misspelt (user_name text, bagde text) server scim_server options (object 'users');

select bagde from misspelt;

create foreign table taken (user_name text) server scim_server options (object 'users', attributes '{"user_name": "nickName"}');

select * from taken;

-- A server without schemas.
create schema unpublished;

-- fault {"below": "/Schemas", "status": 404, "body": ""}
import foreign schema scim from server scim_server into unpublished options (extensions 'true');

import foreign schema scim from server scim_server into unpublished options (extensions 'yes');
