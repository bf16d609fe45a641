create extension {extension} with schema extensions;

create foreign data wrapper wasm_wrapper handler wasm_fdw_handler validator wasm_fdw_validator;

create server clerk_server foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}',
  fdw_package_name 'supabase:clerk-fdw',
  fdw_package_version '0.1.0',
  fdw_package_checksum '{checksum}',
  api_key_id '{secret}',
  api_url '{url}'
);

create schema clerk;

import foreign schema clerk from server clerk_server into clerk;
