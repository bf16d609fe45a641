-- Identity providers, without their secrets.
select alias, display_name, provider_id, enabled, config ->> 'clientId' as client, config ->> 'clientSecret' as secret
from keycloak.identity_provider where alias in ('google', 'o''brien_%') order by alias;

select identity_provider, name, config ->> 'attribute' as attribute from keycloak.identity_provider_mapper
where identity_provider = 'google';

-- The users of a provider, and what they are called there.
select count(*) from keycloak.identity_provider_user where identity_provider = 'github';

select i.identity_provider, i.federated_user_id, i.federated_username
from keycloak.user_federated_identity i where i.user_id = '333c4185-283e-4861-81ff-42d94263b249' order by 1;

-- Without a user, only those who are linked to a provider are asked for.
-- count requests
select identity_provider, count(*) from keycloak.user_federated_identity group by 1 order by 1;

-- Credentials and consents of one user.
select type, created_date is not null as has_date, credential_data::jsonb ->> 'algorithm' as algorithm
from keycloak.user_credential where user_id = '333c4185-283e-4861-81ff-42d94263b249' order by type;

select client_id, granted_client_scopes from keycloak.user_consent where user_id = '93a85176-d541-4c4a-8e2b-da7849b15cc9' order by client_id;

-- Of all users: too many requests, unless max_parents allows them.
select count(*) from keycloak.user_credential;
