-- Errors in options are reported before any request.
create server no_url foreign data wrapper wasm_wrapper
  options (fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0');

create server wrong_checksum foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
  fdw_package_checksum '0000', api_key '{key}', api_url '{url}');

import foreign schema clerk from server wrong_checksum into public;

create server over_http foreign data wrapper wasm_wrapper options (
  fdw_package_url 'http://127.0.0.1:1/clerk_fdw.wasm', fdw_package_name 'supabase:clerk-fdw',
  fdw_package_version '0.1.0');

import foreign schema clerk from server over_http into public;

create server no_key foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
  api_url '{url}');

create foreign table no_key_users (id text) server no_key options (object 'users');

select * from no_key_users;

create server two_keys foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
  api_key '{key}', api_key_id 'clerk', api_url '{url}');

create foreign table two_keys_users (id text) server two_keys options (object 'users');

select * from two_keys_users;

create server broken_key foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
  api_key E'sk_test_a\nx-evil: 1', api_url '{url}');

create foreign table broken_key_users (id text) server broken_key options (object 'users');

select * from broken_key_users;

create server broken_url foreign data wrapper wasm_wrapper options (
  fdw_package_url 'file://{component}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
  api_key '{key}', api_url 'clerk.com/v1');

create foreign table broken_url_users (id text) server broken_url options (object 'users');

select * from broken_url_users;

create foreign table without_object (id text) server clerk_server;

select * from without_object;

create foreign table unknown_object (id text) server clerk_server options (object 'people');

select * from unknown_object;

create foreign table unknown_column (id text, emial text) server clerk_server options (object 'domains');

select id from unknown_column;

select emial from unknown_column;

create foreign table wrong_type (id bigint, name text) server clerk_server options (object 'domains');

select name from wrong_type;

select id from wrong_type;
