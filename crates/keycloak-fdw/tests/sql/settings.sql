-- The realm itself, and what it records: one row each.
select name, display_name, registration_allowed, brute_force_protected, default_role, supported_locales
from keycloak.realm;

-- The password of the mail server is a secret.
select smtp_server ->> 'host' as host, smtp_server ->> 'password' as password, attributes_owner from (
  select smtp_server, attributes ->> 'owner' as attributes_owner from keycloak.realm
) as realm;

select events_enabled, admin_events_enabled, admin_events_details_enabled, events_expiration from keycloak.events_config;

select name, provider_id, provider_type from keycloak.component
where provider_type = 'org.keycloak.keys.KeyProvider' order by name;

select name, config ->> 'bindCredential' as password from keycloak.component where provider_id = 'ldap';

select alias, built_in, provider_id from keycloak.authentication_flow where alias = 'browser';

select display_name, requirement, level, "index" from keycloak.authentication_execution
where flow_alias = 'browser' and level = 0 order by "index";

select alias, enabled, default_action from keycloak.required_action where alias in ('VERIFY_EMAIL', 'CONFIGURE_TOTP') order by alias;

select name, protocol from keycloak.client_scope where name like '%scope' order by name;
