-- Errors in options are reported before any request.
create function options_without(missing text) returns text language sql as $$
  select string_agg(format('%s %L', name, value), ', ')
  from (values ('fdw_package_url', 'file://{component}'), ('fdw_package_name', 'supabase:scim-fdw'),
    ('fdw_package_version', '0.1.0'), ('base_url', '{url}'), ('bearer_token', '{key}')) o (name, value)
  where name <> missing
$$;

do $$
declare missing text;
begin
  foreach missing in array array['base_url', 'bearer_token'] loop
    execute format('create server no_%s foreign data wrapper wasm_wrapper options (%s)', missing,
      options_without(missing));
    execute format('create foreign table no_%s (user_name text) server no_%s options (object %L)', missing, missing, 'users');
  end loop;
end $$;

select * from no_base_url;

select * from no_bearer_token;

alter server no_base_url options (add base_url 'scim.example.com/v2');

select * from no_base_url;

alter server no_base_url options (set base_url 'https://example.com/scim', add org_id 'acme');

select * from no_base_url;

alter server no_base_url options (drop base_url, set org_id 'a' || E'\n');

alter server no_base_url options (drop base_url, set org_id '..');

select * from no_base_url;

alter server no_bearer_token options (add bearer_token E'a\nb');

select * from no_bearer_token;

alter server scim_server options (add profile 'okta');

select * from scim.users;

-- Contentful's profile has fewer tables.
alter server scim_server options (set profile 'contentful');

select name from scim.schemas;

alter server scim_server options (drop profile);

create foreign table without_object (id text) server scim_server;

select * from without_object;

create foreign table unknown_object (id text) server scim_server options (object 'people');

select * from unknown_object;

create foreign table wrong_type (user_name bigint) server scim_server options (object 'users');

select * from wrong_type;

create foreign table broken_map (user_name text) server scim_server options (object 'users', attributes 'badge');

select * from broken_map;

-- A base URL may end in a slash.
alter server scim_server options (set base_url '{url}/');

select display_name from scim.groups where display_name = 'Tour guides';

-- The tables can only be read.
delete from scim.groups where display_name = 'Tour guides';
