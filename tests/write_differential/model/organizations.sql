-- Permissions and roles.

create table model.organization_permissions (
  id text primary key default model.new_id(), name text not null,
  key text not null unique check (key ~ '^org:[a-z0-9_:]*$'), description text not null, type text
);

-- `permissions` has the ids of the role's permissions.
create table model.organization_roles (
  id text primary key default model.new_id(), name text not null,
  key text not null unique check (key ~ '^org:[a-z0-9_:]*$'), description text, permissions jsonb,
  permission_ids jsonb, add_permission_id text, remove_permission_id text
);

-- Permissions of the first roles that are in no list.
create table model.unlisted_permissions (id text, key text);

create function model.insert_permission() returns trigger language plpgsql as $$
begin
  new.description := coalesce(new.description, '');
  new.type := 'user';
  return new;
end $$;
create trigger first_insert before insert on model.organization_permissions
  for each row execute function model.insert_permission();

create function model.check_permissions(ids jsonb) returns void language plpgsql as $$
begin
  if exists (select from jsonb_array_elements_text(ids) id
             where id not in (select p.id from model.organization_permissions p)) then
    perform model.refuse();
  end if;
end $$;

create function model.insert_role() returns trigger language plpgsql as $$
begin
  perform model.check_permissions(new.permission_ids);
  new.permissions := coalesce(new.permission_ids, '[]');
  new.permission_ids := null;
  return new;
end $$;
create trigger first_insert before insert on model.organization_roles for each row execute function model.insert_role();

-- The existing permissions of a role: their ids and keys, in order.
create function model.permissions_of(ids jsonb) returns table (id text, key text) language sql stable as $$
  select known.id, known.key from jsonb_array_elements_text(ids) with ordinality given (id, at)
  join (select id, key from model.organization_permissions union all
        select distinct id, key from model.unlisted_permissions) known
  on known.id = given.id order by given.at
$$;

create function model.update_role() returns trigger language plpgsql as $$
begin
  new.name := coalesce(new.name, old.name);
  new.key := coalesce(new.key, old.key);
  perform model.check_permissions(new.permission_ids);
  new.permissions := coalesce(new.permission_ids, old.permissions);
  if new.add_permission_id is not null then
    perform model.check_permissions(jsonb_build_array(new.add_permission_id));
    if new.permissions ? new.add_permission_id then perform model.refuse(); end if;
    new.permissions := new.permissions || jsonb_build_array(new.add_permission_id);
  end if;
  if new.remove_permission_id is not null then
    perform model.check_permissions(jsonb_build_array(new.remove_permission_id));
    if not new.permissions ? new.remove_permission_id then perform model.refuse(); end if;
    new.permissions := new.permissions - new.remove_permission_id;
  end if;
  new.permission_ids := null;
  new.add_permission_id := null;
  new.remove_permission_id := null;
  return new;
end $$;
create trigger first_update before update on model.organization_roles for each row execute function model.update_role();

create function model.delete_role() returns trigger language plpgsql as $$
begin
  if exists (select from model.organization_memberships where role = old.key) then perform model.refuse(); end if;
  return old;
end $$;
create trigger first_delete before delete on model.organization_roles for each row execute function model.delete_role();

-- The name and the permissions of a role: of a listed one, or of one of the two that always exist.
create function model.role(key text, out name text, out permissions jsonb) language plpgsql as $$
begin
  select r.name, coalesce((select jsonb_agg(p.key) from model.permissions_of(r.permissions) p), '[]')
    into name, permissions from model.organization_roles r where r.key = role.key;
  if name is null then
    name := case role.key when 'org:admin' then 'Admin' when 'org:member' then 'Member' end;
    permissions := case role.key
      when 'org:admin' then '["org:sys_profile:manage", "org:sys_memberships:manage"]'::jsonb else '[]'
    end;
  end if;
  if name is null then perform model.refuse('no such role'); end if;
end $$;

-- Organizations, their memberships, and invitations to them.

create table model.organizations (
  id text primary key default model.new_id(), name text not null,
  slug text unique check (slug ~ '^[a-z0-9-]+$'), max_allowed_memberships bigint, admin_delete_enabled boolean,
  pending_invitations_count bigint, public_metadata jsonb, private_metadata jsonb, created_by text,
  created_at timestamptz,
  public_metadata_tier text generated always as (public_metadata ->> 'tier') stored,
  public_metadata_limits jsonb generated always as (public_metadata -> 'limits') stored,
  private_metadata_note text generated always as (private_metadata ->> 'note') stored
);

create table model.organization_memberships (
  row_id text generated always as (organization_id || '/' || user_id) stored,
  id text primary key default model.new_id(),
  organization_id text not null references model.organizations on update cascade on delete cascade,
  user_id text not null references model.users on update cascade on delete cascade,
  role text not null, role_name text, permissions jsonb, public_metadata jsonb, private_metadata jsonb,
  public_metadata_department text generated always as (public_metadata ->> 'department') stored,
  private_metadata_rank bigint generated always as ((private_metadata ->> 'rank')::bigint) stored,
  unique (user_id, organization_id)
);

create table model.organization_invitations (
  row_id text generated always as (organization_id || '/' || id) stored,
  id text primary key default model.new_id(),
  organization_id text not null references model.organizations on update cascade on delete cascade,
  email_address text not null, role text not null, role_name text, inviter_id text, status text, public_metadata jsonb,
  private_metadata jsonb, notify boolean
);

create function model.insert_organization() returns trigger language plpgsql as $$
begin
  new.max_allowed_memberships := coalesce(new.max_allowed_memberships, 0);
  new.admin_delete_enabled := true;
  new.pending_invitations_count := 0;
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.private_metadata := coalesce(new.private_metadata, '{}');
  if new.created_by is not null and not exists (select from model.users where id = new.created_by) then
    perform model.refuse();
  end if;
  return new;
end $$;
create trigger first_insert before insert on model.organizations
  for each row execute function model.insert_organization();

create function model.insert_creator() returns trigger language plpgsql as $$
begin
  if new.created_by is not null then
    insert into model.organization_memberships (organization_id, user_id, role)
      values (new.id, new.created_by, 'org:admin');
  end if;
  return null;
end $$;
create trigger second_insert after insert on model.organizations for each row execute function model.insert_creator();

-- NULL means that these are not set, except for metadata, which it clears.
create function model.update_organization() returns trigger language plpgsql as $$
begin
  new.name := coalesce(new.name, old.name);
  new.slug := coalesce(new.slug, old.slug);
  new.max_allowed_memberships := coalesce(new.max_allowed_memberships, old.max_allowed_memberships);
  new.admin_delete_enabled := coalesce(new.admin_delete_enabled, old.admin_delete_enabled);
  new.created_at := coalesce(new.created_at, old.created_at);
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.private_metadata := coalesce(new.private_metadata, '{}');
  return new;
end $$;
create trigger first_update before update on model.organizations
  for each row execute function model.update_organization();

create function model.set_role() returns trigger language plpgsql as $$
begin
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.private_metadata := coalesce(new.private_metadata, '{}');
  select name, permissions into new.role_name, new.permissions from model.role(new.role);
  return new;
end $$;
create trigger first_insert before insert or update of role on model.organization_memberships
  for each row execute function model.set_role();

create function model.invite_member() returns trigger language plpgsql as $$
begin
  select name into new.role_name from model.role(new.role);
  if new.inviter_id is not null and not exists (
    select from model.organization_memberships m
    where m.user_id = new.inviter_id and m.organization_id = new.organization_id and m.role = 'org:admin'
  ) then perform model.refuse('the inviter is not an admin'); end if;
  if exists (
    select from model.organization_invitations i where i.organization_id = new.organization_id
      and i.email_address = new.email_address and i.status = 'pending'
  ) then perform model.refuse('there is a pending invitation'); end if;
  new.status := 'pending';
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.private_metadata := coalesce(new.private_metadata, '{}');
  new.notify := null;
  update model.organizations set pending_invitations_count = pending_invitations_count + 1
    where id = new.organization_id;
  return new;
end $$;
create trigger first_insert before insert on model.organization_invitations
  for each row execute function model.invite_member();

create function model.revoke_membership_invitation() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' or new.status is distinct from 'revoked' then perform model.refuse(); end if;
  update model.organizations set pending_invitations_count = greatest(pending_invitations_count - 1, 0)
    where id = new.organization_id;
  return new;
end $$;
create trigger first_update before update of status on model.organization_invitations
  for each row execute function model.revoke_membership_invitation();

-- The deletion of an invitation revokes it.
create function model.delete_membership_invitation() returns trigger language plpgsql as $$
begin
  if not exists (select from model.organizations where id = old.organization_id) then return old; end if;
  update model.organization_invitations set status = 'revoked' where id = old.id;
  return null;
end $$;
create trigger first_delete before delete on model.organization_invitations
  for each row execute function model.delete_membership_invitation();
