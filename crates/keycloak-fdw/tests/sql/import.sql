select foreign_table_name from information_schema.foreign_tables where foreign_table_schema = 'keycloak' order by 1;

select column_name, data_type from information_schema.columns
where table_schema = 'keycloak' and table_name = 'user' order by ordinal_position;

select column_name, data_type from information_schema.columns
where table_schema = 'keycloak' and table_name = 'group' order by ordinal_position;

select table_name, string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position) as columns
from information_schema.columns
where table_schema = 'keycloak' and table_name in ('group_member', 'role', 'user_attribute', 'user_realm_role')
group by table_name order by table_name;

create schema part;

import foreign schema keycloak limit to ("user", role) from server keycloak_server into part;

select foreign_table_name from information_schema.foreign_tables where foreign_table_schema = 'part' order by 1;

create schema rest;

import foreign schema keycloak except ("user", "group", group_member, role) from server keycloak_server into rest;

select foreign_table_name from information_schema.foreign_tables where foreign_table_schema = 'rest' order by 1;

select count(*) from part.role;
