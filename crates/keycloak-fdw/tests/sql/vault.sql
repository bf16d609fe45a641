create function server_options(secret text) returns text language sql as $$
  select format('options (fdw_package_url %L, fdw_package_name %L, fdw_package_version %L, base_url %L, realm %L, '
    'client_id %L, client_secret_id %L)',
    'file://{component}', 'supabase:keycloak-fdw', '0.1.0', '{url}', 'acme', 'fdw', secret)
$$;

do $$ begin
  execute 'create server by_name foreign data wrapper wasm_wrapper ' || server_options('keycloak');
  execute 'create server not_there foreign data wrapper wasm_wrapper '
    || server_options('00000000-0000-0000-0000-000000000000');
end $$;

create foreign table by_name (name text) server by_name options (object 'role');

select * from by_name where name = 'admin';

create foreign table not_there (name text) server not_there options (object 'role');

select * from not_there;

-- The id of the client can be in Vault too.
do $$ begin
  execute format('alter server keycloak_server options (drop client_id, add client_id_id %L)',
    vault.create_secret('fdw', 'keycloak client'));
end $$;

select name from keycloak.role where name = 'admin';

-- A role that may not read Vault.
create role keycloak_analyst;

grant usage on schema keycloak to keycloak_analyst;

grant select on all tables in schema keycloak to keycloak_analyst;

set role keycloak_analyst;

select name from keycloak.role where name = 'admin';

reset role;

grant usage on schema vault to keycloak_analyst;

grant select on vault.decrypted_secrets to keycloak_analyst;

set role keycloak_analyst;

select name from keycloak.role where name = 'admin';

reset role;

-- A database without Vault.
drop schema vault cascade;

select name from keycloak.role where name = 'admin';
