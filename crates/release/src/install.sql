create extension if not exists wrappers with schema extensions;

-- Stores the secret key of your Clerk instance in Vault.
select vault.create_secret('sk_live_…', 'clerk', 'Secret key of the Clerk instance');

do $install$
declare
  key_id uuid := (select id from vault.secrets where name = 'clerk');
begin
  if key_id is null then
    raise exception 'Vault has no secret with the name clerk';
  end if;
  if not exists (select from pg_foreign_data_wrapper where fdwname = 'wasm_wrapper') then
    create foreign data wrapper wasm_wrapper handler wasm_fdw_handler validator wasm_fdw_validator;
  end if;
  execute format($server$
    create server clerk_server foreign data wrapper wasm_wrapper options (
      fdw_package_url '{url}',
      fdw_package_checksum '{checksum}',
      fdw_package_name 'supabase:clerk-fdw',
      fdw_package_version '0.1.0',
      api_key_id %L
    )$server$, key_id);
end
$install$;

create schema clerk;
import foreign schema clerk from server clerk_server into clerk;
