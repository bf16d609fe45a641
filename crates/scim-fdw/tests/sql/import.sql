-- Every object is a table. The import sends no request.
create schema imported;

import foreign schema scim from server scim_server into imported;

select relname, count(*) as columns from pg_class join pg_attribute on attrelid = pg_class.oid
where relnamespace = 'imported'::regnamespace and attnum > 0 group by 1 order by 1;

select attname, format_type(atttypid, atttypmod) from pg_attribute
where attrelid = 'imported.users'::regclass and attnum between 1 and 12 order by attnum;

create schema few;

import foreign schema scim limit to (groups, group_members) from server scim_server into few;

select relname from pg_class where relnamespace = 'few'::regnamespace order by 1;
