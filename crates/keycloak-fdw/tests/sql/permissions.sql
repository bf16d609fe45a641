-- A client that lacks the role for events, and one of another realm.
create function server_options(id text, secret text, realm text) returns text language sql as $$
  select format('options (fdw_package_url %L, fdw_package_name %L, fdw_package_version %L, base_url %L, realm %L, '
    'auth_realm %L, client_id %L, client_secret %L)',
    'file://{component}', 'supabase:keycloak-fdw', '0.1.0', '{url}', 'acme', realm, id, secret)
$$;

do $$ begin
  execute 'create server poor foreign data wrapper wasm_wrapper '
    || server_options('fdw-poor', 'fdw-poor-secret-9d2e6b4c81', 'acme');
  execute 'create server of_master foreign data wrapper wasm_wrapper '
    || server_options('fdw-master', 'fdw-master-secret-70c5d8f2a9', 'master');
  execute 'create server wrong_secret foreign data wrapper wasm_wrapper ' || server_options('fdw', 'wrong', 'acme');
  execute 'create server wrong_client foreign data wrapper wasm_wrapper ' || server_options('nobody', 'wrong', 'acme');
end $$;

create schema poor;

import foreign schema keycloak from server poor into poor;

select name from poor.role where name = 'admin';

select count(*) from poor."user";

select count(*) from poor.event;

select count(*) from poor.admin_event;

create schema of_master;

import foreign schema keycloak from server of_master into of_master;

select name from of_master.role where name = 'admin';

select count(*) > 0 as has_events from of_master.event;

create foreign table wrong_secret (name text) server wrong_secret options (object 'role');

select * from wrong_secret;

create foreign table wrong_client (name text) server wrong_client options (object 'role');

select * from wrong_client;

-- The realm of a server.
create server other_realm foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:keycloak-fdw', fdw_package_version '0.1.0',
  base_url '{url}', realm 'no such realm', auth_realm 'acme', client_id 'fdw', client_secret '{key}');

create foreign table other_realm (name text) server other_realm options (object 'role');

select * from other_realm;
