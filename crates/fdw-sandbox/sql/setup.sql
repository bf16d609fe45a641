create extension {extension} with schema extensions;

create foreign data wrapper wasm_wrapper handler wasm_fdw_handler validator wasm_fdw_validator;

create server {name}_server foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}',
  fdw_package_name 'supabase:{name}-fdw',
  fdw_package_version '0.1.0',
  fdw_package_checksum '{checksum}',
{options}
);

create schema {name};

import foreign schema {name} from server {name}_server into {name};
