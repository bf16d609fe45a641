create function server_options(secret text) returns text language sql as $$
  select format('options (fdw_package_url %L, fdw_package_name %L, fdw_package_version %L, api_url %L, api_key_id %L)',
    'file://{component}', 'supabase:clerk-fdw', '0.1.0', '{url}', secret)
$$;

do $$ begin
  execute 'create server by_name foreign data wrapper wasm_wrapper ' || server_options('clerk');
  execute 'create server not_there foreign data wrapper wasm_wrapper '
    || server_options('00000000-0000-0000-0000-000000000000');
end $$;

create foreign table by_name (id text) server by_name options (object 'domains');

select count(*) from by_name;

create foreign table not_there (id text) server not_there options (object 'domains');

select count(*) from not_there;

-- A role that may not read Vault.
create role analyst;

grant usage on schema clerk to analyst;

grant select on all tables in schema clerk to analyst;

set role analyst;

select count(*) from clerk.domains;

reset role;

grant usage on schema vault to analyst;

set role analyst;

select count(*) from clerk.domains;

reset role;

grant select on vault.decrypted_secrets to analyst;

set role analyst;

select count(*) from clerk.domains;

reset role;

-- A database without Vault.
drop schema vault cascade;

select count(*) from clerk.domains;
