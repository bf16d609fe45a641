-- Fills the model from the foreign tables, without the effects of writes.

set session_replication_role = replica;

truncate model.users, model.sessions, model.user_email_addresses, model.user_phone_numbers,
  model.organization_permissions, model.organization_roles, model.unlisted_permissions, model.organizations,
  model.organization_memberships, model.organization_invitations, model.invitations, model.waitlist_entries,
  model.allowlist_identifiers, model.blocklist_identifiers, model.redirect_urls restart identity;
alter sequence model.ids restart;

insert into model.users
  select id, external_id, username, first_name, last_name, locale, primary_email_address, primary_phone_number, banned,
    locked, lockout_expires_in_seconds, delete_self_enabled, create_organization_enabled, create_organizations_limit,
    public_metadata, private_metadata, unsafe_metadata, legal_accepted_at, created_at
  from clerk.users;
insert into model.sessions select id, status, user_id from clerk.sessions;
insert into model.user_email_addresses
  select user_id, id, email_address, verification_status, reserved from clerk.user_email_addresses;
insert into model.user_phone_numbers
  select user_id, id, phone_number, verification_status, reserved, reserved_for_second_factor
  from clerk.user_phone_numbers;
insert into model.organization_permissions select id, name, key, description, type from clerk.organization_permissions;
insert into model.organization_roles
  select id, name, key, description, jsonb_path_query_array(permissions, '$[*].id') from clerk.organization_roles;
insert into model.unlisted_permissions
  select permission ->> 'id', permission ->> 'key'
  from clerk.organization_roles, jsonb_array_elements(permissions) permission;
insert into model.organizations
  select id, name, slug, max_allowed_memberships, admin_delete_enabled, pending_invitations_count, public_metadata,
    private_metadata, created_by, created_at
  from clerk.organizations;
insert into model.organization_memberships (id, organization_id, user_id, role, role_name, permissions, public_metadata,
    private_metadata)
  select id, organization_id, user_id, role, role_name, permissions, public_metadata, private_metadata
  from clerk.organization_memberships;
insert into model.organization_invitations (id, organization_id, email_address, role, role_name, inviter_id, status,
    public_metadata, private_metadata)
  select id, organization_id, email_address, role, role_name, inviter_id, status, public_metadata, private_metadata
  from clerk.organization_invitations;
insert into model.invitations select id, email_address, status, revoked, public_metadata from clerk.invitations;
insert into model.waitlist_entries select id, email_address, status from clerk.waitlist_entries;
insert into model.allowlist_identifiers select id, identifier, identifier_type from clerk.allowlist_identifiers;
insert into model.blocklist_identifiers select id, identifier, identifier_type from clerk.blocklist_identifiers;
insert into model.redirect_urls select id, url from clerk.redirect_urls;

-- Rows with which statements join the tables of both sides.
create schema if not exists local;
drop table if exists local.picks;
create table local.picks as
  select id, 'Pick ' || row_number() over (order by md5(id)) as word from (
    (select id from model.users order by md5(id) limit 25) union all
    (select id from model.organizations order by md5(id) limit 3) union all
    (select id from model.organization_permissions order by md5(id) limit 3)
  ) picked;

set session_replication_role = origin;
