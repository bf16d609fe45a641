select name, description, composite, client_role, attributes -> 'risk' as risk from keycloak.role order by name;

select id, name from keycloak.role where name = 'sl/ash';

select client_id, name, enabled, public_client, service_accounts_enabled from keycloak.client
where client_id in ('app', 'fdw', 'o''brien client', '100%_client') order by client_id;

select client_id, redirect_uris ? 'https://app.example.com/*' as redirects, jsonb_array_length(web_origins) as origins,
  root_url, base_url, attributes -> 'owner' as owner from keycloak.client
where client_id = 'app';

select client_id from keycloak.client where id = 'c9658ec5-e5ad-4834-85cf-7e9e2819ad37';

select protocol, count(*) from keycloak.client group by protocol order by protocol;

-- The secret of a client is replaced by null, wherever it could appear.
create foreign table clients_with_everything (client_id text, attrs jsonb) server keycloak_server
  options (object 'client');

select client_id, attrs ? 'secret' as has_key, attrs -> 'secret' as secret from clients_with_everything
where client_id = 'fdw';

-- Roles of clients, and who has them.
select r.name, r.composite, r.description from keycloak.client_role r
where r.client_uuid = 'c9658ec5-e5ad-4834-85cf-7e9e2819ad37' order by r.name;

-- Keycloak returns roles in any order.
-- count requests
select role_name, count(*) as users from keycloak.user_client_role
where client_uuid = 'c9658ec5-e5ad-4834-85cf-7e9e2819ad37' group by 1 order by 1;

-- What composite roles contain.
-- count requests
select role_name, contained_role_name, contained_client_role from keycloak.role_composite
where role_name in ('director', 'manager') order by 1, 2;

-- count requests
select role_name, contained_role_name from keycloak.client_role_composite where role_name = 'all' order by 2;

select count(*) from keycloak.role_group where role_name = 'auditor';
