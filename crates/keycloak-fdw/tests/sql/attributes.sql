-- Keycloak finds the users, if key and value are constants.
select count(*) from keycloak.user_attribute where attribute_key = 'department' and attribute_value = 'engineering';

select count(*) from keycloak.user_attribute where attribute_key = 'employee number' and attribute_value = 'E000000';

-- The case of the value does not matter to Keycloak, but to Postgres.
select count(*) from keycloak.user_attribute where attribute_key = 'department' and attribute_value = 'ENGINEERING';

-- One of both conditions is checked by Postgres alone.
-- count requests
select attribute_value, count(*) from keycloak.user_attribute where attribute_key = 'department' group by 1 order by 2 desc, 1 limit 3;

-- Keys of attributes are columns, each with an array of values.
create foreign table people (username text, attributes_department jsonb) server keycloak_server options (object 'user');

select username, attributes_department from people where username = 'user00042';
