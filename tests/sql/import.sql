create schema part;

import foreign schema clerk limit to (users, organizations, "organization_memberships")
  from server clerk_server into part;

select foreign_table_name from information_schema.foreign_tables where foreign_table_schema = 'part' order by 1;

create schema rest;

import foreign schema clerk except (users, organizations) from server clerk_server into rest;

select foreign_table_name from information_schema.foreign_tables where foreign_table_schema = 'rest' order by 1;

select column_name, data_type from information_schema.columns
where table_schema = 'part' and table_name = 'organizations' order by ordinal_position;

select count(*) from part.organizations;

import foreign schema clerk limit to (nothing_of_this_name) from server clerk_server into part;
