-- Local copies of foreign tables that keep themselves fresh.
--
-- Run this file once, and again to upgrade. Then copy the tables of a foreign server, for instance:
--
--   select * from fdw_sync.install('clerk_server');
--
-- docs/sync.md describes everything. This file is made from the files of sync/src by `make bless`.

begin;

set local client_min_messages = warning;

create schema if not exists fdw_sync;

revoke all on schema fdw_sync from public;

comment on schema fdw_sync is 'Keeps local copies of foreign tables fresh. See fdw_sync.install().';

-- The version of this schema, one row.
create table if not exists fdw_sync.version (number integer not null);

-- Copied servers.
create table if not exists fdw_sync.servers (
    server name primary key,
    -- Name of the component, and its profile if it has several: what fdw_sync.catalogue is looked up by.
    provider text not null,
    profile text not null,
    -- Schema of the foreign tables and of staged rows, and schema of the copies.
    foreign_schema name not null,
    target_schema name not null,
    -- Whether install() created the schema of the copies, so that uninstall() drops it.
    owns_target_schema boolean not null,
    -- Whether all objects are copied that are copied by default; otherwise those that were named.
    has_all_objects boolean not null,
    -- When runs start, in the notation of pg_cron.
    schedule text not null,
    -- The options of install().
    options jsonb not null
);

-- Copied tables and their state.
create table if not exists fdw_sync.tables (
    id integer generated always as identity primary key,
    server name not null references fdw_sync.servers on delete cascade,
    object text not null,
    unique (server, object),
    -- Foreign table, copy and table of staged rows: qualified names, quoted where necessary.
    source text not null,
    target text not null,
    staged text not null,
    -- Columns of the foreign table that are copied, and the primary key of the copy.
    columns name[] not null,
    key name[] not null,

    -- Number of rows of the copy that are not marked as deleted; null until the first load is complete.
    row_count bigint,
    -- The greatest time of a change, or of a creation, that was read. It is the provider's time.
    watermark timestamptz,
    -- Changes of the owners of the rows since this time have not been followed yet.
    followed_at timestamptz,
    -- The provider's count minus the number of rows of its list, which should be equal.
    count_difference bigint not null default 0,
    -- When the last pass over the whole list was complete, how many requests it took, and whether one is wanted
    -- before it is due.
    passed_at timestamptz,
    pass_requests integer,
    is_pass_due boolean not null default false,

    -- The pass that is in progress: when and in which visit it began, the provider's count if that was the reason, and the
    -- window that comes next.
    pass_started_at timestamptz,
    pass_visit bigint,
    expected_rows bigint,
    window_start timestamptz,
    window_rows integer,
    requests_so_far integer not null default 0,

    -- Visits of the table. A visit consists of steps; each step is a transaction.
    visit bigint not null default 0,
    visit_run bigint,
    visit_started_at timestamptz,
    visit_passes integer not null default 0,
    visit_requests integer not null default 0,
    is_visited boolean not null default false,
    next_step text not null default 'changes' check (next_step in ('changes', 'count', 'pass')),

    -- When the last complete visit began, and how many requests it took.
    visited_at timestamptz,
    requests integer,
    -- Failures since the last success, and the last of them.
    failures integer not null default 0,
    error text,
    failed_at timestamptz,
    -- Whether too many rows were missing at once. resume() starts the table again.
    is_stopped boolean not null default false,
    accepts_deletions boolean not null default false,
    next_visit_at timestamptz not null default '-infinity'
);

-- Rows that enqueue() was called for.
create table if not exists fdw_sync.queue (
    table_id integer not null references fdw_sync.tables on delete cascade,
    row_id text not null,
    failures integer not null default 0,
    next_at timestamptz not null default '-infinity',
    primary key (table_id, row_id)
);

-- Numbers of runs.
create sequence if not exists fdw_sync.run_numbers;

do $migrate$
declare
    this constant integer := 1;
    installed constant integer := (select number from fdw_sync.version);
begin
    if installed > this then
        raise exception 'this file is version % of fdw_sync, but version % is installed', this, installed;
    end if;
    -- Migrations go here, such as: if installed < 2 then alter table … end if;
    delete from fdw_sync.version;
    insert into fdw_sync.version values (this);
end
$migrate$;

-- The objects of each component, from its catalogue.
create table if not exists fdw_sync.catalogue (
    -- The component `supabase:<provider>-fdw`, the value of its option `profile` (empty if it has none), and the position of
    -- that profile among the component's. The first is the default.
    provider text not null,
    profile text not null,
    profile_number integer not null,
    object text not null,
    primary key (provider, profile, object),
    -- Whether install() copies the object if no objects are named, and why it cannot be copied at all.
    is_default boolean not null,
    refusal text,
    -- The columns that identify a row; null if none do. Whether there is only one row.
    key name[],
    is_single boolean not null,
    -- The column with the time of the last change, or of the creation, if the rows after a given time can be read alone.
    changed_at name,
    added_at name,
    -- The column that orders the list, if it can be read in windows of that column.
    window_by name,
    -- The requests of a count; null if rows cannot be counted without reading them.
    count_requests integer,
    -- The object whose rows each have a list.
    parent text,
    -- The object whose rows contain the rows, the column with its key, and how many such keys one request can have.
    owner text,
    owner_key name,
    owners_at_once integer,
    -- The number of lists if there is no parent, the size of their pages (null if there are none), whether pages overlap by one
    -- row, and the requests that tell that a list has ended.
    lists integer not null,
    page_rows integer,
    pages_overlap boolean not null,
    requests_at_end integer not null,
    -- The columns by which a single row can be read.
    reread_by name[],
    -- Columns that get an index.
    indexes name[] not null
);

delete from fdw_sync.catalogue;

insert into fdw_sync.catalogue values
    ('clerk', '', 0, 'allowlist_identifiers', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{}'),
    ('clerk', '', 0, 'api_keys', false, 'the provider lists its rows only for given values of id or subject', '{}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'billing_payment_attempts', false, null, '{statement_id,id}', false, null, null, null, null, 'billing_statements', null, null, null, 1, 500, true, 0, '{statement_id}', '{}'),
    ('clerk', '', 0, 'billing_plans', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{for_payer_type}'),
    ('clerk', '', 0, 'billing_prices', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{plan_id}'),
    ('clerk', '', 0, 'billing_statement', true, null, '{statement_id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{statement_id}', '{}'),
    ('clerk', '', 0, 'billing_statements', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'billing_subscription_items', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{status,plan_id}'),
    ('clerk', '', 0, 'blocklist_identifiers', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'clients', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'directories', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'directory_group_role_mappings', true, null, '{directory_id,id}', false, null, null, null, null, 'directories', null, null, null, 1, null, false, 0, '{directory_id}', '{}'),
    ('clerk', '', 0, 'domains', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'enterprise_connection_test_runs', true, null, '{enterprise_connection_id,id}', false, null, null, null, null, 'enterprise_connections', null, null, null, 1, 500, true, 0, '{enterprise_connection_id}', '{status}'),
    ('clerk', '', 0, 'enterprise_connections', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{organization_id}'),
    ('clerk', '', 0, 'instance', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_communication', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_oauth_application_settings', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_organization_settings', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_protect', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'invitations', true, null, '{id}', false, null, null, null, 2, null, null, null, null, 2, 500, true, 0, '{id}', '{status,email_address,created_at}'),
    ('clerk', '', 0, 'jwks', true, null, '{kid}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'jwt_templates', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'm2m_tokens', true, null, '{subject,id}', false, null, null, null, null, 'machines', null, null, null, 1, 100, true, 0, '{subject}', '{}'),
    ('clerk', '', 0, 'machines', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'oauth_applications', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{client_id,created_at}'),
    ('clerk', '', 0, 'organization_billing_credits', false, null, '{organization_id}', false, null, null, null, null, 'organizations', null, null, null, 1, null, false, 0, '{organization_id}', '{}'),
    ('clerk', '', 0, 'organization_billing_subscriptions', false, null, '{organization_id,id}', false, null, null, null, null, 'organizations', null, null, null, 1, null, false, 0, '{organization_id}', '{}'),
    ('clerk', '', 0, 'organization_domains', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, null, '{organization_id,name,enrollment_mode,created_at}'),
    ('clerk', '', 0, 'organization_invitations', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, null, '{status,email_address,created_at}'),
    ('clerk', '', 0, 'organization_memberships', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{organization_id,user_id}', '{organization_id,user_id,role,public_user_data_username,created_at}'),
    ('clerk', '', 0, 'organization_permissions', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'organization_roles', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'organizations', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'redirect_urls', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'role_sets', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{key,created_at}'),
    ('clerk', '', 0, 'saml_connections', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{organization_id,created_at}'),
    ('clerk', '', 0, 'scim_directories', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'scim_group_role_mappings', true, null, '{scim_directory_id,id}', false, null, null, null, null, 'scim_directories', null, null, null, 1, null, false, 0, '{scim_directory_id}', '{}'),
    ('clerk', '', 0, 'sessions', false, null, '{user_id,id}', false, null, null, null, null, 'users', null, null, null, 1, 500, true, 0, '{id}', '{id,client_id,status}'),
    ('clerk', '', 0, 'sign_ups', false, 'the provider lists its rows only for given values of id', '{}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'templates', true, null, '{template_type,id}', false, null, null, null, null, null, null, null, null, 2, 500, true, 0, '{template_type}', '{}'),
    ('clerk', '', 0, 'trusted_devices', false, null, '{user_id,id}', false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_billing_credits', false, null, '{user_id}', false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_billing_subscriptions', false, null, '{user_id,id}', false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_email_addresses', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,email_address,created_at}'),
    ('clerk', '', 0, 'user_enterprise_accounts', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_external_accounts', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{created_at}'),
    ('clerk', '', 0, 'user_organization_invitations', false, null, '{user_id,id}', false, null, null, null, null, 'users', null, null, null, 1, 500, true, 0, '{user_id}', '{status}'),
    ('clerk', '', 0, 'user_passkeys', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_phone_numbers', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,phone_number,created_at}'),
    ('clerk', '', 0, 'user_saml_accounts', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_web3_wallets', true, null, '{user_id,id}', false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{web3_wallet,created_at}'),
    ('clerk', '', 0, 'users', true, null, '{id}', false, 'updated_at', null, 'created_at', 1, null, null, null, null, 1, 500, false, 0, '{id}', '{external_id,username,primary_email_address,primary_phone_number,primary_web3_wallet,created_at,updated_at}'),
    ('clerk', '', 0, 'waitlist_entries', true, null, '{id}', false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{email_address,status,created_at}'),
    ('keycloak', '', 1, 'admin_event', true, null, '{id}', false, null, 'time', null, null, null, null, null, null, 1, 200, true, 1, null, '{operation_type,auth_realm_id,auth_client_id,auth_user_id,auth_ip_address,resource_path}'),
    ('keycloak', '', 1, 'authentication_execution', true, null, '{flow_alias,id}', false, null, null, null, null, 'authentication_flow', null, null, null, 1, null, false, 0, '{flow_alias}', '{}'),
    ('keycloak', '', 1, 'authentication_flow', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'client', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{client_id}'),
    ('keycloak', '', 1, 'client_offline_session', true, null, '{client_uuid,id}', false, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{user_id,client_uuid}', '{user_id}'),
    ('keycloak', '', 1, 'client_role', true, null, '{client_uuid,id}', false, null, null, null, null, 'client', null, null, null, 1, null, false, 0, '{client_uuid}', '{}'),
    ('keycloak', '', 1, 'client_role_composite', true, null, '{client_uuid,role_name,contained_role_id}', false, null, null, null, null, 'client_role', null, null, null, 1, null, false, 0, '{client_uuid,role_name}', '{role_name}'),
    ('keycloak', '', 1, 'client_scope', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{}'),
    ('keycloak', '', 1, 'client_session', true, null, '{client_uuid,id}', false, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{client_uuid}', '{}'),
    ('keycloak', '', 1, 'client_session_count', true, null, '{client_uuid}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'component', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{}'),
    ('keycloak', '', 1, 'event', true, null, '{id}', false, null, 'time', null, null, null, null, null, null, 1, 200, true, 1, null, '{type,client_id,user_id,ip_address}'),
    ('keycloak', '', 1, 'events_config', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'group', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{parent_id,name}'),
    ('keycloak', '', 1, 'group_member', true, null, '{group_id,user_id}', false, null, null, null, null, 'group', null, null, null, 1, 200, true, 1, '{user_id}', '{user_id}'),
    ('keycloak', '', 1, 'identity_provider', true, null, '{alias}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{alias}', '{}'),
    ('keycloak', '', 1, 'identity_provider_mapper', true, null, '{identity_provider,id}', false, null, null, null, null, 'identity_provider', null, null, null, 1, null, false, 0, '{identity_provider}', '{}'),
    ('keycloak', '', 1, 'identity_provider_user', true, null, '{identity_provider,user_id}', false, null, null, null, null, 'identity_provider', null, null, null, 1, 200, true, 1, '{identity_provider}', '{}'),
    ('keycloak', '', 1, 'organization', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{name}'),
    ('keycloak', '', 1, 'organization_member', true, null, '{organization_id,user_id}', false, null, null, null, null, 'organization', null, null, null, 1, 200, true, 1, '{organization_id}', '{}'),
    ('keycloak', '', 1, 'realm', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'required_action', true, null, '{alias}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'role', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{name}', '{name}'),
    ('keycloak', '', 1, 'role_composite', true, null, '{role_name,contained_role_id}', false, null, null, null, null, 'role', null, null, null, 1, null, false, 0, '{role_name}', '{}'),
    ('keycloak', '', 1, 'role_group', true, null, '{role_name,group_id}', false, null, null, null, null, 'role', null, null, null, 1, null, false, 0, '{role_name}', '{}'),
    ('keycloak', '', 1, 'user', true, null, '{id}', false, null, 'created_timestamp', null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{username,email,first_name,last_name}'),
    ('keycloak', '', 1, 'user_attribute', true, null, null, false, null, null, null, null, null, 'user', 'user_id', 1, 1, 200, true, 1, null, '{user_id,attribute_value}'),
    ('keycloak', '', 1, 'user_client_role', true, null, '{client_uuid,role_name,user_id}', false, null, null, null, null, 'client_role', null, null, null, 1, 200, true, 1, '{user_id,client_uuid}', '{user_id,role_name}'),
    ('keycloak', '', 1, 'user_consent', false, null, '{user_id,client_id}', false, null, null, null, null, 'user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_credential', false, null, '{user_id,id}', false, null, null, null, null, 'user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_federated_identity', true, null, '{user_id,identity_provider}', false, null, null, null, null, 'identity_provider_user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_realm_role', true, null, '{role_name,user_id}', false, null, null, null, null, 'role', null, null, null, 1, 200, true, 1, '{user_id}', '{user_id}'),
    ('keycloak', '', 1, 'user_required_action', true, null, '{user_id,required_action}', false, null, null, null, null, null, 'user', 'user_id', 1, 1, 200, true, 1, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_session', true, null, '{id}', false, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{user_id}', '{user_id}'),
    ('scim', 'rfc7644', 2, 'group_members', true, null, '{group_id,member_id}', false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{member_id}', '{member_id}'),
    ('scim', 'rfc7644', 2, 'groups', true, null, '{id}', false, 'last_modified', null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{external_id,display_name}'),
    ('scim', 'rfc7644', 2, 'resource_types', true, null, '{name}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'schemas', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'service_provider_config', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'user_addresses', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'rfc7644', 2, 'user_emails', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'rfc7644', 2, 'user_groups', true, null, '{user_id,group_id}', false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, '{user_id}', '{}'),
    ('scim', 'rfc7644', 2, 'user_phone_numbers', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'rfc7644', 2, 'user_roles', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'rfc7644', 2, 'users', true, null, '{id}', false, 'last_modified', null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{external_id,user_name,email,first_name,last_name,name_formatted,display_name,nick_name,title,user_type,preferred_language,locale,timezone}'),
    ('scim', 'basic', 3, 'group_members', true, null, '{group_id,member_id}', false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}'),
    ('scim', 'basic', 3, 'groups', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{display_name}'),
    ('scim', 'basic', 3, 'resource_types', true, null, '{name}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'schemas', true, null, '{id}', false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'service_provider_config', true, null, '{}', true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'user_addresses', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_emails', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_groups', true, null, '{user_id,group_id}', false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, '{user_id}', '{}'),
    ('scim', 'basic', 3, 'user_phone_numbers', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_roles', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'users', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{user_name}'),
    ('scim', 'contentful', 4, 'group_members', true, null, '{group_id,member_id}', false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}'),
    ('scim', 'contentful', 4, 'groups', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{display_name}'),
    ('scim', 'contentful', 4, 'user_emails', true, null, null, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'contentful', 4, 'user_groups', true, null, '{user_id,group_id}', false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{group_id}'),
    ('scim', 'contentful', 4, 'users', true, null, '{id}', false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{user_name,email}');

-- The time that everything else uses. Tests replace this function.
create or replace function fdw_sync.now() returns timestamptz
language sql volatile set search_path = ''
as $$ select pg_catalog.clock_timestamp() $$;

-- Pause after this number of failures in a row: a minute, which doubles with each failure, up to an hour.
create or replace function fdw_sync.pause(failures integer) returns interval
language sql immutable set search_path = ''
as $$ select least(interval '1 minute' * power(2, least(failures, 10) - 1), interval '1 hour') $$;

-- Names as a list of SQL identifiers, each after the same text.
create or replace function fdw_sync.identifiers(names name[], before text default '') returns text
language sql immutable set search_path = ''
as $$ select string_agg(before || quote_ident(n), ', ' order by at) from unnest(names) with ordinality as u (n, at) $$;

-- The requests that reading a list of this many rows takes.
--
-- overlap  Whether each page begins with the last row of the one before.
create or replace function fdw_sync.pages(entry fdw_sync.catalogue, rows_read bigint, overlap boolean) returns integer
language sql immutable set search_path = ''
as $$
    select case
        when entry.page_rows is null then 1
        when overlap then (greatest(rows_read, 1) - 1) / (entry.page_rows - 1) + 1
        else rows_read / entry.page_rows + 1
    end::integer + case when rows_read > 0 then entry.requests_at_end else 0 end
$$;

-- An option of a server's copies, or its default.
create or replace function fdw_sync.option(options jsonb, name text) returns text
language sql immutable set search_path = ''
as $$
    select coalesce(options ->> name, case name
        when 'deletions' then 'soft'
        when 'overlap' then '10 minutes'
        when 'attrs' then 'true'
        when 'table_options' then '{}'
        when 'import_options' then '{}'
    end)
$$;

-- What the catalogue says about the object of a copied table.
create or replace function fdw_sync.entry(t fdw_sync.tables) returns fdw_sync.catalogue
language sql stable set search_path = ''
as $$
    select c from fdw_sync.servers s
    join fdw_sync.catalogue c on c.provider = s.provider and c.profile = s.profile and c.object = t.object
    where s.server = t.server
$$;

-- The copy of the object whose rows contain the rows of a table, if it shows which of them have to be read again: null if there
-- is none, or if its first load is not complete.
create or replace function fdw_sync.owner(t fdw_sync.tables) returns fdw_sync.tables
language sql stable set search_path = ''
as $$
    select k from fdw_sync.entry(t) e
    join fdw_sync.tables k on k.server = t.server and k.object = e.owner
    where e.owners_at_once is not null and k.row_count is not null
$$;

-- The pause between two passes over the whole list of a table.
create or replace function fdw_sync.pass_every(t fdw_sync.tables) returns interval
language sql stable set search_path = ''
as $$
    select case
        when s.options ? 'pass_every' then (s.options ->> 'pass_every')::interval
        when (e.entry).changed_at is not null or (fdw_sync.owner(t)).id is not null then interval '1 day'
        -- Reading the list is as cheap as looking for new rows and counting them.
        when (e.entry).added_at is not null and t.pass_requests <= 2 then interval '0'
        else least(interval '5 minutes' * coalesce(t.pass_requests, 1), interval '1 day')
    end
    from fdw_sync.servers s, lateral (select fdw_sync.entry(t) as entry) e
    where s.server = t.server
$$;

-- The shortest pause between two passes on demand: ten seconds for each request that a pass takes.
create or replace function fdw_sync.shortest_pause(t fdw_sync.tables) returns interval
language sql immutable set search_path = ''
as $$ select interval '10 seconds' * coalesce(t.pass_requests, 0) $$;

-- The entries of the catalogue for a foreign server. An error if its component is unknown.
create or replace function fdw_sync.entries(server name) returns setof fdw_sync.catalogue
language plpgsql stable set search_path = ''
as $$
declare
    found_options text[];
    package text;
    wanted_provider text;
    wanted_profile text;
begin
    select s.srvoptions into found_options from pg_catalog.pg_foreign_server s where s.srvname = server;
    if not found then
        raise exception 'there is no foreign server "%"', server
            using hint = (select 'Foreign servers: ' || string_agg(quote_ident(s.srvname), ', ') from pg_catalog.pg_foreign_server s);
    end if;
    select max(o.option_value) filter (where o.option_name = 'fdw_package_name'),
           coalesce(max(o.option_value) filter (where o.option_name = 'profile'), '')
    into package, wanted_profile
    from pg_catalog.pg_options_to_table(found_options) o;
    wanted_provider := substring(package from '^supabase:(.*)-fdw$');
    if wanted_provider is null or not exists (select from fdw_sync.catalogue c where c.provider = wanted_provider) then
        raise exception 'the foreign server "%" does not load a component that fdw_sync knows', server
            using detail = format('Its option fdw_package_name is %L.', package),
                  hint = (select 'Known components: ' || string_agg(distinct format('supabase:%s-fdw', c.provider), ', ') from fdw_sync.catalogue c);
    end if;
    if wanted_profile = '' then
        -- The first profile is the default one.
        select c.profile into wanted_profile from fdw_sync.catalogue c
        where c.provider = wanted_provider order by c.profile_number limit 1;
    end if;
    return query select * from fdw_sync.catalogue c where c.provider = wanted_provider and c.profile = wanted_profile;
    if not found then
        raise exception 'the foreign server "%" has an unknown profile %', server, quote_literal(wanted_profile);
    end if;
end
$$;

-- The objects of a foreign server, and how copies of them are kept fresh.
create or replace function fdw_sync.objects(server name)
returns table (
    object text, is_default boolean, key text, changes_found_by text, deletions_found_by text, first_load text, remark text
)
language sql stable set search_path = ''
as $$
    select e.object, e.is_default,
        case when e.key is null then '(content of the row)' when e.is_single then '(one row)'
            else fdw_sync.identifiers(e.key) end,
        case when e.refusal is not null then null
            when e.changed_at is not null then format('%I since the last run', e.changed_at)
            when e.added_at is not null then format('new rows by %I since the last run, changed rows by reading the list', e.added_at)
            when e.owners_at_once is not null then format('changes of %s since the last run', e.owner)
            else 'reading the list' end,
        case when e.refusal is not null then null
            when e.owners_at_once is not null then format('changes of %s since the last run', e.owner)
            when e.count_requests is not null and coalesce(e.changed_at, e.added_at) is not null then 'a count in each run'
            else 'reading the list' end,
        case when e.refusal is not null then null when e.window_by is null then 'in one transaction'
            else format('in windows of %I', e.window_by) end,
        coalesce(e.refusal, case when e.parent is not null then format('needs a request for each row of %s', e.parent) end)
    from fdw_sync.entries(server) e order by e.object
$$;

-- An error unless the options of install() are valid.
create or replace function fdw_sync.check_options(options jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
    known constant text[] := array['deletions', 'overlap', 'pass_every', 'attrs', 'table_options', 'import_options'];
    name text;
    value text;
begin
    if jsonb_typeof(options) <> 'object' then
        raise exception 'options must be a JSON object';
    end if;
    for name, value in select o.key, o.value from jsonb_each_text(options) o loop
        if name <> all (known) then
            raise exception 'unknown option "%"', name using hint = 'Options: ' || array_to_string(known, ', ');
        end if;
        if name = 'deletions' and value is distinct from 'soft' and value is distinct from 'hard' then
            raise exception 'the option "deletions" must be "soft" or "hard"';
        end if;
        if name = 'attrs' and jsonb_typeof(options -> name) <> 'boolean' then
            raise exception 'the option "attrs" must be true or false';
        end if;
        if name in ('table_options', 'import_options') and jsonb_typeof(options -> name) <> 'object' then
            raise exception 'the option "%" must be a JSON object', name;
        end if;
        if name in ('overlap', 'pass_every') then
            begin
                if value::interval < interval '0' or value is null then
                    raise exception using errcode = 'invalid_datetime_format';
                end if;
            exception when invalid_datetime_format or datetime_field_overflow or interval_field_overflow then
                raise exception 'the option "%" must be an interval, such as "10 minutes"', name;
            end;
        end if;
    end loop;
end
$$;

-- Which objects to copy: those that are named, or all that are copied by default. An error if one cannot be copied.
create or replace function fdw_sync.chosen_objects(server name, tables text[], all_objects boolean) returns setof text
language plpgsql stable set search_path = ''
as $$
declare
    refused fdw_sync.catalogue;
    unknown text;
begin
    select t into unknown from unnest(tables) t where t <> '*' and t not in (select e.object from fdw_sync.entries(server) e);
    if found then
        raise exception 'the foreign server "%" has no object "%"', server, unknown
            using hint = (select 'Objects: ' || string_agg(e.object, ', ' order by e.object) from fdw_sync.entries(server) e);
    end if;
    select e.* into refused from fdw_sync.entries(server) e where e.refusal is not null and e.object = any (tables);
    if found then
        raise exception '"%" cannot be copied: %', refused.object, refused.refusal;
    end if;
    return query select e.object from fdw_sync.entries(server) e
        where (all_objects and e.is_default) or e.object = any (tables) order by e.object;
end
$$;

-- Revokes what default privileges granted to others than the owner.
--
-- object  A schema, table or function, as it is named in REVOKE, such as `table clerk_copy.users`.
-- acl     Its privileges.
create or replace function fdw_sync.revoke_grants(object text, acl aclitem[], owner oid) returns void
language plpgsql set search_path = ''
as $$
declare
    grantee oid;
begin
    for grantee in select distinct a.grantee from aclexplode(acl) a where a.grantee <> owner loop
        execute format('revoke all on %s from %s', object, case when grantee = 0 then 'public' else grantee::regrole::text end);
    end loop;
end
$$;

-- Revokes the grants on a table.
create or replace function fdw_sync.revoke_grants(relation regclass) returns void
language sql volatile set search_path = ''
as $$ select fdw_sync.revoke_grants('table ' || relation, c.relacl, c.relowner) from pg_catalog.pg_class c where c.oid = relation $$;

-- Creates a schema that nobody else can use. Returns whether it did not exist.
create or replace function fdw_sync.create_schema(name name) returns boolean
language plpgsql set search_path = ''
as $$
begin
    if exists (select from pg_catalog.pg_namespace n where n.nspname = name) then
        return false;
    end if;
    execute format('create schema %I', name);
    perform fdw_sync.revoke_grants('schema ' || n.oid::regnamespace, n.nspacl, n.nspowner) from pg_catalog.pg_namespace n where n.nspname = name;
    return true;
end
$$;

-- Creates the foreign tables of these objects anew. Comparisons are pushed down, because every query of this kit writes the
-- column first.
create or replace function fdw_sync.create_foreign_tables(s fdw_sync.servers, objects text[]) returns void
language plpgsql set search_path = ''
as $$
declare
    object text;
    name text;
    value text;
    import_options text := (
        select string_agg(format('%I %L', o.key, o.value), ', ')
        from jsonb_each_text(fdw_sync.option(s.options, 'import_options')::jsonb) o
    );
begin
    foreach object in array objects loop
        execute format('drop foreign table if exists %I.%I', s.foreign_schema, object);
    end loop;
    execute format('import foreign schema api limit to (%s) from server %I into %I',
        fdw_sync.identifiers(objects::name[]), s.server, s.foreign_schema)
        || coalesce(' options (' || import_options || ')', '');
    foreach object in array objects loop
        for name, value in
            select o.key, o.value from jsonb_each_text(
                '{"pushdown_comparisons": "true", "top_n": "false", "debug": "false", "stats": "false"}'::jsonb
                || fdw_sync.option(s.options, 'table_options')::jsonb
            ) o
        loop
            execute format('alter foreign table %I.%I options (add %I %L)', s.foreign_schema, object, name, value);
        end loop;
    end loop;
end
$$;

-- Creates the copy of a foreign table, or adds the columns that it lacks.
create or replace function fdw_sync.create_copy(
    s fdw_sync.servers, e fdw_sync.catalogue, source text, target text, columns name[], key name[]
) returns void
language plpgsql set search_path = ''
as $$
declare
    name name;
    type text;
    is_new boolean := to_regclass(target) is null;
begin
    if is_new then
        execute format('create table %s ()', target);
    elsif not exists (
        select from pg_catalog.pg_attribute a where a.attrelid = target::regclass and a.attname = '_synced_at' and not a.attisdropped
    ) then
        raise exception 'the table % exists and is not a copy', target
            using hint = 'Choose another schema, for instance: select * from fdw_sync.install(''' || s.server || ''', schema => ''…'')';
    end if;
    for name, type in
        select a.attname, format_type(a.atttypid, a.atttypmod) from pg_catalog.pg_attribute a
        where a.attrelid = source::regclass and a.attname = any (columns) order by a.attnum
    loop
        execute format('alter table %s add column if not exists %I %s', target, name, type);
    end loop;
    if '_key' = any (key) then
        execute format('alter table %s add column if not exists _key text', target);
    end if;
    execute format('alter table %s add column if not exists _synced_at timestamptz not null, '
        'add column if not exists _deleted_at timestamptz', target);
    if is_new then
        execute format('alter table %s add primary key (%s)', target, fdw_sync.identifiers(key));
        foreach name in array e.indexes loop
            execute format('create index on %s (%I)', target, name);
        end loop;
        execute format('alter table %s enable row level security', target);
        perform fdw_sync.revoke_grants(target::regclass);
        execute format('comment on table %s is %L', target, format('Copy of %s, kept fresh by fdw_sync', source));
    end if;
end
$$;

-- Creates foreign table, copy and staged table of an object, or brings them up to date.
create or replace function fdw_sync.install_table(s fdw_sync.servers, e fdw_sync.catalogue) returns void
language plpgsql set search_path = ''
as $$
declare
    source constant text := format('%I.%I', s.foreign_schema, e.object);
    target constant text := format('%I.%I', s.target_schema, e.object);
    staged constant text := format('%I.%I', s.foreign_schema, e.object || '_staged');
    copy_key constant name[] := case when e.key is null or e.is_single then array['_key']::name[] else e.key end;
    copied name[];
    t fdw_sync.tables;
begin
    select array_agg(a.attname order by a.attnum) into copied from pg_catalog.pg_attribute a
    where a.attrelid = source::regclass and a.attnum > 0 and not a.attisdropped
        and (a.attname <> 'attrs' or fdw_sync.option(s.options, 'attrs')::boolean);
    perform fdw_sync.create_copy(s, e, source, target, copied, copy_key);
    insert into fdw_sync.tables as k (server, object, source, target, staged, columns, key)
    values (s.server, e.object, source, target, staged, copied, copy_key)
    on conflict do nothing;
    select * into t from fdw_sync.tables k where k.server = s.server and k.object = e.object for update;
    if (t.columns, t.key) is distinct from (copied, copy_key) then
        -- The new columns have no values yet.
        update fdw_sync.tables k set columns = copied, key = copy_key, passed_at = null, pass_started_at = null where k.id = t.id;
        execute format('drop table if exists %s', staged);
    end if;
    -- A failing or stopped table gets another chance.
    update fdw_sync.tables k set next_visit_at = '-infinity', failures = 0, is_stopped = false where k.id = t.id;
    if to_regclass(staged) is null then
        execute format('create table %s (like %s)', staged, target);
        execute format('alter table %s drop column _synced_at, drop column _deleted_at, add primary key (%s)',
            staged, fdw_sync.identifiers(copy_key));
        perform fdw_sync.revoke_grants(staged::regclass);
    end if;
    perform fdw_sync.revoke_grants(source::regclass);
end
$$;

-- Name of the pg_cron job of a server.
create or replace function fdw_sync.job_name(server name) returns text
language sql immutable set search_path = ''
as $$ select 'fdw_sync ' || server $$;

-- Creates or replaces the pg_cron job of a server. Returns false if pg_cron is not installed.
create or replace function fdw_sync.schedule_job(s fdw_sync.servers) returns boolean
language plpgsql set search_path = ''
as $$
begin
    if to_regclass('cron.job') is null then
        return false;
    end if;
    -- The procedure must be the only statement of the job, because it commits.
    execute format('select cron.schedule(%L, %L, %L)',
        fdw_sync.job_name(s.server), s.schedule, format('call fdw_sync.run(%L)', s.server));
    return true;
end
$$;

-- Copies the tables of a foreign server, and keeps the copies fresh. Calling it again upgrades the copies, adds tables and
-- changes options; an argument that is null keeps what was installed before, or its default.
--
-- server    Name of the foreign server.
-- tables    Objects to copy. The default, and '*', is all that objects() marks as default.
-- schema    Schema of the copies. The default is the name of the server, without `_server`, followed by `_copy`.
-- schedule  When pg_cron starts a run. The default is every minute.
-- options   See docs/sync.md.
create or replace function fdw_sync.install(
    server name, tables text[] default null, schema name default null, schedule text default null, options jsonb default null
)
returns table (copy text, changes_found_by text, deletions_found_by text)
language plpgsql set search_path = ''
as $$
declare
    s fdw_sync.servers;
    entry fdw_sync.catalogue;
    objects text[];
    is_new boolean;
begin
    perform fdw_sync.check_options(coalesce(options, '{}'));
    select * into entry from fdw_sync.entries(install.server) limit 1;
    select * into s from fdw_sync.servers k where k.server = install.server for update;
    is_new := not found;
    s.server := install.server;
    s.provider := entry.provider;
    s.profile := entry.profile;
    s.foreign_schema := coalesce(s.foreign_schema, 'fdw_sync_' || install.server);
    if schema <> s.target_schema then
        raise exception 'the copies of "%" are in the schema "%"', s.server, s.target_schema
            using hint = 'To move them, use: alter table … set schema …, after select fdw_sync.uninstall(…, keep_tables => true)';
    end if;
    s.target_schema := coalesce(s.target_schema, schema, regexp_replace(install.server, '_server$', '') || '_copy');
    s.schedule := coalesce(install.schedule, s.schedule, '* * * * *');
    s.options := coalesce(install.options, s.options, '{}');
    s.has_all_objects := coalesce(s.has_all_objects or '*' = any (tables), tables is null and is_new);
    select array_agg(o) into objects from (
        select fdw_sync.chosen_objects(install.server, tables, s.has_all_objects)
        union select k.object from fdw_sync.tables k join fdw_sync.entries(install.server) e on e.object = k.object
            where k.server = install.server
    ) o (o);
    perform fdw_sync.create_schema(s.foreign_schema);
    s.owns_target_schema := fdw_sync.create_schema(s.target_schema) or coalesce(s.owns_target_schema, false);
    insert into fdw_sync.servers select s.* on conflict on constraint servers_pkey do update set
        provider = excluded.provider, profile = excluded.profile, has_all_objects = excluded.has_all_objects,
        owns_target_schema = excluded.owns_target_schema, schedule = excluded.schedule, options = excluded.options;
    perform fdw_sync.create_foreign_tables(s, objects);
    for entry in select * from fdw_sync.entries(install.server) e where e.object = any (objects) order by e.object loop
        perform fdw_sync.install_table(s, entry);
    end loop;
    if not fdw_sync.schedule_job(s) then
        raise notice 'pg_cron is not installed in this database: run "call fdw_sync.run()" whenever the copies are to be brought up to date';
    end if;
    return query select format('%I.%I', s.target_schema, o.object), o.changes_found_by, o.deletions_found_by
        from fdw_sync.objects(install.server) o where o.object = any (objects) order by 1;
end
$$;

-- The SQL that changes copies. Each function returns the text of a statement or of a part of one, because statements on
-- foreign tables must not be cached: on released hosts, the second run of a cached plan crashes the server.

-- The columns of a copy that come from rows: those of the foreign table, and `_key` if rows have no key of their own.
create or replace function fdw_sync.row_columns(t fdw_sync.tables) returns name[]
language sql immutable set search_path = ''
as $$ select case when '_key' = any (t.key) then t.columns || '_key'::name else t.columns end $$;

-- SELECT of the rows of a foreign table, with `_key` if rows have no key of their own: a constant if there is only one row,
-- otherwise the content of the row and the number of rows before it with the same content.
create or replace function fdw_sync.select_rows(t fdw_sync.tables, is_single boolean, condition text, row_limit bigint default null)
returns text
language sql stable set search_path = ''
as $$
    select format('select %s%s from %s where %s', fdw_sync.identifiers(t.columns),
        case when '_key' <> all (t.key) then ''
            when is_single then ', ''1'' as _key'
            else format(', md5(row(%1$s)::text) || ''-'' || row_number() over (partition by md5(row(%1$s)::text)) as _key',
                fdw_sync.identifiers(t.columns))
        end,
        t.source, condition) || coalesce(' limit ' || row_limit, '')
$$;

-- INSERT of the rows of a relation into a copy, which updates the rows that exist, but only if they differ. RETURNING says
-- whether a row is new.
--
-- guard  A condition on the copy's row `c` and the new row `excluded`; only rows that satisfy it are updated.
create or replace function fdw_sync.upsert(t fdw_sync.tables, from_relation text, at timestamptz, guard text default 'true')
returns text
language sql stable set search_path = ''
as $$
    select format(
        'insert into %1$s as c (%2$s, _synced_at, _deleted_at) select %2$s, %3$L, null from %4$s '
        'on conflict (%5$s) do update set %6$s, _synced_at = excluded._synced_at, _deleted_at = null '
        'where %7$s and (c._deleted_at is not null or row(%8$s) is distinct from row(%9$s)) returning xmax = 0 as is_new',
        t.target, fdw_sync.identifiers(n.names), at, from_relation, fdw_sync.identifiers(t.key),
        (select string_agg(format('%1$I = excluded.%1$I', u), ', ') from unnest(n.names) u),
        guard, fdw_sync.identifiers(n.names, 'c.'), fdw_sync.identifiers(n.names, 'excluded.'))
    from (select fdw_sync.row_columns(t)) n (names)
$$;

-- The condition that two rows have the same key.
create or replace function fdw_sync.same_key(t fdw_sync.tables, a text, b text) returns text
language sql immutable set search_path = ''
as $$ select string_agg(format('%1$s.%3$I = %2$s.%3$I', a, b, k), ' and ') from unnest(t.key) k $$;

-- A statement that deletes rows `c` of a copy, or marks them as deleted.
create or replace function fdw_sync.remove(t fdw_sync.tables, at timestamptz, condition text) returns text
language sql stable set search_path = ''
as $$
    select case fdw_sync.option(s.options, 'deletions')
        when 'hard' then format('delete from %s c where %s', t.target, condition)
        else format('update %s c set _deleted_at = %L where c._deleted_at is null and %s', t.target, at, condition)
    end
    from fdw_sync.servers s where s.server = t.server
$$;

-- Inserts and updates rows of a copy.
--
-- read   A SELECT of the rows.
-- scope  A condition on rows of the copy. Those that satisfy it and are not read are removed. None if it is null.
create or replace function fdw_sync.apply_rows(
    t fdw_sync.tables, read text, scope text default null,
    out rows_read bigint, out rows_added bigint, out rows_removed bigint, out newest timestamptz
)
language plpgsql set search_path = ''
as $$
declare
    at timestamptz := fdw_sync.now();
    -- A row that was marked as deleted and exists again counts as added.
    revived text := format('select count(*) from read r join %s c on %s where c._deleted_at is not null',
        t.target, fdw_sync.same_key(t, 'r', 'c'));
    is_missing text := format('(%s) and not exists (select from read r where %s)', coalesce(scope, 'false'), fdw_sync.same_key(t, 'r', 'c'));
    time_column name := (select coalesce(e.changed_at, e.added_at) from fdw_sync.entry(t) e);
begin
    execute format(
        'with read as materialized (%s), written as (%s), removed as (%s) '
        'select (select count(*) from read), (select count(*) filter (where is_new) from written) + (%s), '
        '(select count(*) from %s c where c._deleted_at is null and %s), (select max(%s) from read)',
        read, fdw_sync.upsert(t, 'read', at), fdw_sync.remove(t, at, is_missing), revived, t.target, is_missing,
        coalesce(quote_ident(time_column), 'null::timestamptz'))
    into rows_read, rows_added, rows_removed, newest;
end
$$;

-- The steps of a visit. Each returns whether the visit goes on, and runs in a transaction of its own.

-- Ends a visit. The table is due again in the next run, or when its list is to be read again.
create or replace function fdw_sync.end_visit(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    is_read_each_run boolean := entry.changed_at is not null or entry.added_at is not null or (fdw_sync.owner(t)).id is not null;
begin
    update fdw_sync.tables k set is_visited = false, visited_at = k.visit_started_at, requests = k.visit_requests,
        next_step = 'changes', next_visit_at = case when is_read_each_run then fdw_sync.now() else k.passed_at + fdw_sync.pass_every(k) end
    where k.id = t.id;
    return false;
end
$$;

-- Chooses the next step of a visit, and counts requests.
create or replace function fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) returns boolean
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set next_step = step, visit_requests = k.visit_requests + go_on.requests where k.id = t.id returning true
$$;

-- Whether the whole list is to be read: because it never was, because the last time is too long ago, or on demand.
create or replace function fdw_sync.is_pass_due(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$
    select t.passed_at is null or t.passed_at + fdw_sync.pass_every(t) <= fdw_sync.now()
        or (t.is_pass_due and t.passed_at + fdw_sync.shortest_pause(t) <= fdw_sync.now())
$$;

-- Begins to read the whole list.
--
-- expected  The provider's count, if it is the reason.
create or replace function fdw_sync.begin_pass(t fdw_sync.tables, expected bigint default null) returns boolean
language plpgsql set search_path = ''
as $$
begin
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set pass_started_at = fdw_sync.now(), followed_at = fdw_sync.now(), pass_visit = k.visit, window_start = null,
        window_rows = null, requests_so_far = 0, is_pass_due = false,
        expected_rows = expected
    where k.id = t.id;
    return fdw_sync.go_on(t, 'pass', 0);
end
$$;

-- Reads the rows that changed, or were added, since the greatest time that was read so far.
--
-- All times in conditions are the provider's, so it does not matter what the clock of the database says. The overlap is
-- for rows that become visible later than rows with a greater time. A time in the future is not believed, because later
-- changes would be missed.
create or replace function fdw_sync.read_changes(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    time_column name := coalesce(entry.changed_at, entry.added_at);
    owner fdw_sync.tables := fdw_sync.owner(t);
    overlap interval := (select fdw_sync.option(s.options, 'overlap') from fdw_sync.servers s where s.server = t.server);
    applied record;
begin
    if owner.id is not null and not fdw_sync.is_pass_due(t) then
        return fdw_sync.follow_owner(t, owner);
    end if;
    -- A list that one step reads as a whole needs no look at the changes first.
    if time_column is null or t.watermark is null or (fdw_sync.is_pass_due(t) and entry.window_by is null) then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    select * into applied from fdw_sync.apply_rows(t, format('select distinct on (%s) %s from %s where %I >= %L order by %1$s, %4$I desc',
        fdw_sync.identifiers(t.key), fdw_sync.identifiers(t.columns), t.source, time_column, t.watermark - overlap));
    update fdw_sync.tables k set row_count = k.row_count + applied.rows_added,
        watermark = greatest(k.watermark, least(applied.newest, fdw_sync.now() + interval '1 day'))
    where k.id = t.id;
    -- After more than one page, the beginning of the list is read again.
    return fdw_sync.go_on(t, 'count', fdw_sync.pages(entry, applied.rows_read, true)
        + case when applied.rows_read >= entry.page_rows then 1 else 0 end);
end
$$;

-- Reads the rows of owners that changed since the last time. Their copy shows which ones changed.
create or replace function fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    now timestamptz;
    owner_ids text[];
    some_ids text[];
    condition text;
    applied record;
    sent integer := 0;
begin
    -- Waits for a step that is changing owners, because its times are earlier than the time of its commit.
    perform from fdw_sync.tables k where k.id = owner.id for share;
    now := fdw_sync.now();
    execute format('select array_agg(o.%I) from %s o where greatest(o._synced_at, o._deleted_at) >= %L', owner.key[1], owner.target, t.followed_at)
        into owner_ids;
    -- So many that reading the whole list takes fewer requests.
    if cardinality(owner_ids) > entry.owners_at_once * fdw_sync.pages(entry, owner.row_count, entry.pages_overlap) then
        return fdw_sync.begin_pass(t);
    end if;
    for at in 1 .. coalesce(cardinality(owner_ids), 0) by entry.owners_at_once loop
        some_ids := owner_ids[at : at + entry.owners_at_once - 1];
        condition := format('%I in (%s)', entry.owner_key, (select string_agg(quote_literal(i), ', ') from unnest(some_ids) i));
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, false, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        sent := sent + 1;
    end loop;
    perform fdw_sync.remove_orphans(t, entry, owner);
    update fdw_sync.tables k set followed_at = now where k.id = t.id;
    return fdw_sync.go_on(t, 'count', sent);
end
$$;

-- Removes rows whose owner was deleted for good, so that its copy does not show it any more.
create or replace function fdw_sync.remove_orphans(t fdw_sync.tables, entry fdw_sync.catalogue, owner fdw_sync.tables) returns void
language plpgsql set search_path = ''
as $$
declare
    is_orphan text := format('c._deleted_at is null and c._synced_at < %L and not exists (select from %s o where o.%I = c.%I)',
        t.followed_at, owner.target, owner.key[1], entry.owner_key);
    removed bigint;
begin
    execute format('select count(*) from %s c where %s', t.target, is_orphan) into removed;
    if removed > 0 then
        execute fdw_sync.remove(t, fdw_sync.now(), is_orphan);
        update fdw_sync.tables k set row_count = k.row_count - removed where k.id = t.id;
    end if;
end
$$;

-- Compares the provider's count with the copy's, and decides whether the whole list is to be read.
create or replace function fdw_sync.compare_count(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    counted bigint;
begin
    if t.pass_started_at is not null then
        return fdw_sync.go_on(t, 'pass', 0);
    end if;
    if t.visit_passes = 0 and fdw_sync.is_pass_due(t) then
        return fdw_sync.begin_pass(t);
    end if;
    if entry.count_requests is null then
        return fdw_sync.end_visit(t);
    end if;
    execute format('select count(*) from %s', t.source) into counted;
    perform fdw_sync.go_on(t, 'count', entry.count_requests);
    if counted - t.row_count = t.count_difference then
        return fdw_sync.end_visit(t);
    end if;
    if t.visit_passes < 2 then
        return fdw_sync.begin_pass(t, counted);
    end if;
    -- The list was read twice and does not have as many rows as the count says. Only a change of the difference matters.
    update fdw_sync.tables k set count_difference = counted - k.row_count where k.id = t.id;
    return fdw_sync.end_visit(t);
end
$$;

-- Reads the next window of the list, or the whole list, into the staged table. After the last one, merges the staged rows
-- into the copy, in the same transaction.
create or replace function fdw_sync.read_window(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    -- A window takes two requests. It is smaller than two pages, because the provider also returns a few rows before it.
    row_limit integer := case when entry.window_by is not null then coalesce(t.window_rows, entry.page_rows * 2 - entry.page_rows / 20) end;
    condition text := case when t.window_start is null then 'true' else format('%I >= %L', entry.window_by, t.window_start) end;
    rows_read bigint;
    rows_staged bigint;
    window_end timestamptz;
    cost integer;
begin
    execute format('with read as materialized (%s), staged as (insert into %s (%s) select %3$s from read on conflict do nothing returning 1) '
        'select (select count(*) from read), (select count(*) from staged), (select max(%4$s) from read)',
        fdw_sync.select_rows(t, entry.is_single, condition, row_limit), t.staged, fdw_sync.identifiers(fdw_sync.row_columns(t)),
        coalesce(quote_ident(entry.window_by), 'null::timestamptz'))
    into rows_read, rows_staged, window_end;
    if row_limit is null and rows_staged < rows_read then
        raise exception '% of % rows have the key of another row', rows_read - rows_staged, rows_read
            using hint = format('The key is (%s).', fdw_sync.identifiers(t.key));
    end if;
    cost := case
        when row_limit is null then fdw_sync.list_requests(t, entry, rows_read)
        when rows_read = row_limit then ceil(rows_read::numeric / entry.page_rows)
        else fdw_sync.pages(entry, rows_read, entry.pages_overlap)
    end;
    -- The window that comes next begins with the last row of this one. If all rows have the same time, it must be larger.
    update fdw_sync.tables k set requests_so_far = k.requests_so_far + cost, failures = 0, error = null,
        window_start = window_end, window_rows = case when window_end = k.window_start then row_limit * 2 end,
        next_visit_at = fdw_sync.now() + fdw_sync.pause(1)
    where k.id = t.id returning * into t;
    perform fdw_sync.go_on(t, 'pass', cost);
    if rows_read = row_limit then
        return true;
    end if;
    return fdw_sync.end_pass(t);
end
$$;

-- The requests that reading a whole list took. Lists of a parent take one for each row of the parent, and one that lists
-- them. Rows that are parts of others take the requests for those.
create or replace function fdw_sync.list_requests(t fdw_sync.tables, entry fdw_sync.catalogue, rows_read bigint) returns integer
language plpgsql set search_path = ''
as $$
declare
    others bigint;
begin
    if entry.parent is null and entry.owner is null then
        return fdw_sync.pages(entry, rows_read / entry.lists, entry.pages_overlap) * entry.lists;
    end if;
    select k.row_count into others from fdw_sync.tables k where k.server = t.server and k.object in (entry.parent, entry.owner);
    if others is null then
        execute format('select count(distinct %I) from %s', coalesce(entry.owner_key, t.key[1]), t.staged) into others;
    end if;
    return case when entry.parent is not null then others + 1 else fdw_sync.pages(entry, others, entry.pages_overlap) end;
end
$$;

-- Merges the staged rows into the copy, and removes rows that are not staged.
create or replace function fdw_sync.end_pass(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    -- A row that was written since the pass began is newer than the staged one. If it is not staged, it is new.
    is_missing text := format('c._synced_at <= %L and not exists (select from %s r where %s)',
        t.pass_started_at, t.staged, fdw_sync.same_key(t, 'r', 'c'));
    guard text := case when entry.changed_at is null then 'true'
        else format('(c._synced_at <= %L or (excluded.%2$I >= c.%2$I) is not false)', t.pass_started_at, entry.changed_at) end;
    elapsed interval := fdw_sync.now() - t.pass_started_at;
    missing bigint;
    live bigint;
    newest timestamptz;
begin
    execute format('select count(*), count(*) filter (where %s) from %s c where c._deleted_at is null', is_missing, t.target)
        into live, missing;
    if missing >= 20 and missing > live * 0.2 and not t.accepts_deletions then
        execute format('truncate %s', t.staged);
        update fdw_sync.tables k set is_stopped = true, is_visited = false, pass_started_at = null,
            next_step = 'changes', failed_at = fdw_sync.now(),
            error = format('%s of %s rows are missing at the provider, so none was removed and the table was stopped; if they were really deleted: select fdw_sync.resume(%L, %L, accept_deletions => true)', missing, live, t.server, t.object)
        where k.id = t.id;
        return false;
    end if;
    execute fdw_sync.remove(t, fdw_sync.now(), is_missing);
    execute format('with written as (%s) select count(*) from written', fdw_sync.upsert(t, t.staged, fdw_sync.now(), guard)) into live;
    execute format('select count(*) from %s c where c._deleted_at is null', t.target) into live;
    -- Rows can have changed after they were read. All such changes are later than the provider's time when the pass began,
    -- which is at least the greatest time that was read, minus the duration of the pass.
    execute format('select max(%s) from %s', coalesce(quote_ident(coalesce(entry.changed_at, entry.added_at)), 'null::timestamptz'), t.staged)
        into newest;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set row_count = live, passed_at = fdw_sync.now(), pass_requests = k.requests_so_far,
        pass_started_at = null, accepts_deletions = false,
        count_difference = case when live = k.expected_rows then 0 else k.count_difference end,
        watermark = coalesce(k.watermark, least(newest, fdw_sync.now() + interval '1 day') - elapsed),
        visit_passes = k.visit_passes + (k.pass_visit = k.visit)::integer
    where k.id = t.id returning * into t;
    -- A pass that began in an earlier visit may have missed changes since.
    if t.pass_visit <> t.visit then
        return fdw_sync.go_on(t, 'changes', 0);
    elsif live <> t.expected_rows then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    return fdw_sync.end_visit(t);
end
$$;

-- Runs: visits of all tables that are due.

-- Chooses the table that has been due for the longest time and begins a visit. Returns null if no table is due, apart from
-- those that this run, or another one at the same time, has visited. Until the visit ends, the table is due again only after
-- a pause, so that a run that is killed does not begin again at once.
create or replace function fdw_sync.begin_visit(run bigint, run_started timestamptz, only_server name) returns integer
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
begin
    select * into t from fdw_sync.tables k
    where not k.is_stopped and k.next_visit_at <= fdw_sync.now() and k.visit_run is distinct from run
        and (k.visited_at < run_started) is not false
        and (only_server is null or k.server = only_server)
    -- Owners and parents come first, so that their changes are followed in the same run.
    order by (select e.owner is not null or e.parent is not null from fdw_sync.entry(k) e), k.next_visit_at, k.id
    for update skip locked
    limit 1;
    if not found then
        return null;
    end if;
    update fdw_sync.tables k set
        visit = k.visit + 1, visit_run = run, visit_started_at = fdw_sync.now(), visit_passes = 0, visit_requests = 0,
        is_visited = true,
        -- The first load has no changes to read and nothing to count.
        next_step = case when k.row_count is not null then 'changes' when k.pass_started_at is not null then 'pass' else 'count' end,
        failures = case when k.is_visited then k.failures + 1 else k.failures end,
        failed_at = case when k.is_visited then fdw_sync.now() else k.failed_at end,
        error = case when k.is_visited then 'the last run did not end: it was cancelled, exceeded statement_timeout, or the server stopped' else k.error end
    where k.id = t.id returning * into t;
    update fdw_sync.tables k set next_visit_at = fdw_sync.now() + fdw_sync.pause(greatest(t.failures, 1)) where k.id = t.id;
    return t.id;
end
$$;

-- One step of a visit. Returns whether the visit goes on. An error is kept in the table, which is due again after a pause.
create or replace function fdw_sync.step(table_id integer) returns boolean
language plpgsql set search_path = '' set datestyle = 'ISO' set timezone = 'UTC' set intervalstyle = 'postgres'
as $$
declare
    t fdw_sync.tables;
    goes_on boolean;
    message text;
    hint text;
begin
    -- The lock ends with the transaction, so that a run that is killed leaves none.
    if not pg_try_advisory_xact_lock(fdw_sync.lock_class(), table_id) then
        return false;
    end if;
    select * into t from fdw_sync.tables k where k.id = table_id and not k.is_stopped for update;
    if not found then
        return false;
    end if;
    begin
        goes_on := case t.next_step
            when 'changes' then fdw_sync.read_changes(t)
            when 'count' then fdw_sync.compare_count(t)
            when 'pass' then fdw_sync.read_window(t)
        end;
        if not goes_on then
            update fdw_sync.tables k set failures = 0, error = null, failed_at = null where k.id = table_id and not k.is_stopped;
        end if;
        return goes_on;
    exception when others then
        get stacked diagnostics message = message_text, hint = pg_exception_hint;
    end;
    update fdw_sync.tables k set is_visited = false, failures = k.failures + 1, failed_at = fdw_sync.now(),
        error = concat_ws('; ', message, nullif(hint, '')),
        next_visit_at = fdw_sync.now() + fdw_sync.pause(k.failures + 1)
    where k.id = table_id;
    return false;
end
$$;

-- The first key of this kit's advisory locks; the second one is the id of a table.
create or replace function fdw_sync.lock_class() returns integer
language sql immutable set search_path = ''
as $$ select hashtext('fdw_sync') $$;

-- Lets other tables have their turn: the visit goes on later in the same run, or in the next one.
create or replace function fdw_sync.interrupt_visit(table_id integer) returns void
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set is_visited = false, visit_run = null, next_visit_at = fdw_sync.now() where k.id = table_id
$$;

-- Whether this much time has passed. It is real time, whatever fdw_sync.now() says.
create or replace function fdw_sync.is_over(started timestamptz, time_limit interval) returns boolean
language sql volatile set search_path = ''
as $$ select clock_timestamp() - started >= time_limit $$;

-- Deletes pg_cron's old records about the job of a server, of which there is a new one for each run.
create or replace function fdw_sync.delete_old_records(only_server name) returns void
language plpgsql set search_path = ''
as $$
begin
    if to_regclass('cron.job_run_details') is not null then
        execute format('delete from cron.job_run_details d using cron.job j, fdw_sync.servers s '
            'where d.jobid = j.jobid and j.jobname = fdw_sync.job_name(s.server) and d.end_time < now() - interval ''1 day'' '
            'and (%L is null or s.server = %1$L)', only_server);
    end if;
exception when insufficient_privilege then
    -- Then the administrator deletes them.
    null;
end
$$;

-- Says which tables a run did not finish, because its time was over.
create or replace function fdw_sync.report_unfinished(run bigint, only_server name) returns void
language plpgsql set search_path = ''
as $$
declare
    names text := (
        select string_agg(k.target, ', ' order by k.target) from fdw_sync.tables k
        where not k.is_stopped and k.failures = 0 and k.visit_run is distinct from run and k.next_visit_at <= fdw_sync.now()
            and (only_server is null or k.server = only_server)
    );
begin
    if names is not null then
        raise notice 'not finished yet, so run this again: %', names;
    end if;
end
$$;

-- Brings the copies of a server, or of all servers, up to date. Commits after each step, so it cannot run in a
-- transaction block, and it must be the only statement of a pg_cron job.
--
-- time_limit  After this time, it starts no further step. What is left goes on in the next run.
create or replace procedure fdw_sync.run(only_server name default null, time_limit interval default '90 seconds')
language plpgsql
as $$
declare
    started pg_catalog.timestamptz := pg_catalog.clock_timestamp();
    run_started pg_catalog.timestamptz := fdw_sync.now();
    visit_started pg_catalog.timestamptz;
    run pg_catalog.int8 := pg_catalog.nextval('fdw_sync.run_numbers');
    visited pg_catalog.int4;
    goes_on pg_catalog.bool;
begin
    perform fdw_sync.delete_old_records(only_server);
    commit;
    loop
        goes_on := fdw_sync.reread_queued(only_server);
        commit;
        exit when not goes_on or fdw_sync.is_over(started, time_limit);
    end loop;
    loop
        visited := fdw_sync.begin_visit(run, run_started, only_server);
        commit;
        exit when visited is null;
        visit_started := pg_catalog.clock_timestamp();
        loop
            goes_on := fdw_sync.step(visited);
            commit;
            exit when not goes_on or fdw_sync.is_over(visit_started, '10 seconds') or fdw_sync.is_over(started, time_limit);
        end loop;
        if goes_on then
            perform fdw_sync.interrupt_visit(visited);
            commit;
        end if;
        exit when fdw_sync.is_over(started, time_limit);
    end loop;
    perform fdw_sync.report_unfinished(run, only_server);
end
$$;

-- Starts a table again that was stopped, or that pauses after failures.
--
-- accept_deletions  Whether the rows that were missing are to be removed.
create or replace function fdw_sync.resume(server name, object text, accept_deletions boolean default false) returns void
language plpgsql set search_path = ''
as $$
begin
    update fdw_sync.tables k set is_stopped = false, failures = 0, error = null, failed_at = null, passed_at = null,
        accepts_deletions = accept_deletions, next_visit_at = '-infinity'
    where k.server = resume.server and k.object = resume.object;
    if not found then
        raise exception 'there is no copy of "%" of the server "%"', object, server;
    end if;
end
$$;

-- Single rows that are read again, for webhooks.

-- The copied tables of an object. The object is that of a table, or in the singular, as events name it.
create or replace function fdw_sync.tables_of(object text, server name) returns setof fdw_sync.tables
language sql stable set search_path = ''
as $$
    select k.* from fdw_sync.tables k
    where k.object in (tables_of.object, tables_of.object || 's') and (tables_of.server is null or k.server = tables_of.server)
$$;

-- Queues a row that may have changed. The next run reads it again. Returns false if the object is not copied.
--
-- object  Name of the object, such as `users`, or of one of its rows, such as `user`.
-- id      Key of the row.
-- server  Name of the foreign server; all servers that have the object if it is null.
create or replace function fdw_sync.enqueue(object text, id text, server name default null) returns boolean
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    is_copied boolean := false;
begin
    if coalesce(id, '') = '' then
        raise exception 'the id of a row must not be empty';
    end if;
    for t in select * from fdw_sync.tables_of(enqueue.object, enqueue.server) loop
        is_copied := true;
        insert into fdw_sync.queue values (t.id, enqueue.id) on conflict do nothing;
    end loop;
    return is_copied;
end
$$;

-- The conditions under which rows are read again, each with a request or a few. A row that cannot be read by its key alone is
-- read with the other values that the copy knows. If the copy does not know the row, it is new, and runs find it anyway.
create or replace function fdw_sync.conditions(t fdw_sync.tables, entry fdw_sync.catalogue, row_ids text[]) returns setof text
language plpgsql stable set search_path = ''
as $$
declare
    -- The columns before the last one are those of parents.
    id_column name := t.key[cardinality(t.key)];
    id_list text := (select string_agg(quote_literal(i), ', ' order by i) from unnest(row_ids) i);
begin
    if entry.reread_by = array[id_column] then
        return next format('%I in (%s)', id_column, id_list);
    else
        return query execute format('select concat_ws('' and '', %s) from %s where %I in (%s)',
            (select string_agg(format('format(%L, %I)', quote_ident(n) || ' = %L', n), ', ') from unnest(entry.reread_by || id_column) n),
            t.target, id_column, id_list);
    end if;
end
$$;

-- Reads rows of a table again. Rows that do not exist any more are removed.
create or replace function fdw_sync.reread(t fdw_sync.tables, row_ids text[]) returns void
language plpgsql set search_path = '' set datestyle = 'ISO' set timezone = 'UTC'
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    condition text;
    applied record;
begin
    -- The first load reads the row anyway.
    if t.row_count is null then
        return;
    end if;
    if entry.reread_by is null then
        perform fdw_sync.bring_pass_forward(t);
        return;
    end if;
    for condition in select fdw_sync.conditions(t, entry, row_ids) loop
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, entry.is_single, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
    end loop;
end
$$;

-- Lets the next run read the whole list of a table, but not more often than every ten seconds for each request that it takes.
create or replace function fdw_sync.bring_pass_forward(t fdw_sync.tables) returns void
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set is_pass_due = true,
        next_visit_at = case when k.failures > 0 then k.next_visit_at
            else least(k.next_visit_at, k.passed_at + fdw_sync.shortest_pause(k)) end
    where k.id = t.id
$$;

-- Reads a batch of queued rows of one table again. Returns whether there may be more. Rows whose reading fails are read
-- one by one, after pauses; after five failures a row is dropped, because visits of the table find its changes too.
create or replace function fdw_sync.reread_queued(only_server name) returns boolean
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    row_ids text[];
begin
    select k.* into t from fdw_sync.tables k
    where not k.is_stopped and (only_server is null or k.server = only_server)
        and exists (select from fdw_sync.queue q where q.table_id = k.id and q.next_at <= fdw_sync.now())
    order by k.id for update skip locked limit 1;
    if not found or not pg_try_advisory_xact_lock(fdw_sync.lock_class(), t.id) then
        return false;
    end if;
    select array_agg(q.row_id) into row_ids from (
        select q.row_id from fdw_sync.queue q where q.table_id = t.id and q.next_at <= fdw_sync.now()
        order by q.failures, q.row_id
        limit (select case when min(q.failures) = 0 then 100 else 1 end from fdw_sync.queue q where q.table_id = t.id and q.next_at <= fdw_sync.now())
    ) q;
    begin
        perform fdw_sync.reread(t, row_ids);
        delete from fdw_sync.queue q where q.table_id = t.id and q.row_id = any (row_ids);
        return true;
    exception when others then
        update fdw_sync.tables k set error = format('reading rows again: %s', sqlerrm), failed_at = fdw_sync.now() where k.id = t.id;
    end;
    delete from fdw_sync.queue q where q.table_id = t.id and q.row_id = any (row_ids) and q.failures >= 4;
    update fdw_sync.queue q set failures = q.failures + 1, next_at = fdw_sync.now() + fdw_sync.pause(q.failures + 1)
    where q.table_id = t.id and q.row_id = any (row_ids);
    return true;
end
$$;

-- Reads a row again at once. The arguments are those of enqueue().
create or replace function fdw_sync.refresh(object text, id text, server name default null) returns void
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    is_copied boolean := false;
begin
    if coalesce(id, '') = '' then
        raise exception 'the id of a row must not be empty';
    end if;
    for t in select * from fdw_sync.tables_of(refresh.object, refresh.server) loop
        is_copied := true;
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), t.id);
        select * into t from fdw_sync.tables k where k.id = t.id for update;
        perform fdw_sync.reread(t, array[refresh.id]);
        if t.row_count is null then
            raise notice 'the first load of % is not complete', t.target;
        elsif (fdw_sync.entry(t)).reread_by is null then
            raise notice 'rows of % cannot be read one by one: the next run reads the list', t.target;
        end if;
    end loop;
    if not is_copied then
        raise exception 'there is no copy of "%"', object
            using hint = (select 'Copied objects: ' || string_agg(distinct k.object, ', ') from fdw_sync.tables k
                where refresh.server is null or k.server = refresh.server);
    end if;
end
$$;

-- The state of every copied table.
--
-- rows          Number of rows, without those that are marked as deleted.
-- state         `first load`, `fresh`, `failing`, `stopped` or, before the first run, `new`.
-- lag           Time since the last complete visit: how old the copy may be.
-- updates_lag   Time since updates of existing rows were last looked for, which can be longer.
-- requests      Number of requests of the last visit, computed from the numbers of rows. Repeated requests and those for
--               access tokens come on top.
-- next_run      When the table is due. It is visited by the first run after that.
create or replace function fdw_sync.status(only_server name default null)
returns table (
    server name, copy text, state text, rows bigint, lag interval, updates_lag interval, last_run timestamptz, requests integer,
    failures integer, error text, next_run timestamptz
)
language sql volatile set search_path = ''
as $$
    select k.server, k.target,
        case
            when k.is_stopped then 'stopped'
            when k.failures > 0 then 'failing'
            when k.row_count is not null then 'fresh'
            when k.visit = 0 then 'new'
            else 'first load'
        end,
        k.row_count, n.now - k.visited_at,
        n.now - case
            when (fdw_sync.entry(k)).changed_at is not null or (fdw_sync.owner(k)).id is not null then k.visited_at
            else k.passed_at
        end,
        k.visited_at, k.requests, k.failures, k.error,
        case when not k.is_stopped then greatest(k.next_visit_at, n.now) end
    from fdw_sync.tables k, (select fdw_sync.now()) n (now)
    where only_server is null or k.server = only_server
    order by k.server, k.target
$$;

-- Removes the pg_cron job of a server, if there is one.
create or replace function fdw_sync.unschedule_job(server name) returns void
language plpgsql set search_path = ''
as $$
begin
    if to_regclass('cron.job') is not null then
        execute format('select cron.unschedule(jobid) from cron.job where jobname = %L and username = current_user', fdw_sync.job_name(server));
    end if;
end
$$;

-- Removes the copies of a server, or only some of them.
create or replace function fdw_sync.uninstall_server(s fdw_sync.servers, tables text[], keep_tables boolean) returns void
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
begin
    for t in select * from fdw_sync.tables k where k.server = s.server and (tables is null or k.object = any (tables)) order by k.id loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), t.id);
        delete from fdw_sync.tables k where k.id = t.id;
        execute format('drop table if exists %s', t.staged);
        execute format('drop foreign table if exists %s', t.source);
        if not keep_tables then
            execute format('drop table if exists %s', t.target);
        end if;
    end loop;
    if exists (select from fdw_sync.tables k where k.server = s.server) then
        update fdw_sync.servers k set has_all_objects = false where k.server = s.server;
        return;
    end if;
    perform fdw_sync.unschedule_job(s.server);
    delete from fdw_sync.servers k where k.server = s.server;
    execute format('drop schema %I', s.foreign_schema);
    if s.owns_target_schema and not keep_tables then
        execute format('drop schema %I', s.target_schema);
    end if;
end
$$;

-- Removes the copies of a foreign server: the job, the foreign tables, and the copies. Without a server, removes everything,
-- the schema fdw_sync too.
--
-- tables       Objects whose copies to remove; all of them if it is null.
-- keep_tables  Whether the copies stay, as tables that nothing changes any more.
create or replace function fdw_sync.uninstall(server name default null, tables text[] default null, keep_tables boolean default false)
returns void
language plpgsql set search_path = ''
as $$
declare
    s fdw_sync.servers;
    unknown text;
begin
    if server is null and tables is not null then
        raise exception 'name the server whose copies are to be removed';
    end if;
    if server is not null and not exists (select from fdw_sync.servers k where k.server = uninstall.server) then
        raise exception 'there are no copies of the server "%"', server;
    end if;
    select o into unknown from unnest(tables) o
    where o not in (select k.object from fdw_sync.tables k where k.server = uninstall.server);
    if found then
        raise exception 'there is no copy of "%" of the server "%"', unknown, server;
    end if;
    for s in select * from fdw_sync.servers k where uninstall.server is null or k.server = uninstall.server order by k.server loop
        perform fdw_sync.uninstall_server(s, tables, keep_tables);
    end loop;
    if server is null then
        drop schema fdw_sync cascade;
    end if;
end
$$;

-- Nobody else can use the kit, whatever the default privileges are.
select fdw_sync.revoke_grants('schema fdw_sync', n.nspacl, n.nspowner) from pg_namespace n where n.nspname = 'fdw_sync';

select fdw_sync.revoke_grants(c.oid::regclass) from pg_class c
where c.relnamespace = 'fdw_sync'::regnamespace and c.relkind in ('r', 'S');

select fdw_sync.revoke_grants('routine ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner)
from pg_proc p where p.pronamespace = 'fdw_sync'::regnamespace;

commit;
