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
    unique (foreign_schema),
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
    source text not null unique,
    target text not null unique,
    staged text not null unique,
    -- Columns of the foreign table that are copied, and the primary key of the copy.
    columns name[] not null,
    key name[] not null,

    -- Number of rows of the copy that are not marked as deleted; null until the first load is complete.
    row_count bigint,
    -- The greatest time of a change, or of a creation, that was read. It is the provider's time.
    watermark timestamptz,
    -- Owners are the rows that contain the rows of this table, as users contain e-mail addresses. Their changes up to this
    -- time, and at this time up to this key, have been applied to this table.
    followed_at timestamptz,
    followed_key text not null default '',
    -- The provider's count minus the number of rows of its list: zero, unless the provider counts rows that it does not list.
    count_difference bigint not null default 0,
    -- Whether the last count disagrees and the list has not been read since, because it is long.
    are_deletions_pending boolean not null default false,
    -- When the last pass over the whole list was complete, how many requests it took, and whether one is wanted
    -- before it is due.
    passed_at timestamptz,
    pass_requests integer,
    is_pass_wanted boolean not null default false,

    -- The pass that is in progress: when and in which run it began, the provider's count if that was the reason, and the
    -- window that comes next.
    pass_started_at timestamptz,
    pass_run bigint,
    expected_rows bigint,
    window_start timestamptz,
    window_rows integer,
    requests_so_far integer not null default 0,

    -- The visit that is in progress; visit_started_at is null if there is none. A visit consists of steps, each of which is a
    -- transaction. It may be interrupted and go on later, in the same run or in another one.
    visit_started_at timestamptz,
    visit_run bigint,
    -- How often the list was read and counted in this visit, and what the last count minus the number of rows was.
    visit_passes integer not null default 0,
    visit_counts integer not null default 0,
    visit_difference bigint,
    visit_requests integer not null default 0,
    is_running boolean not null default false,
    -- Whether a window was read since changes were read.
    are_changes_due boolean not null default false,
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

-- Rows that enqueue() was called for. A row can be queued several times.
create table if not exists fdw_sync.queue (
    id bigint generated always as identity primary key,
    table_id integer not null references fdw_sync.tables on delete cascade,
    row_id text not null,
    failures integer not null default 0,
    next_at timestamptz not null default '-infinity'
);

create index if not exists queue_table_id on fdw_sync.queue (table_id, next_at);

-- Numbers of runs.
create sequence if not exists fdw_sync.run_numbers;

do $migrate$
declare
    this constant integer := 1;
    installed constant integer := (select number from fdw_sync.version);
    routine regprocedure;
begin
    if installed > this then
        raise exception 'this file is version % of fdw_sync, but version % is installed', this, installed;
    end if;
    -- Functions and the catalogue have no state, and are created anew below, except those that objects of users may depend on.
    for routine in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'fdw_sync'::regnamespace and p.proname not in
            ('status', 'objects', 'enqueue', 'refresh', 'resume', 'install', 'uninstall', 'run', 'now')
    loop
        execute format('drop routine %s', routine);
    end loop;
    drop table if exists fdw_sync.catalogue;
    -- Migrations go here, such as: if installed < 2 then alter table … end if;
    delete from fdw_sync.version;
    insert into fdw_sync.version values (this);
end
$migrate$;

-- The objects of each component, from its catalogue.
create table fdw_sync.catalogue (
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
    -- Whether rows vanish after a while, as sessions do, so that it is no surprise if many do.
    is_short_lived boolean not null,
    -- The column with the time of the last change, or of the creation, if the rows after a given time can be read alone.
    changed_at name,
    added_at name,
    -- The column that orders the list, if it can be read in windows of that column.
    window_by name,
    -- The requests of a count; null if rows cannot be counted without reading them.
    count_requests integer,
    -- The object whose rows each have a list.
    parent text,
    -- The object whose rows contain the rows, the column with its key, and how many owners one request can name.
    owner text,
    owner_key name,
    owners_at_once integer,
    -- The number of lists if there is no parent, the size of their pages (null if there are none), whether pages overlap by one
    -- row, and the requests after the last page, which return nothing.
    lists integer not null,
    page_rows integer,
    pages_overlap boolean not null,
    requests_at_end integer not null,
    -- The columns by which a single row can be read.
    reread_by name[],
    -- Columns that get an index.
    indexes name[] not null
);

insert into fdw_sync.catalogue values
    ('clerk', '', 0, 'allowlist_identifiers', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{}'),
    ('clerk', '', 0, 'api_keys', false, 'the provider lists its rows only for given values of id or subject', '{}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'billing_payment_attempts', false, null, '{statement_id,id}', false, false, null, null, null, null, 'billing_statements', null, null, null, 1, 500, true, 0, '{statement_id}', '{}'),
    ('clerk', '', 0, 'billing_plans', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{for_payer_type}'),
    ('clerk', '', 0, 'billing_prices', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{plan_id}'),
    ('clerk', '', 0, 'billing_statement', true, null, '{statement_id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{statement_id}', '{}'),
    ('clerk', '', 0, 'billing_statements', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'billing_subscription_items', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, null, '{status,plan_id}'),
    ('clerk', '', 0, 'blocklist_identifiers', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'clients', true, null, '{id}', false, true, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'directories', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'directory_group_role_mappings', true, null, '{directory_id,id}', false, false, null, null, null, null, 'directories', null, null, null, 1, null, false, 0, '{directory_id}', '{}'),
    ('clerk', '', 0, 'domains', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'enterprise_connection_test_runs', true, null, '{enterprise_connection_id,id}', false, false, null, null, null, null, 'enterprise_connections', null, null, null, 1, 500, true, 0, '{enterprise_connection_id}', '{status}'),
    ('clerk', '', 0, 'enterprise_connections', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{organization_id}'),
    ('clerk', '', 0, 'instance', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_communication', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_oauth_application_settings', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_organization_settings', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'instance_protect', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'invitations', true, null, '{id}', false, false, null, null, null, 2, null, null, null, null, 2, 500, true, 0, '{id}', '{status,email_address,created_at}'),
    ('clerk', '', 0, 'jwks', true, null, '{kid}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'jwt_templates', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'm2m_tokens', true, null, '{subject,id}', false, false, null, null, null, null, 'machines', null, null, null, 1, 100, true, 0, '{subject}', '{}'),
    ('clerk', '', 0, 'machines', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'oauth_applications', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{client_id,created_at}'),
    ('clerk', '', 0, 'organization_billing_credits', false, null, '{organization_id}', false, false, null, null, null, null, 'organizations', null, null, null, 1, null, false, 0, '{organization_id}', '{}'),
    ('clerk', '', 0, 'organization_billing_subscriptions', false, null, '{organization_id,id}', false, false, null, null, null, null, 'organizations', null, null, null, 1, null, false, 0, '{organization_id}', '{}'),
    ('clerk', '', 0, 'organization_domains', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, null, '{organization_id,name,enrollment_mode,created_at}'),
    ('clerk', '', 0, 'organization_invitations', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, null, '{status,email_address,created_at}'),
    ('clerk', '', 0, 'organization_memberships', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{organization_id,user_id}', '{organization_id,user_id,role,public_user_data_username,created_at}'),
    ('clerk', '', 0, 'organization_permissions', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'organization_roles', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'organizations', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{created_at}'),
    ('clerk', '', 0, 'redirect_urls', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'role_sets', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{key,created_at}'),
    ('clerk', '', 0, 'saml_connections', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{organization_id,created_at}'),
    ('clerk', '', 0, 'scim_directories', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{}'),
    ('clerk', '', 0, 'scim_group_role_mappings', true, null, '{scim_directory_id,id}', false, false, null, null, null, null, 'scim_directories', null, null, null, 1, null, false, 0, '{scim_directory_id}', '{}'),
    ('clerk', '', 0, 'sessions', false, null, '{user_id,id}', false, true, null, null, null, null, 'users', null, null, null, 1, 500, true, 0, '{id}', '{id,client_id,status}'),
    ('clerk', '', 0, 'sign_ups', false, 'the provider lists its rows only for given values of id', '{}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('clerk', '', 0, 'templates', true, null, '{template_type,id}', false, false, null, null, null, null, null, null, null, null, 2, 500, true, 0, '{template_type}', '{}'),
    ('clerk', '', 0, 'trusted_devices', false, null, '{user_id,id}', false, false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_billing_credits', false, null, '{user_id}', false, false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_billing_subscriptions', false, null, '{user_id,id}', false, false, null, null, null, null, 'users', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_email_addresses', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,email_address,created_at}'),
    ('clerk', '', 0, 'user_enterprise_accounts', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_external_accounts', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{created_at}'),
    ('clerk', '', 0, 'user_organization_invitations', false, null, '{user_id,id}', false, false, null, null, null, null, 'users', null, null, null, 1, 500, true, 0, '{user_id}', '{status}'),
    ('clerk', '', 0, 'user_passkeys', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_phone_numbers', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{id,phone_number,created_at}'),
    ('clerk', '', 0, 'user_saml_accounts', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{}'),
    ('clerk', '', 0, 'user_web3_wallets', true, null, '{user_id,id}', false, false, null, null, null, null, null, 'users', 'user_id', 100, 1, 500, false, 0, '{user_id}', '{web3_wallet,created_at}'),
    ('clerk', '', 0, 'users', true, null, '{id}', false, false, 'updated_at', null, 'created_at', 1, null, null, null, null, 1, 500, false, 0, '{id}', '{external_id,username,primary_email_address,primary_phone_number,primary_web3_wallet,created_at,updated_at}'),
    ('clerk', '', 0, 'waitlist_entries', true, null, '{id}', false, false, null, 'created_at', null, 1, null, null, null, null, 1, 500, true, 0, '{id}', '{email_address,status,created_at}'),
    ('keycloak', '', 1, 'admin_event', true, null, '{id}', false, true, null, 'time', null, null, null, null, null, null, 1, 200, true, 1, null, '{operation_type,auth_realm_id,auth_client_id,auth_user_id,auth_ip_address,resource_path}'),
    ('keycloak', '', 1, 'authentication_execution', true, null, '{flow_alias,id}', false, false, null, null, null, null, 'authentication_flow', null, null, null, 1, null, false, 0, '{flow_alias}', '{}'),
    ('keycloak', '', 1, 'authentication_flow', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'client', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{client_id}'),
    ('keycloak', '', 1, 'client_offline_session', true, null, '{client_uuid,id}', false, true, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{user_id,client_uuid}', '{user_id}'),
    ('keycloak', '', 1, 'client_role', true, null, '{client_uuid,id}', false, false, null, null, null, null, 'client', null, null, null, 1, null, false, 0, '{client_uuid}', '{}'),
    ('keycloak', '', 1, 'client_role_composite', true, null, '{client_uuid,role_name,contained_role_id}', false, false, null, null, null, null, 'client_role', null, null, null, 1, null, false, 0, '{client_uuid,role_name}', '{role_name}'),
    ('keycloak', '', 1, 'client_scope', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{}'),
    ('keycloak', '', 1, 'client_session', true, null, '{client_uuid,id}', false, true, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{client_uuid}', '{}'),
    ('keycloak', '', 1, 'client_session_count', true, null, '{client_uuid}', false, true, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'component', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{id}', '{}'),
    ('keycloak', '', 1, 'event', true, null, '{id}', false, true, null, 'time', null, null, null, null, null, null, 1, 200, true, 1, null, '{type,client_id,user_id,ip_address}'),
    ('keycloak', '', 1, 'events_config', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'group', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{parent_id,name}'),
    ('keycloak', '', 1, 'group_member', true, null, '{group_id,user_id}', false, false, null, null, null, null, 'group', null, null, null, 1, 200, true, 1, '{user_id}', '{user_id}'),
    ('keycloak', '', 1, 'identity_provider', true, null, '{alias}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{alias}', '{}'),
    ('keycloak', '', 1, 'identity_provider_mapper', true, null, '{identity_provider,id}', false, false, null, null, null, null, 'identity_provider', null, null, null, 1, null, false, 0, '{identity_provider}', '{}'),
    ('keycloak', '', 1, 'identity_provider_user', true, null, '{identity_provider,user_id}', false, false, null, null, null, null, 'identity_provider', null, null, null, 1, 200, true, 1, '{identity_provider}', '{}'),
    ('keycloak', '', 1, 'organization', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{name}'),
    ('keycloak', '', 1, 'organization_member', true, null, '{organization_id,user_id}', false, false, null, null, null, null, 'organization', null, null, null, 1, 200, true, 1, '{organization_id}', '{}'),
    ('keycloak', '', 1, 'realm', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'required_action', true, null, '{alias}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('keycloak', '', 1, 'role', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, '{name}', '{name}'),
    ('keycloak', '', 1, 'role_composite', true, null, '{role_name,contained_role_id}', false, false, null, null, null, null, 'role', null, null, null, 1, null, false, 0, '{role_name}', '{}'),
    ('keycloak', '', 1, 'role_group', true, null, '{role_name,group_id}', false, false, null, null, null, null, 'role', null, null, null, 1, null, false, 0, '{role_name}', '{}'),
    ('keycloak', '', 1, 'user', true, null, '{id}', false, false, null, 'created_timestamp', null, 1, null, null, null, null, 1, 200, true, 1, '{id}', '{username,email,first_name,last_name}'),
    ('keycloak', '', 1, 'user_attribute', true, null, null, false, false, null, null, null, null, null, 'user', 'user_id', 1, 1, 200, true, 1, null, '{user_id,attribute_value}'),
    ('keycloak', '', 1, 'user_client_role', true, null, '{client_uuid,role_name,user_id}', false, false, null, null, null, null, 'client_role', null, null, null, 1, 200, true, 1, '{user_id,client_uuid}', '{user_id,role_name}'),
    ('keycloak', '', 1, 'user_consent', false, null, '{user_id,client_id}', false, false, null, null, null, null, 'user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_credential', false, null, '{user_id,id}', false, false, null, null, null, null, 'user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_federated_identity', true, null, '{user_id,identity_provider}', false, false, null, null, null, null, 'identity_provider_user', null, null, null, 1, null, false, 0, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_realm_role', true, null, '{role_name,user_id}', false, false, null, null, null, null, 'role', null, null, null, 1, 200, true, 1, '{user_id}', '{user_id}'),
    ('keycloak', '', 1, 'user_required_action', true, null, '{user_id,required_action}', false, false, null, null, null, null, null, 'user', 'user_id', 1, 1, 200, true, 1, '{user_id}', '{}'),
    ('keycloak', '', 1, 'user_session', true, null, '{id}', false, true, null, null, null, null, 'client_session_count', null, null, null, 1, null, false, 0, '{user_id}', '{user_id}'),
    ('scim', 'rfc7644', 2, 'group_members', true, null, '{group_id,member_id}', false, false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{member_id}', '{member_id}'),
    ('scim', 'rfc7644', 2, 'groups', true, null, '{id}', false, false, 'last_modified', null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{external_id,display_name}'),
    ('scim', 'rfc7644', 2, 'resource_types', true, null, '{name}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'schemas', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'service_provider_config', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'rfc7644', 2, 'user_addresses', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'rfc7644', 2, 'user_emails', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'rfc7644', 2, 'user_groups', true, null, '{user_id,group_id}', false, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, '{user_id}', '{}'),
    ('scim', 'rfc7644', 2, 'user_phone_numbers', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'rfc7644', 2, 'user_roles', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 20, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'rfc7644', 2, 'users', true, null, '{id}', false, false, 'last_modified', null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{external_id,user_name,email,first_name,last_name,name_formatted,display_name,nick_name,title,user_type,preferred_language,locale,timezone}'),
    ('scim', 'basic', 3, 'group_members', true, null, '{group_id,member_id}', false, false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}'),
    ('scim', 'basic', 3, 'groups', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{display_name}'),
    ('scim', 'basic', 3, 'resource_types', true, null, '{name}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'schemas', true, null, '{id}', false, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'service_provider_config', true, null, '{}', true, false, null, null, null, null, null, null, null, null, 1, null, false, 0, null, '{}'),
    ('scim', 'basic', 3, 'user_addresses', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_emails', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_groups', true, null, '{user_id,group_id}', false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, '{user_id}', '{}'),
    ('scim', 'basic', 3, 'user_phone_numbers', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'user_roles', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id}'),
    ('scim', 'basic', 3, 'users', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{user_name}'),
    ('scim', 'contentful', 4, 'group_members', true, null, '{group_id,member_id}', false, false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{}'),
    ('scim', 'contentful', 4, 'groups', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{display_name}'),
    ('scim', 'contentful', 4, 'user_emails', true, null, null, false, false, null, null, null, null, null, 'users', 'user_id', 1, 1, 1000, true, 1, null, '{user_id,value}'),
    ('scim', 'contentful', 4, 'user_groups', true, null, '{user_id,group_id}', false, false, null, null, null, null, null, 'groups', 'group_id', 1, 1, 1000, true, 1, '{group_id}', '{group_id}'),
    ('scim', 'contentful', 4, 'users', true, null, '{id}', false, false, null, null, null, 1, null, null, null, null, 1, 1000, true, 1, '{id}', '{user_name,email}');

-- The time that everything else uses. Tests replace this function.
create or replace function fdw_sync.now() returns timestamptz
language sql volatile set search_path = ''
as $$ select pg_catalog.clock_timestamp() $$;

-- Pause after this number of failures in a row: a minute, which doubles with each failure, up to an hour.
create or replace function fdw_sync.pause(failures integer) returns interval
language sql immutable set search_path = ''
as $$ select least(interval '1 minute' * power(2, least(failures, 10) - 1), interval '1 hour') $$;

-- Names as a list of SQL identifiers, each with the same prefix.
create or replace function fdw_sync.identifiers(names name[], prefix text default '') returns text
language sql immutable set search_path = ''
as $$ select string_agg(prefix || quote_ident(n), ', ' order by at) from unnest(names) with ordinality as u (n, at) $$;

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

-- The value of an option of install(), or its default.
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

-- The copy of the object that contains the rows of a table. Null if it is not copied, or not loaded yet, or if rows cannot be
-- requested by the key of their owner.
create or replace function fdw_sync.owner(t fdw_sync.tables) returns fdw_sync.tables
language sql stable set search_path = ''
as $$
    select k from fdw_sync.entry(t) e
    join fdw_sync.tables k on k.server = t.server and k.object = e.owner
    where e.owners_at_once is not null and k.row_count is not null
        -- Otherwise, a change of a part may not change the copied columns of its owner.
        and ((fdw_sync.entry(k)).changed_at is not null or 'attrs' = any (k.columns))
$$;

-- The pause between two passes over the whole list of a table.
create or replace function fdw_sync.pass_every(t fdw_sync.tables) returns interval
language sql stable set search_path = ''
as $$
    select case
        when s.options ? 'full_read_every' then (s.options ->> 'full_read_every')::interval
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

-- Whether a pass may begin because the count disagrees. Where rows are deleted all the time, passes of long lists would
-- otherwise follow each other: they pause a second for each request that a pass takes.
create or replace function fdw_sync.may_pass(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$ select t.pass_requests <= 100 or t.passed_at + interval '1 second' * t.pass_requests <= fdw_sync.now() $$;

-- A name that begins with a prefix and a server's name, and is unique even if Postgres would cut it.
create or replace function fdw_sync.name_for(prefix text, server name) returns name
language sql immutable set search_path = ''
as $$
    select case when octet_length(prefix || server) <= 63 then prefix || server
        else prefix || md5(server) end::name
$$;

-- Whether the role can use pg_cron in this database.
create or replace function fdw_sync.has_cron() returns boolean
language plpgsql stable set search_path = ''
as $$
begin
    return exists (select from pg_catalog.pg_namespace n where n.nspname = 'cron' and has_schema_privilege(n.oid, 'usage'))
        and to_regclass('cron.job') is not null;
exception when insufficient_privilege then
    return false;
end
$$;

-- The first key of this kit's advisory locks; the second one is the id of a table.
create or replace function fdw_sync.lock_class() returns integer
language sql immutable set search_path = ''
as $$ select hashtext('fdw_sync') $$;

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
    if server is null then
        raise exception 'name the foreign server';
    end if;
    select s.srvoptions into found_options from pg_catalog.pg_foreign_server s where s.srvname = server;
    if not found then
        raise exception 'there is no foreign server "%"', server
            using hint = (
                select coalesce('Foreign servers: ' || string_agg(quote_ident(s.srvname), ', '), 'There are no foreign servers in this database.')
                from pg_catalog.pg_foreign_server s);
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
        coalesce(e.refusal, case when e.parent is not null then format('a full read takes a request for each row of %s', e.parent) end)
    from fdw_sync.entries(server) e order by e.object
$$;

-- An error unless the options of install() are valid.
create or replace function fdw_sync.check_options(options jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
    known constant text[] := array['deletions', 'overlap', 'full_read_every', 'attrs', 'table_options', 'import_options'];
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
        -- It gets its default again.
        continue when value is null;
        if name = 'deletions' and value is distinct from 'soft' and value is distinct from 'hard' then
            raise exception 'the option "deletions" must be "soft" or "hard"';
        end if;
        if name = 'attrs' and jsonb_typeof(options -> name) <> 'boolean' then
            raise exception 'the option "attrs" must be true or false';
        end if;
        if name in ('table_options', 'import_options') and jsonb_typeof(options -> name) <> 'object' then
            raise exception 'the option "%" must be a JSON object', name;
        end if;
        if name = 'table_options' and options -> name ? 'object' then
            raise exception 'the table option "object" is set by fdw_sync';
        end if;
        if name = 'full_read_every' and value::interval = interval '0' then
            raise exception 'the option "full_read_every" must not be zero';
        end if;
        if name in ('overlap', 'full_read_every') then
            begin
                if value::interval < interval '0' then
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

-- Creates the foreign tables of these objects anew. It sets pushdown_comparisons, which is safe because every query of this kit
-- writes the column first.
create or replace function fdw_sync.create_foreign_tables(s fdw_sync.servers, objects text[]) returns void
language plpgsql set search_path = '' set client_min_messages = warning
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
language plpgsql set search_path = '' set client_min_messages = warning
as $$
declare
    name name;
    type text;
    old_type text;
    constraint_name name;
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
    for name, type, old_type in
        select a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.atttypid, b.atttypmod)
        from pg_catalog.pg_attribute a
        left join pg_catalog.pg_attribute b on b.attrelid = target::regclass and b.attname = a.attname and not b.attisdropped
        where a.attrelid = source::regclass and a.attname = any (columns) order by a.attnum
    loop
        if old_type is null then
            execute format('alter table %s add column %I %s', target, name, type);
        elsif old_type <> type then
            execute format('alter table %s alter column %I type %s using %2$I::%3$s', target, name, type);
        end if;
    end loop;
    if 'attrs' <> all (columns) then
        execute format('alter table %s drop column if exists attrs', target);
    end if;
    if '_key' = any (key) then
        execute format('alter table %s add column if not exists _key text', target);
    end if;
    execute format('alter table %s add column if not exists _synced_at timestamptz not null, '
        'add column if not exists _deleted_at timestamptz', target);
    if is_new then
        execute format('alter table %s add primary key (%s)', target, fdw_sync.identifiers(key));
        foreach name in array e.indexes loop
            if name = any (columns) then
                execute format('create index on %s (%I)', target, name);
            end if;
        end loop;
        -- Tables that follow this one look for rows that changed.
        if exists (select from fdw_sync.entries(s.server) o where o.owner = e.object and o.owners_at_once is not null) then
            execute format('create index on %s (greatest(_synced_at, _deleted_at))', target);
        end if;
        execute format('alter table %s enable row level security', target);
        perform fdw_sync.revoke_grants(target::regclass);
        execute format('comment on table %s is %L', target, format('Copy of %s, kept fresh by fdw_sync', source));
        return;
    end if;
    select c.conname into constraint_name from pg_catalog.pg_constraint c
    where c.conrelid = target::regclass and c.contype = 'p' and key is distinct from (
        select array_agg(a.attname order by k.at) from unnest(c.conkey) with ordinality k (attnum, at)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    );
    if found then
        -- Rows have another key since an upgrade. They are all read again.
        execute format('truncate %s', target);
        execute format('alter table %s drop constraint %I, add primary key (%s)', target, constraint_name, fdw_sync.identifiers(key));
    end if;
end
$$;

-- Creates foreign table, copy and staged table of an object, or brings them up to date.
create or replace function fdw_sync.install_table(s fdw_sync.servers, e fdw_sync.catalogue) returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
declare
    source constant text := format('%I.%I', s.foreign_schema, e.object);
    copy_name constant text := format('%I.%I', s.target_schema, e.object);
    staged constant text := format('%I.%I', s.foreign_schema, e.object || '_staged');
    copy_key constant name[] := case when e.key is null or e.is_single then array['_key']::name[] else e.key end;
    copied name[];
    t fdw_sync.tables;
begin
    select array_agg(a.attname order by a.attnum) into copied from pg_catalog.pg_attribute a
    where a.attrelid = source::regclass and a.attnum > 0 and not a.attisdropped
        and (a.attname <> 'attrs' or fdw_sync.option(s.options, 'attrs')::boolean);
    if exists (select from fdw_sync.tables k where k.target = copy_name and k.server <> s.server) then
        raise exception 'the table % is a copy of another server', copy_name
            using hint = format('Choose another schema, for instance: select * from fdw_sync.install(%L, schema => ''…'')', s.server);
    end if;
    perform fdw_sync.create_copy(s, e, source, copy_name, copied, copy_key);
    insert into fdw_sync.tables as k (server, object, source, target, staged, columns, key)
    values (s.server, e.object, source, copy_name, staged, copied, copy_key)
    on conflict do nothing;
    select * into t from fdw_sync.tables k where k.server = s.server and k.object = e.object;
    if (t.columns, t.key) is distinct from (copied, copy_key) then
        -- The new columns have no values yet. Without a key of their own, rows with other columns are other rows.
        update fdw_sync.tables k set columns = copied, key = copy_key, passed_at = null, pass_started_at = null, window_start = null,
            next_step = 'changes', visit_started_at = null, is_running = false, accepts_deletions = '_key' = any (copy_key)
        where k.id = t.id;
        execute format('drop table if exists %s', staged);
    end if;
    -- A failing or stopped table gets another chance.
    update fdw_sync.tables k set next_visit_at = least(k.next_visit_at, fdw_sync.now()), failures = 0, error = null, failed_at = null,
        is_stopped = false
    where k.id = t.id;
    if exists (
        select from pg_catalog.pg_attribute a
        join pg_catalog.pg_attribute b on b.attrelid = to_regclass(staged) and b.attname = a.attname
        where a.attrelid = copy_name::regclass and a.attnum > 0 and (b.atttypid, b.atttypmod) is distinct from (a.atttypid, a.atttypmod)
    ) then
        -- A column has another type since an upgrade.
        update fdw_sync.tables k set pass_started_at = null, window_start = null, next_step = 'changes', visit_started_at = null, is_running = false
        where k.id = t.id;
        execute format('drop table %s', staged);
    end if;
    if to_regclass(staged) is null then
        execute format('create table %s (like %s)', staged, copy_name);
        execute format('alter table %s drop column _synced_at, drop column _deleted_at, add primary key (%s)',
            staged, fdw_sync.identifiers(copy_key));
        perform fdw_sync.revoke_grants(staged::regclass);
    end if;
    perform fdw_sync.revoke_grants(source::regclass);
end
$$;

-- Creates or replaces the pg_cron job of a server. Returns false if pg_cron is not installed.
create or replace function fdw_sync.schedule_job(s fdw_sync.servers) returns boolean
language plpgsql set search_path = ''
as $$
begin
    if not fdw_sync.has_cron() then
        return false;
    end if;
    -- The procedure must be the only statement of the job, because it commits.
    execute format('select cron.schedule(%L, %L, %L)',
        fdw_sync.name_for('fdw_sync ', s.server), s.schedule, format('call fdw_sync.run(%L)', s.server));
    return true;
end
$$;

-- Waits for the steps that change tables of a server, and lets no other begin until the transaction ends.
create or replace function fdw_sync.lock_tables(server name) returns void
language plpgsql set search_path = ''
as $$
declare
    table_id integer;
begin
    for table_id in select k.id from fdw_sync.tables k where k.server = lock_tables.server order by k.id loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), table_id);
    end loop;
end
$$;

-- Says what can keep runs from their work.
create or replace function fdw_sync.warn_of_limits(has_job boolean) returns void
language plpgsql set search_path = ''
as $$
begin
    if not has_job then
        raise notice 'pg_cron is not enabled in this database, so nothing runs by itself: '
            'enable it and call install() again, or call fdw_sync.run() regularly';
    end if;
    if current_setting('statement_timeout')::interval between interval '1 millisecond' and interval '10 minutes' then
        raise notice 'long lists may not be finished within statement_timeout, which is %; '
            'to change it: alter role % set statement_timeout = ''30min''',
            current_setting('statement_timeout'), quote_ident(current_user);
    end if;
end
$$;

-- Copies the tables of a foreign server, and keeps the copies fresh. Calling it again upgrades the copies, adds tables and
-- changes options; an argument or an option that is left out stays as it was, or has its default. An option that is null gets its
-- default again.
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
    if tables = '{}' then
        raise exception 'name at least one object, or ''{*}'' to copy all of them';
    end if;
    perform fdw_sync.lock_tables(install.server);
    select * into s from fdw_sync.servers k where k.server = install.server for update;
    is_new := not found;
    s.server := install.server;
    s.provider := entry.provider;
    s.profile := entry.profile;
    s.foreign_schema := coalesce(s.foreign_schema, fdw_sync.name_for('fdw_sync_', install.server));
    if schema <> s.target_schema then
        raise exception 'the copies of "%" are already in the schema "%", and install() cannot move them', s.server, s.target_schema;
    end if;
    s.target_schema := coalesce(s.target_schema, schema, regexp_replace(install.server, '_server$', '') || '_copy');
    s.schedule := coalesce(install.schedule, s.schedule, '* * * * *');
    s.options := jsonb_strip_nulls(coalesce(s.options, '{}') || coalesce(install.options, '{}'));
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
    perform fdw_sync.warn_of_limits(fdw_sync.schedule_job(s));
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
-- otherwise the content of the row and a number that distinguishes equal rows.
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

-- The condition that two rows have the same key.
create or replace function fdw_sync.same_key(t fdw_sync.tables, a text, b text) returns text
language sql immutable set search_path = ''
as $$ select string_agg(format('%1$s.%3$I = %2$s.%3$I', a, b, k), ' and ') from unnest(t.key) k $$;

-- INSERT of the rows of a relation into a copy, which updates the rows that exist. Rows that do not differ are left out, because
-- even an update without effect would lock them. RETURNING says whether a row is new.
--
-- guard  A condition on the copy's row `c` and the new row `excluded`; only rows that satisfy it are updated.
create or replace function fdw_sync.upsert(t fdw_sync.tables, from_relation text, at timestamptz, guard text default 'true')
returns text
language sql stable set search_path = ''
as $$
    select format(
        'insert into %1$s as c (%2$s, _synced_at, _deleted_at) select %2$s, %3$L, null from %4$s r '
        'where not exists (select from %1$s u where %5$s and u._deleted_at is null and row(%6$s) is not distinct from row(%7$s)) '
        'on conflict (%8$s) do update set %9$s, _synced_at = excluded._synced_at, _deleted_at = null where %10$s '
        'returning xmax = 0 as is_new',
        t.target, fdw_sync.identifiers(n.names), at, from_relation, fdw_sync.same_key(t, 'u', 'r'),
        fdw_sync.identifiers(n.names, 'u.'), fdw_sync.identifiers(n.names, 'r.'), fdw_sync.identifiers(t.key),
        (select string_agg(format('%1$I = excluded.%1$I', u), ', ') from unnest(n.names) u), guard)
    from (select fdw_sync.row_columns(t)) n (names)
$$;

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

-- Inserts and updates rows of a copy. A row that was marked as deleted and exists again counts as added.
--
-- select_rows  A SELECT of the rows.
-- scope        A condition on rows of the copy. Those that satisfy it and are not read are removed. None if it is null.
-- newest       The greatest time of a change, or of a creation. A time in the future is left out, because later changes would
--              be missed if it were believed.
create or replace function fdw_sync.apply_rows(
    t fdw_sync.tables, select_rows text, scope text default null,
    out rows_read bigint, out rows_added bigint, out rows_removed bigint, out newest timestamptz
)
language plpgsql set search_path = ''
as $$
declare
    at timestamptz := fdw_sync.now();
    is_missing text := format('(%s) and not exists (select from read r where %s)', coalesce(scope, 'false'), fdw_sync.same_key(t, 'r', 'c'));
    time_column name := (select coalesce(e.changed_at, e.added_at) from fdw_sync.entry(t) e);
begin
    execute format(
        'with read as materialized (%1$s), written as (%2$s), removed as (%3$s) '
        'select (select count(*) from read), '
        '(select count(*) filter (where is_new) from written) + (select count(*) from read r join %4$s c on %5$s where c._deleted_at is not null), '
        '(select count(*) from %4$s c where c._deleted_at is null and %6$s), '
        '(select max(x.time) filter (where x.time <= %7$L) from (select %8$s as time from read) x)',
        select_rows, fdw_sync.upsert(t, 'read', at), fdw_sync.remove(t, at, is_missing), t.target, fdw_sync.same_key(t, 'r', 'c'),
        is_missing, at, coalesce(quote_ident(time_column), 'null::timestamptz'))
    into rows_read, rows_added, rows_removed, newest;
end
$$;

-- The steps of a visit. Each returns true if the visit has another step.

-- Ends a visit. The table is due again in the next run, or when its list is to be read again.
create or replace function fdw_sync.end_visit(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    is_read_each_run boolean := entry.changed_at is not null or entry.added_at is not null or (fdw_sync.owner(t)).id is not null;
begin
    update fdw_sync.tables k set is_running = false, visited_at = k.visit_started_at, visit_started_at = null,
        requests = k.visit_requests, next_step = 'changes',
        next_visit_at = case when is_read_each_run then fdw_sync.now() else k.passed_at + fdw_sync.pass_every(k) end
    where k.id = t.id;
    return false;
end
$$;

-- Sets the next step, adds to the requests of the visit, and puts off the time at which the visit counts as one that did not end.
create or replace function fdw_sync.go_on(t fdw_sync.tables, step text, requests integer) returns boolean
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set next_step = step, visit_requests = k.visit_requests + go_on.requests,
        next_visit_at = fdw_sync.now() + fdw_sync.pause(1)
    where k.id = t.id returning true
$$;

-- Whether the whole list is to be read: because it never was, because the last time is too long ago, or on demand.
create or replace function fdw_sync.is_pass_due(t fdw_sync.tables) returns boolean
language sql stable set search_path = ''
as $$
    select t.passed_at is null or t.passed_at + fdw_sync.pass_every(t) <= fdw_sync.now()
        or (t.is_pass_wanted and t.passed_at + fdw_sync.shortest_pause(t) <= fdw_sync.now())
$$;

-- Waits for a step that is changing a table, because the times that it writes are earlier than the time of its commit.
create or replace function fdw_sync.wait_for_step(t fdw_sync.tables) returns void
language plpgsql set search_path = ''
as $$
begin
    begin
        perform from fdw_sync.tables k where k.id = t.id for share;
        -- The lock is only waited for: rolling back releases it, so that the other table is not held up in turn.
        raise exception using errcode = 'triggered_action_exception';
    exception when triggered_action_exception then
        null;
    end;
end
$$;

-- Begins to read the whole list.
--
-- expected  The provider's count, if it is the reason.
create or replace function fdw_sync.begin_pass(t fdw_sync.tables, expected bigint default null) returns boolean
language plpgsql set search_path = ''
as $$
declare
    owner fdw_sync.tables := fdw_sync.owner(t);
begin
    if owner.id is not null then
        perform fdw_sync.wait_for_step(owner);
    end if;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set pass_started_at = fdw_sync.now(), followed_at = fdw_sync.now(), followed_key = '',
        pass_run = k.visit_run, window_start = null, window_rows = null, requests_so_far = 0, is_pass_wanted = false, expected_rows = expected
    where k.id = t.id;
    return fdw_sync.go_on(t, 'pass', 0);
end
$$;

-- Reads the rows that changed, or were added, since the greatest time that was read so far.
--
-- All times in conditions are the provider's, so it does not matter what the clock of the database says. The overlap is for rows
-- that become visible later than rows with a greater time.
create or replace function fdw_sync.read_changes(t fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    time_column name := coalesce(entry.changed_at, entry.added_at);
    owner fdw_sync.tables := fdw_sync.owner(t);
    overlap interval := (select fdw_sync.option(s.options, 'overlap') from fdw_sync.servers s where s.server = t.server);
    row_limit integer;
    applied record;
    is_cut boolean;
begin
    if owner.id is not null and not fdw_sync.is_pass_due(t) then
        return fdw_sync.follow_owner(t, owner);
    end if;
    update fdw_sync.tables k set are_changes_due = false where k.id = t.id;
    -- A list that one step reads as a whole needs no look at the changes first.
    if time_column is null or t.watermark is null or (fdw_sync.is_pass_due(t) and entry.window_by is null) then
        return fdw_sync.go_on(t, 'count', 0);
    end if;
    if entry.window_by is not null then
        -- If more rows than that have changed, the list is read in windows. Rows that the copy has already do not count.
        execute format('select %s + count(*) from %s where %I >= %L', entry.page_rows * 10, t.target, time_column, t.watermark - overlap)
            into row_limit;
    end if;
    select * into applied from fdw_sync.apply_rows(t, format(
        'select distinct on (%s) %s from (select * from %s where %I >= %L%s) s order by %1$s, %4$I desc',
        fdw_sync.identifiers(t.key), fdw_sync.identifiers(t.columns), t.source, time_column, t.watermark - overlap,
        coalesce(' limit ' || row_limit, '')));
    -- Fewer rows than were read can be distinct.
    is_cut := coalesce(applied.rows_read > row_limit - entry.page_rows, false);
    update fdw_sync.tables k set row_count = k.row_count + applied.rows_added,
        watermark = case when is_cut then k.watermark else greatest(k.watermark, applied.newest) end
    where k.id = t.id returning * into t;
    -- After more than one page, the beginning of the list is read again.
    perform fdw_sync.go_on(t, 'count', fdw_sync.pages(entry, applied.rows_read, true)
        + case when applied.rows_read >= entry.page_rows then 1 else 0 end);
    if is_cut and t.pass_started_at is null and t.visit_passes = 0 then
        return fdw_sync.begin_pass(t);
    end if;
    return true;
end
$$;

-- Reads the rows of owners that changed since the last time. Their copy shows which ones changed. At most 20 requests are sent in
-- one step, and none if reading the whole list takes fewer.
create or replace function fdw_sync.follow_owner(t fdw_sync.tables, owner fdw_sync.tables) returns boolean
language plpgsql set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    max_requests constant integer := 20;
    now timestamptz;
    changed text;
    owner_ids text[];
    last record;
    some_ids text[];
    condition text;
    applied record;
    is_list_cheaper boolean;
begin
    perform fdw_sync.wait_for_step(owner);
    now := fdw_sync.now();
    changed := format('from %1$s o where (greatest(o._synced_at, o._deleted_at), o.%2$I) > (%3$L, %4$L)',
        owner.target, owner.key[1], t.followed_at, t.followed_key);
    execute format('select count(*) > %s %s', entry.owners_at_once * fdw_sync.pages(entry, owner.row_count, entry.pages_overlap), changed)
        into is_list_cheaper;
    if is_list_cheaper then
        return fdw_sync.begin_pass(t);
    end if;
    execute format('select array_agg(id order by at, id) from '
        '(select greatest(o._synced_at, o._deleted_at) as at, o.%I as id %s order by 1, 2 limit %s) o',
        owner.key[1], changed, max_requests * entry.owners_at_once) into owner_ids;
    for at in 1 .. coalesce(cardinality(owner_ids), 0) by entry.owners_at_once loop
        some_ids := owner_ids[at : at + entry.owners_at_once - 1];
        condition := format('%I in (%s)', entry.owner_key, (select string_agg(quote_literal(i), ', ') from unnest(some_ids) i));
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, false, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        perform fdw_sync.go_on(t, 'changes', 1);
    end loop;
    if cardinality(owner_ids) = max_requests * entry.owners_at_once then
        execute format('select greatest(o._synced_at, o._deleted_at) as at, o.%1$I as id from %2$s o where o.%1$I = %3$L',
            owner.key[1], owner.target, owner_ids[cardinality(owner_ids)]) into last;
        update fdw_sync.tables k set followed_at = last.at, followed_key = last.id where k.id = t.id;
        return true;
    end if;
    perform fdw_sync.remove_orphans(t, entry, owner);
    update fdw_sync.tables k set followed_at = now, followed_key = '' where k.id = t.id;
    return fdw_sync.go_on(t, 'count', 0);
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
    if (select fdw_sync.option(s.options, 'deletions') from fdw_sync.servers s where s.server = t.server) <> 'hard' then
        return;
    end if;
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
    difference bigint;
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
    difference := counted - t.row_count;
    update fdw_sync.tables k set visit_counts = k.visit_counts + 1, visit_difference = difference,
        are_deletions_pending = difference <> k.count_difference
    where k.id = t.id;
    perform fdw_sync.go_on(t, 'count', entry.count_requests);
    if difference = t.count_difference then
        return fdw_sync.end_visit(t);
    elsif t.visit_passes > 1 then
        -- The list was read twice and does not have as many rows as the count says. If the difference was the same both times, and
        -- the count did not change in between, it is permanent.
        update fdw_sync.tables k set count_difference = difference, are_deletions_pending = false
        where k.id = t.id and difference = t.visit_difference and counted = t.expected_rows;
        return fdw_sync.end_visit(t);
    elsif difference > t.count_difference and t.visit_counts = 0 and t.watermark is not null then
        -- Rows were added after the changes were read.
        return fdw_sync.go_on(t, 'changes', 0);
    elsif t.visit_passes = 0 and not fdw_sync.may_pass(t) then
        return fdw_sync.end_visit(t);
    end if;
    return fdw_sync.begin_pass(t, counted);
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
    if row_limit is null then
        execute format('truncate %s', t.staged);
    end if;
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
        are_changes_due = k.row_count is not null
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
    time_column text := coalesce(quote_ident(coalesce(entry.changed_at, entry.added_at)), 'null::timestamptz');
    -- A row that was written since the pass began is not missing: it may be new.
    is_missing text := format('c._synced_at <= %L and not exists (select from %s r where %s)',
        t.pass_started_at, t.staged, fdw_sync.same_key(t, 'r', 'c'));
    -- What was written or removed since the pass began is newer than the staged row.
    guard text := format('(c._deleted_at is null or c._deleted_at <= %L)', t.pass_started_at)
        || case when entry.changed_at is null then ''
            else format(' and (c._synced_at <= %L or (excluded.%2$I >= c.%2$I) is not false)', t.pass_started_at, entry.changed_at) end;
    elapsed interval := fdw_sync.now() - t.pass_started_at;
    missing bigint;
    live bigint;
    newest timestamptz;
begin
    execute format('select count(*), count(*) filter (where %s) from %s c where c._deleted_at is null', is_missing, t.target)
        into live, missing;
    if '_key' = any (t.key) then
        -- A row that changed has another key.
        execute format('select %s - count(*) from %s', live, t.staged) into missing;
    end if;
    if missing >= 20 and missing > live * 0.2 and not t.accepts_deletions and not entry.is_short_lived then
        execute format('truncate %s', t.staged);
        update fdw_sync.tables k set is_stopped = true, is_running = false, visit_started_at = null, pass_started_at = null,
            next_step = 'changes', failed_at = fdw_sync.now(),
            error = format('%s of %s rows are missing at the provider. Nothing was removed, and the table was stopped. '
                'If they were really deleted, run: '
                'select fdw_sync.resume(%L, %L, accept_deletions => true)', missing, live, t.server, t.object)
        where k.id = t.id;
        return false;
    end if;
    execute fdw_sync.remove(t, fdw_sync.now(), is_missing);
    execute fdw_sync.upsert(t, t.staged, fdw_sync.now(), guard);
    execute format('select count(*) from %s c where c._deleted_at is null', t.target) into live;
    -- Rows can have changed after they were read. All such changes are later than the provider's time when the pass began,
    -- which is at least the greatest time that was read, minus the duration of the pass. If all times are in the future, the
    -- provider's clock is ahead.
    execute format('select max(s.time) filter (where s.time <= %L) from (select %s as time from %s) s', fdw_sync.now(), time_column, t.staged)
        into newest;
    execute format('truncate %s', t.staged);
    update fdw_sync.tables k set row_count = live, passed_at = fdw_sync.now(), pass_requests = k.requests_so_far,
        pass_started_at = null, accepts_deletions = false, are_deletions_pending = false,
        count_difference = case when live = k.expected_rows then 0 else k.count_difference end,
        watermark = greatest(k.watermark, coalesce(newest, case when live > 0 and time_column <> 'null::timestamptz'
            then fdw_sync.now() end) - elapsed),
        visit_passes = k.visit_passes + 1
    where k.id = t.id returning * into t;
    -- A pass that began in an earlier run may have missed deletions since.
    if t.pass_run is distinct from t.visit_run or live <> t.expected_rows then
        return fdw_sync.go_on(t, 'changes', 0);
    end if;
    return fdw_sync.end_visit(t);
end
$$;

-- Runs: visits of all tables that are due.

-- Chooses a table that is due, and begins a visit or continues one that was interrupted. Returns null if no table is left for
-- this run. Until the visit ends, the table is due again only after a pause, so that a run that is killed does not begin again
-- at once.
--
-- Tables wait for the first load of their owner or parent. Visits that begin come before those that were interrupted, which take
-- long. Owners and parents come before the tables that depend on them, so that their changes are followed in the same run. Apart
-- from that, the table comes first that has been due for the longest time.
create or replace function fdw_sync.begin_visit(run bigint, run_started timestamptz, only_server name) returns integer
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    is_continued boolean;
begin
    select k.* into t from fdw_sync.tables k cross join lateral fdw_sync.entry(k) e
        left join fdw_sync.tables above on above.server = k.server and above.object = coalesce(e.owner, e.parent)
    where not k.is_stopped and k.next_visit_at <= fdw_sync.now() and (only_server is null or k.server = only_server)
        and case when k.visit_started_at is not null and not k.is_running then true
            else k.visit_run is distinct from run and (k.visited_at < run_started) is not false end
    order by above.id is not null and above.row_count is null, k.visit_started_at is not null, above.id is not null,
        k.next_visit_at, k.id
    for no key update of k skip locked
    limit 1;
    if not found then
        return null;
    end if;
    is_continued := t.visit_started_at is not null and not t.is_running;
    if is_continued then
        -- In another run, changes are read before a pass goes on, so that they do not wait for its end.
        update fdw_sync.tables k set visit_run = run, is_running = true,
            next_step = case when k.visit_run <> run and k.are_changes_due then 'changes' else k.next_step end
        where k.id = t.id;
    else
        -- The first load has no changes to read and nothing to count.
        update fdw_sync.tables k set visit_run = run, visit_started_at = fdw_sync.now(), visit_passes = 0, visit_counts = 0,
            visit_difference = null, visit_requests = 0, is_running = true,
            next_step = case when k.row_count is not null then 'changes' else 'count' end,
            failures = k.failures + k.is_running::integer,
            failed_at = case when k.is_running then fdw_sync.now() else k.failed_at end,
            error = case when k.is_running
                then 'the last run was interrupted: it was cancelled, it exceeded statement_timeout, or the server restarted' else k.error end
        where k.id = t.id;
    end if;
    update fdw_sync.tables k set next_visit_at = fdw_sync.now() + fdw_sync.pause(greatest(k.failures, 1)) where k.id = t.id;
    return t.id;
end
$$;

-- Lets other tables have their turn: the visit goes on later in the same run, or in the next one.
create or replace function fdw_sync.interrupt_visit(table_id integer, pause interval default '0') returns void
language sql volatile set search_path = ''
as $$ update fdw_sync.tables k set is_running = false, next_visit_at = fdw_sync.now() + pause where k.id = table_id $$;

-- One step of a visit. Returns whether the visit goes on. An error is kept in the table, which is due again after a pause.
create or replace function fdw_sync.step(table_id integer, run bigint) returns boolean
language plpgsql
set search_path = '' set datestyle = 'ISO' set timezone = 'UTC' set intervalstyle = 'postgres' set lock_timeout = '5s'
as $$
declare
    t fdw_sync.tables;
    goes_on boolean;
    message text;
    hint text;
begin
    -- A transaction that holds the row, such as one that called refresh(), must not hold up other tables.
    perform from fdw_sync.tables k where k.id = table_id for no key update skip locked;
    if not found then
        return false;
    end if;
    -- The lock ends with the transaction, so that a run that is killed leaves none.
    if not pg_try_advisory_xact_lock(fdw_sync.lock_class(), table_id) then
        perform fdw_sync.interrupt_visit(table_id, interval '5 seconds');
        return false;
    end if;
    select * into t from fdw_sync.tables k
    where k.id = table_id and k.visit_run = run and k.is_running and not k.is_stopped for no key update;
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
    update fdw_sync.tables k set is_running = false, visit_started_at = null, failures = k.failures + 1, failed_at = fdw_sync.now(),
        error = concat_ws('; ', message, nullif(hint, '')),
        next_visit_at = fdw_sync.now() + fdw_sync.pause(k.failures + 1)
    where k.id = table_id;
    return false;
end
$$;

-- Whether this much time has passed. It is real time, whatever fdw_sync.now() says.
create or replace function fdw_sync.is_over(started timestamptz, time_limit interval) returns boolean
language sql volatile set search_path = ''
as $$ select clock_timestamp() - started >= time_limit $$;

-- An error if nothing of a server is copied.
create or replace function fdw_sync.check_server(server name) returns void
language plpgsql stable set search_path = ''
as $$
begin
    if server is not null and not exists (select from fdw_sync.servers s where s.server = check_server.server) then
        raise exception 'there are no copies of the server "%"', server;
    end if;
end
$$;

-- Whether a visit has just failed after waiting for the provider in vain, so that others would wait in vain too.
create or replace function fdw_sync.is_unreachable(table_id integer, visit_started timestamptz) returns boolean
language sql volatile set search_path = ''
as $$
    select fdw_sync.is_over(visit_started, '10 seconds') and k.failures > 0 and k.visit_started_at is null
    from fdw_sync.tables k where k.id = table_id
$$;

-- Deletes pg_cron's old records about the job of a server, of which there is a new one for each run.
create or replace function fdw_sync.delete_old_records(only_server name) returns void
language plpgsql set search_path = ''
as $$
begin
    if fdw_sync.has_cron() then
        execute format('delete from cron.job_run_details d using cron.job j, fdw_sync.servers s '
            'where d.jobid = j.jobid and j.jobname = fdw_sync.name_for(''fdw_sync '', s.server) and d.end_time < now() - interval ''1 day'' '
            'and (%L is null or s.server = %1$L)', only_server);
    end if;
exception when insufficient_privilege then
    -- Then the administrator deletes them.
    null;
end
$$;

-- Says how many tables a run did not finish, because its time was over.
create or replace function fdw_sync.report_unfinished(run bigint, only_server name) returns void
language plpgsql set search_path = ''
as $$
declare
    unfinished bigint := (
        select count(*) from fdw_sync.tables k
        where not k.is_stopped and k.failures = 0 and k.next_visit_at <= fdw_sync.now()
            and (k.visit_run is distinct from run or k.visit_started_at is not null)
            and (only_server is null or k.server = only_server)
    );
begin
    if unfinished > 0 then
        raise notice '% tables were not finished within the time limit; the next run continues with them', unfinished;
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
    perform fdw_sync.check_server(only_server);
    perform fdw_sync.delete_old_records(only_server);
    commit;
    loop
        goes_on := fdw_sync.reread_queued(only_server);
        commit;
        exit when not goes_on or fdw_sync.is_over(started, '20 seconds') or fdw_sync.is_over(started, time_limit);
    end loop;
    loop
        visited := fdw_sync.begin_visit(run, run_started, only_server);
        commit;
        exit when visited is null;
        visit_started := pg_catalog.clock_timestamp();
        loop
            goes_on := fdw_sync.step(visited, run);
            commit;
            exit when not goes_on or fdw_sync.is_over(visit_started, '10 seconds') or fdw_sync.is_over(started, time_limit);
        end loop;
        if goes_on then
            perform fdw_sync.interrupt_visit(visited);
            commit;
        end if;
        exit when fdw_sync.is_over(started, time_limit) or fdw_sync.is_unreachable(visited, visit_started);
    end loop;
    perform fdw_sync.report_unfinished(run, only_server);
end
$$;

-- Starts a table again that was stopped, or that pauses after failures. The next run reads its whole list.
--
-- accept_deletions  Whether the rows that were missing are to be removed.
create or replace function fdw_sync.resume(server name, object text, accept_deletions boolean default false) returns void
language plpgsql set search_path = ''
as $$
begin
    update fdw_sync.tables k set is_stopped = false, failures = 0, error = null, failed_at = null, passed_at = null,
        pass_started_at = null, next_step = 'changes', is_running = false, visit_started_at = null,
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
    where k.object in (
            tables_of.object, tables_of.object || 's', tables_of.object || 'es', regexp_replace(tables_of.object, 'y$', 'ies')
        )
        and (tables_of.server is null or k.server = tables_of.server)
    order by k.id
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
    perform fdw_sync.check_server(server);
    for t in select * from fdw_sync.tables_of(enqueue.object, enqueue.server) loop
        is_copied := true;
        insert into fdw_sync.queue (table_id, row_id) values (t.id, enqueue.id);
    end loop;
    return is_copied;
end
$$;

-- The conditions under which rows are read again, each with a request or a few. A row that cannot be read by its key alone is
-- selected by other columns, whose values come from the copy. If the copy does not have the row, it is new, and runs find it
-- anyway.
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

-- Reads rows of a table again. Rows that do not exist any more are removed. Returns what was found: `found`, `deleted` if a row of
-- the copy was removed, `not found`, or `in the next run` if the rows cannot be read now.
create or replace function fdw_sync.reread(t fdw_sync.tables, row_ids text[]) returns text
language plpgsql set search_path = '' set datestyle = 'ISO' set timezone = 'UTC'
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    condition text;
    applied record;
    outcome text := 'not found';
begin
    -- The first load reads the row anyway.
    if t.row_count is null then
        return 'in the next run';
    end if;
    if entry.reread_by is null then
        perform fdw_sync.bring_pass_forward(t);
        return 'in the next run';
    end if;
    for condition in select fdw_sync.conditions(t, entry, row_ids) loop
        select * into applied from fdw_sync.apply_rows(t, fdw_sync.select_rows(t, entry.is_single, condition), condition);
        update fdw_sync.tables k set row_count = k.row_count + applied.rows_added - applied.rows_removed where k.id = t.id;
        outcome := case when applied.rows_removed > 0 then 'deleted' when applied.rows_read > 0 then 'found' else outcome end;
        if t.pass_started_at is not null and entry.window_by is not null then
            -- What the windows have staged is older.
            execute format('delete from %s where %s', t.staged, condition);
            execute format('insert into %s (%s) select %2$s from %s where _deleted_at is null and %s', t.staged,
                fdw_sync.identifiers(fdw_sync.row_columns(t)), t.target, condition);
        end if;
    end loop;
    return outcome;
end
$$;

-- Lets the next run read the whole list of a table, but not more often than every ten seconds for each request that it takes.
create or replace function fdw_sync.bring_pass_forward(t fdw_sync.tables) returns void
language sql volatile set search_path = ''
as $$
    update fdw_sync.tables k set is_pass_wanted = true,
        next_visit_at = case when k.failures > 0 then k.next_visit_at
            else least(k.next_visit_at, k.passed_at + fdw_sync.shortest_pause(k)) end
    where k.id = t.id
$$;

-- Reads a batch of queued rows of one table again. Returns whether there may be more. Rows whose reading fails are read one by
-- one, after pauses; after five failures a row is dropped, because visits of the table find its changes too.
create or replace function fdw_sync.reread_queued(only_server name) returns boolean
language plpgsql set search_path = '' set lock_timeout = '5s'
as $$
declare
    t fdw_sync.tables;
    queue_ids bigint[];
    row_ids text[];
    has_failed boolean;
begin
    select k.* into t from fdw_sync.tables k
    where not k.is_stopped and (only_server is null or k.server = only_server)
        and exists (select from fdw_sync.queue q where q.table_id = k.id and q.next_at <= fdw_sync.now())
    order by k.id for no key update skip locked limit 1;
    if not found then
        return false;
    elsif not pg_try_advisory_xact_lock(fdw_sync.lock_class(), t.id) then
        update fdw_sync.queue q set next_at = fdw_sync.now() + interval '5 seconds'
        where q.table_id = t.id and q.next_at <= fdw_sync.now();
        return true;
    end if;
    select q.failures > 0 into has_failed from fdw_sync.queue q
    where q.table_id = t.id and q.next_at <= fdw_sync.now() order by q.failures, q.id limit 1;
    -- An event that arrives while its row is being read is another entry, so that the row is read once more.
    select array_agg(q.id), array_agg(distinct q.row_id) into queue_ids, row_ids from (
        select q.id, q.row_id from fdw_sync.queue q where q.table_id = t.id and q.next_at <= fdw_sync.now()
        order by q.failures, q.id limit case when has_failed then 1 else 100 end
    ) q;
    begin
        perform fdw_sync.reread(t, row_ids);
        delete from fdw_sync.queue q where q.id = any (queue_ids);
        return true;
    exception when others then
        update fdw_sync.tables k set error = format('reading rows again: %s', sqlerrm), failed_at = fdw_sync.now() where k.id = t.id;
    end;
    delete from fdw_sync.queue q where q.id = any (queue_ids) and q.failures >= 4;
    update fdw_sync.queue q set failures = q.failures + 1, next_at = fdw_sync.now() + fdw_sync.pause(q.failures + 1)
    where q.id = any (queue_ids);
    -- The provider is not asked for other rows of this table for a while, but for those of other tables.
    update fdw_sync.queue q set next_at = fdw_sync.now() + fdw_sync.pause(1)
    where q.table_id = t.id and q.next_at <= fdw_sync.now();
    return true;
end
$$;

-- Reads a row again at once, and returns what reread() returns. The arguments are those of enqueue().
create or replace function fdw_sync.refresh(object text, id text, server name default null) returns text
language plpgsql set search_path = ''
as $$
declare
    t fdw_sync.tables;
    outcome text;
begin
    if coalesce(id, '') = '' then
        raise exception 'the id of a row must not be empty';
    end if;
    perform fdw_sync.check_server(server);
    for t in select * from fdw_sync.tables_of(refresh.object, refresh.server) loop
        perform pg_advisory_xact_lock(fdw_sync.lock_class(), t.id);
        select * into t from fdw_sync.tables k where k.id = t.id for no key update;
        outcome := fdw_sync.reread(t, array[refresh.id]);
    end loop;
    if outcome is null then
        raise exception 'there is no copy of "%"', object
            using hint = (
                select coalesce('Copied objects: ' || string_agg(distinct k.object, ', '), 'Nothing is copied yet: call fdw_sync.install() first.')
                from fdw_sync.tables k where refresh.server is null or k.server = refresh.server);
    end if;
    return outcome;
end
$$;

-- Since when updates of a table's rows may be missing: when they were last looked for.
create or replace function fdw_sync.updated_at(t fdw_sync.tables) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
    entry fdw_sync.catalogue := fdw_sync.entry(t);
    owner fdw_sync.tables := fdw_sync.owner(t);
begin
    return case
        when owner.id is not null then least(t.visited_at, fdw_sync.updated_at(owner))
        when entry.changed_at is not null then t.visited_at
        else t.passed_at
    end;
end
$$;

-- The state of every copied table.
--
-- rows          Number of rows, without those that are marked as deleted.
-- state         `new` before the first visit, `first load`, `fresh`, `late` if no run has visited the table for ten minutes although
--               it is due, `deletions pending` if rows are missing at the provider but its long list was read a short time ago,
--               `failing`, or `stopped`.
-- lag           Time since the last complete visit.
-- updates_lag   Time since updates of existing rows were last looked for, which can be longer.
-- requests      Number of requests of the last visit, an estimate from the numbers of rows. Repeated requests and those for
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
            when k.row_count is null then case when k.visit_run is null then 'new' else 'first load' end
            when k.next_visit_at < n.now - interval '10 minutes' then 'late'
            when k.are_deletions_pending then 'deletions pending'
            else 'fresh'
        end,
        k.row_count, n.now - k.visited_at,
        n.now - fdw_sync.updated_at(k),
        k.visited_at, k.requests, k.failures, k.error,
        case when not k.is_stopped then greatest(k.next_visit_at, n.now) end
    from fdw_sync.tables k, (select fdw_sync.now()) n (now)
    where only_server is null or k.server = only_server
    order by k.server, k.target
$$;

-- Removes the pg_cron job of a server, if there is one, and the records about it.
create or replace function fdw_sync.unschedule_job(server name) returns void
language plpgsql set search_path = ''
as $$
declare
    job text := fdw_sync.name_for('fdw_sync ', server);
begin
    if fdw_sync.has_cron() then
        begin
            execute format('delete from cron.job_run_details d using cron.job j where d.jobid = j.jobid and j.jobname = %L', job);
        exception when insufficient_privilege then
            -- Then the administrator deletes them.
            null;
        end;
        execute format('select cron.unschedule(jobid) from cron.job where jobname = %L and username = current_user', job);
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
    perform fdw_sync.lock_tables(s.server);
    for t in select * from fdw_sync.tables k where k.server = s.server and (tables is null or k.object = any (tables)) order by k.id loop
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
    if s.owns_target_schema and not keep_tables and not exists (select from fdw_sync.servers k where k.target_schema = s.target_schema) then
        execute format('drop schema %I', s.target_schema);
    end if;
end
$$;

-- Removes the copies of a foreign server: the job, the foreign tables, and the copies. Without a server, removes everything,
-- the schema fdw_sync too.
--
-- tables       Objects whose copies to remove; all of them if it is null.
-- keep_tables  Whether the copies stay, as ordinary tables that are no longer updated.
create or replace function fdw_sync.uninstall(server name default null, tables text[] default null, keep_tables boolean default false)
returns void
language plpgsql set search_path = '' set client_min_messages = warning
as $$
declare
    s fdw_sync.servers;
    unknown text;
begin
    if server is null and tables is not null then
        raise exception 'to remove only some tables, name their server';
    end if;
    perform fdw_sync.check_server(server);
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
do $$
begin
    perform fdw_sync.revoke_grants('schema fdw_sync', n.nspacl, n.nspowner) from pg_namespace n where n.nspname = 'fdw_sync';
    perform fdw_sync.revoke_grants(c.oid::regclass) from pg_class c
        where c.relnamespace = 'fdw_sync'::regnamespace and c.relkind in ('r', 'S');
    perform fdw_sync.revoke_grants('routine ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner)
        from pg_proc p where p.pronamespace = 'fdw_sync'::regnamespace;
end
$$;

commit;
