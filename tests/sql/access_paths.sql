-- Memberships of an organization, of a user, and of a user in several organizations.
select count(*), count(distinct user_id) from clerk.organization_memberships
where organization_id = 'org_2kckwRemIXWlSZ9Fa7KrQeg2UUP';

select role, organization_slug from clerk.organization_memberships
where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag' order by 2;

select count(role) from clerk.organization_memberships
where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag'
  and organization_id in ('org_2kckwRemIXWlSZ9Fa7KrQeg2UUP', 'org_2UDXqbgCsxQP09QMHZRrqvkdhSq');

select count(*) from clerk.organization_memberships where organization_id = 'org_2kckwRemIXWlSZ9Fa7KrQeg2UUP';

select count(*) from clerk.organization_memberships where organization_id = 'org_none';

-- Embedded rows of users.
select user_id, email_address, verification_status from clerk.user_email_addresses
where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';

select count(*) from clerk.user_email_addresses
where email_address in ('old7@example.org', 'person10+clerk@example3.com');

select u.id, count(*) from clerk.users u join clerk.user_email_addresses e on e.user_id = u.id
where u.banned group by 1 having count(*) > 1 order by 1 limit 2;

-- The endpoint of an e-mail address does not return the user's id. It is used only for a table without user_id.
select email_address from clerk.user_email_addresses
where id = (select primary_email_address_id from clerk.users where external_id = 'ext-12');

create foreign table addresses (id text, email_address text)
  server clerk_server options (object 'user_email_addresses');

prepare address (text) as select email_address from addresses where id = $1;

execute address ('idn_none');

-- Objects that are read for each parent.
select count(*), count(distinct subject) from clerk.m2m_tokens;

select name, enterprise_connection_id is not null from clerk.enterprise_connection_test_runs t
join clerk.enterprise_connections c on c.id = t.enterprise_connection_id order by 1 limit 2;

select count(*), count(distinct template_type) from clerk.templates;

-- There are more parents than a scan may request.
select count(status) from clerk.sessions;

-- The host does not pass the value of this sub-select, and the error says so.
select count(*) from clerk.sessions where user_id = (select min(id) from clerk.users where username = 'user12');

alter foreign table clerk.sessions options (add max_parents '2000');

select count(*) from (select 1 from clerk.sessions limit 3) s;

-- Objects that can only be read by key.
select * from clerk.api_keys;

select name, subject = 'user_2zphf8vxSId1H8oaNrHRARY67Ag' as his from clerk.api_keys
where subject = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';

select id from clerk.sign_ups;

-- Objects with one row.
select id is not null as has_id, environment_type from clerk.instance;

select enabled, max_allowed_memberships from clerk.instance_organization_settings;

-- Object names of Wrappers' own Clerk wrapper.
create foreign table statement (statement_id text, id text, status text)
  server clerk_server options (object 'billing/statement');

select statement_id = id as same from statement where statement_id = (select min(id) from clerk.billing_statements);

create foreign table subscriptions (user_id text, id text, status text)
  server clerk_server options (object 'users/billing/subscription');

select status from subscriptions where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';

-- Secrets are null, also in attrs.
select attrs->'oauth' as oauth from clerk.enterprise_connection_test_runs
where enterprise_connection_id = (select min(id) from clerk.enterprise_connections);

select count(attrs->>'api_key') from clerk.directories;
