-- The model: ordinary tables with the columns of the foreign tables that the suite compares, and rules for what Clerk
-- does. A rule raises an exception where Clerk refuses.

create schema model;

create sequence model.ids;

-- The id of a new row, until the suite has found the id that the API gave it.
create function model.new_id() returns text language sql as $$ select 'new_' || nextval('model.ids') $$;

create function model.refuse(why text default 'the model refuses this') returns void language plpgsql as $$
begin raise exception '%', why; end $$;

-- Merges metadata: nested objects are merged too, and null removes a key.
create function model.merge(target jsonb, patch jsonb) returns jsonb language plpgsql as $$
declare
  merged jsonb := case when jsonb_typeof(target) = 'object' then target else '{}' end;
  entry record;
begin
  if jsonb_typeof(patch) <> 'object' then return patch; end if;
  for entry in select * from jsonb_each(patch) loop
    merged := case
      when entry.value = 'null' then merged - entry.key
      else merged || jsonb_build_object(entry.key, model.merge(merged -> entry.key, entry.value))
    end;
  end loop;
  return merged;
end $$;

-- Users, and what belongs to one.

create table model.users (
  id text primary key default model.new_id(), external_id text unique, username text, first_name text, last_name text,
  locale text, primary_email_address text, primary_phone_number text, banned boolean not null, locked boolean not null,
  lockout_expires_in_seconds bigint, delete_self_enabled boolean, create_organization_enabled boolean,
  create_organizations_limit bigint, public_metadata jsonb, private_metadata jsonb, unsafe_metadata jsonb,
  legal_accepted_at timestamptz, created_at timestamptz,
  public_metadata_role text generated always as (public_metadata ->> 'role') stored,
  public_metadata_score double precision generated always as ((public_metadata ->> 'score')::float8) stored,
  public_metadata_vip boolean generated always as ((public_metadata ->> 'vip')::boolean) stored,
  public_metadata_plan jsonb generated always as (public_metadata -> 'plan') stored,
  "public_metadata_stripeCustomerId" text generated always as (public_metadata ->> 'stripeCustomerId') stored,
  private_metadata_note text generated always as (private_metadata ->> 'note') stored,
  unsafe_metadata_theme text generated always as (unsafe_metadata ->> 'theme') stored
);
create unique index on model.users (lower(username));

create table model.sessions (
  id text primary key default model.new_id(), status text not null,
  user_id text not null references model.users on update cascade on delete cascade
);

create table model.user_email_addresses (
  user_id text not null references model.users on update cascade on delete cascade,
  id text primary key default model.new_id(), email_address text not null check (email_address ~ '^[^@]+@.*\.'),
  verification_status text, reserved boolean, verified boolean, is_primary boolean, position bigserial
);
create unique index on model.user_email_addresses (lower(email_address));

create table model.user_phone_numbers (
  user_id text not null references model.users on update cascade on delete cascade,
  id text primary key default model.new_id(), phone_number text not null unique check (phone_number ~ '^\+[0-9]{3,}$'),
  verification_status text, reserved boolean, reserved_for_second_factor boolean, verified boolean, is_primary boolean,
  position bigserial
);

create function model.insert_user() returns trigger language plpgsql as $$
begin
  new.banned := coalesce(new.banned, false);
  new.locked := coalesce(new.locked, false);
  new.delete_self_enabled := coalesce(new.delete_self_enabled, true);
  new.create_organization_enabled := coalesce(new.create_organization_enabled, true);
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.private_metadata := coalesce(new.private_metadata, '{}');
  new.unsafe_metadata := coalesce(new.unsafe_metadata, '{}');
  new.created_at := date_trunc('milliseconds', new.created_at);
  return new;
end $$;
create trigger first_insert before insert on model.users for each row execute function model.insert_user();

create function model.insert_contacts() returns trigger language plpgsql as $$
begin
  if new.primary_email_address is not null then
    insert into model.user_email_addresses (user_id, email_address, verified)
      values (new.id, new.primary_email_address, true);
  end if;
  if new.primary_phone_number is not null then
    insert into model.user_phone_numbers (user_id, phone_number, verified)
      values (new.id, new.primary_phone_number, true);
  end if;
  return null;
end $$;
create trigger second_insert after insert on model.users for each row execute function model.insert_contacts();

-- NULL means that these are not set.
create function model.update_user() returns trigger language plpgsql as $$
begin
  new.delete_self_enabled := coalesce(new.delete_self_enabled, old.delete_self_enabled);
  new.create_organization_enabled := coalesce(new.create_organization_enabled, old.create_organization_enabled);
  new.created_at := date_trunc('milliseconds', coalesce(new.created_at, old.created_at));
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.unsafe_metadata := coalesce(new.unsafe_metadata, '{}');
  return new;
end $$;
create trigger first_update before update on model.users for each row execute function model.update_user();

create function model.clear_private_metadata() returns trigger language plpgsql as $$
begin
  new.private_metadata := coalesce(new.private_metadata, '{}');
  return new;
end $$;
create trigger second_update before update of private_metadata on model.users
  for each row execute function model.clear_private_metadata();

create function model.ban() returns trigger language plpgsql as $$
begin
  if new.banned then
    update model.sessions set status = 'revoked' where user_id = new.id and status in ('active', 'pending');
  end if;
  return new;
end $$;
create trigger ban before update of banned on model.users for each row execute function model.ban();

create function model.lock() returns trigger language plpgsql as $$
begin
  new.lockout_expires_in_seconds := case when new.locked then old.lockout_expires_in_seconds end;
  return new;
end $$;
create trigger lock before update of locked on model.users for each row execute function model.lock();

create function model.insert_session() returns trigger language plpgsql as $$
begin
  new.status := 'active';
  return new;
end $$;
create trigger first_insert before insert on model.sessions for each row execute function model.insert_session();

create function model.update_session() returns trigger language plpgsql as $$
begin
  if old.status not in ('active', 'pending') or new.status is distinct from 'revoked' then
    perform model.refuse();
  end if;
  return new;
end $$;
create trigger first_update before update of status on model.sessions
  for each row execute function model.update_session();

-- The deletion of a session revokes it.
create function model.delete_session() returns trigger language plpgsql as $$
begin
  if not exists (select from model.users where id = old.user_id) then return old; end if;
  update model.sessions set status = 'revoked' where id = old.id;
  return null;
end $$;
create trigger first_delete before delete on model.sessions for each row execute function model.delete_session();

create function model.insert_email_address() returns trigger language plpgsql as $$
begin
  new.reserved := false;
  new.verification_status := case when new.verified then 'verified' end;
  if new.is_primary or not exists (select from model.user_email_addresses where user_id = new.user_id) then
    update model.users set primary_email_address = new.email_address where id = new.user_id;
  end if;
  new.verified := null;
  new.is_primary := null;
  return new;
end $$;
create trigger first_insert before insert on model.user_email_addresses
  for each row execute function model.insert_email_address();

create function model.update_email_address() returns trigger language plpgsql as $$
begin
  new.verification_status := case
    when new.verified then 'verified' when not new.verified then null else old.verification_status
  end;
  if new.is_primary then
    if new.verification_status is distinct from 'verified' then perform model.refuse(); end if;
    update model.users set primary_email_address = new.email_address where id = new.user_id;
  end if;
  new.verified := null;
  new.is_primary := null;
  return new;
end $$;
create trigger first_update before update of verified, is_primary on model.user_email_addresses
  for each row execute function model.update_email_address();

create function model.delete_email_address() returns trigger language plpgsql as $$
begin
  update model.users set primary_email_address = (
    select email_address from model.user_email_addresses where user_id = old.user_id order by position limit 1
  ) where id = old.user_id and primary_email_address = old.email_address;
  return null;
end $$;
create trigger first_delete after delete on model.user_email_addresses
  for each row execute function model.delete_email_address();

create function model.insert_phone_number() returns trigger language plpgsql as $$
begin
  new.reserved := false;
  new.verification_status := case when new.verified then 'verified' end;
  new.reserved_for_second_factor := coalesce(new.reserved_for_second_factor, false);
  if new.reserved_for_second_factor and new.verification_status is null then perform model.refuse(); end if;
  if new.is_primary or not exists (select from model.user_phone_numbers where user_id = new.user_id) then
    update model.users set primary_phone_number = new.phone_number where id = new.user_id;
  end if;
  new.verified := null;
  new.is_primary := null;
  return new;
end $$;
create trigger first_insert before insert on model.user_phone_numbers
  for each row execute function model.insert_phone_number();

create function model.update_phone_number() returns trigger language plpgsql as $$
begin
  new.verification_status := case
    when new.verified then 'verified' when not new.verified then null else old.verification_status
  end;
  if new.is_primary then
    if new.verification_status is distinct from 'verified' then perform model.refuse(); end if;
    update model.users set primary_phone_number = new.phone_number where id = new.user_id;
  end if;
  new.verified := null;
  new.is_primary := null;
  return new;
end $$;
create trigger first_update
  before update of verified, is_primary, reserved_for_second_factor on model.user_phone_numbers
  for each row execute function model.update_phone_number();

create function model.set_second_factor() returns trigger language plpgsql as $$
begin
  if new.reserved_for_second_factor and new.verification_status is distinct from 'verified' then
    perform model.refuse();
  end if;
  new.reserved_for_second_factor := coalesce(new.reserved_for_second_factor, old.reserved_for_second_factor);
  return new;
end $$;
create trigger second_update before update of reserved_for_second_factor on model.user_phone_numbers
  for each row execute function model.set_second_factor();

create function model.delete_phone_number() returns trigger language plpgsql as $$
begin
  update model.users set primary_phone_number = (
    select phone_number from model.user_phone_numbers where user_id = old.user_id order by position limit 1
  ) where id = old.user_id and primary_phone_number = old.phone_number;
  return null;
end $$;
create trigger first_delete after delete on model.user_phone_numbers
  for each row execute function model.delete_phone_number();
