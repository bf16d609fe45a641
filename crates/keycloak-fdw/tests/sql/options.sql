-- Errors in options are reported before any request.
create function options_without(missing text) returns text language sql as $$
  select string_agg(format('%s %L', name, value), ', ')
  from (values ('fdw_package_url', 'file://{component}'), ('fdw_package_name', 'supabase:keycloak-fdw'),
    ('fdw_package_version', '0.1.0'), ('base_url', '{url}'), ('realm', 'acme'), ('client_id', 'fdw'),
    ('client_secret', '{key}')) o (name, value)
  where name <> missing
$$;

do $$
declare missing text;
begin
  foreach missing in array array['base_url', 'realm', 'client_id', 'client_secret'] loop
    execute format('create server no_%s foreign data wrapper wasm_wrapper options (%s)', missing,
      options_without(missing));
    execute format('create foreign table no_%s (name text) server no_%s options (object %L)', missing, missing, 'role');
  end loop;
end $$;

select * from no_base_url;

select * from no_realm;

select * from no_client_id;

select * from no_client_secret;

alter server no_base_url options (add base_url 'keycloak.example.com');

select * from no_base_url;

alter server no_client_secret options (add client_secret E'a\nb');

select * from no_client_secret;

create foreign table without_object (id text) server keycloak_server;

select * from without_object;

create foreign table unknown_object (id text) server keycloak_server options (object 'users');

select * from unknown_object;

create foreign table unknown_column (id text, user_name text) server keycloak_server options (object 'user');

select user_name from unknown_column;

create foreign table wrong_type (name bigint) server keycloak_server options (object 'role');

select * from wrong_type;

-- An option that the component does not know.
create foreign table unknown_option (name text) server keycloak_server options (object 'role', page_size '10');

select * from unknown_option where name = 'admin';

create foreign table broken_switch (name text) server keycloak_server options (object 'role', debug 'maybe');

select * from broken_switch;

-- A base URL may end in a slash.
alter server keycloak_server options (set base_url '{url}/');

select name from keycloak.role where name = 'admin';

-- The table can only be read.
delete from keycloak.role where name = 'admin';
