-- Access to the application.

create table model.invitations (
  id text primary key default model.new_id(), email_address text not null check (email_address like '%@%'),
  status text, revoked boolean, public_metadata jsonb, ignore_existing boolean
);

create table model.waitlist_entries (
  id text primary key default model.new_id(), email_address text not null unique check (email_address like '%@%'),
  status text, notify boolean, ignore_existing boolean
);

create table model.allowlist_identifiers (
  id text primary key default model.new_id(), identifier text not null unique, identifier_type text
);

create table model.blocklist_identifiers (
  id text primary key default model.new_id(), identifier text not null unique, identifier_type text
);

create table model.redirect_urls (id text primary key default model.new_id(), url text not null unique);

create function model.invite() returns trigger language plpgsql as $$
begin
  if new.ignore_existing is not true and (
    exists (select from model.user_email_addresses e where lower(e.email_address) = lower(new.email_address)) or
    exists (select from model.invitations i where i.email_address = new.email_address and i.status = 'pending')
  ) then perform model.refuse(); end if;
  new.status := 'pending';
  new.revoked := false;
  new.public_metadata := coalesce(new.public_metadata, '{}');
  new.ignore_existing := null;
  return new;
end $$;
create trigger first_insert before insert on model.invitations for each row execute function model.invite();

create function model.revoke() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' or not coalesce(new.status = 'revoked' or new.revoked, false) then
    perform model.refuse();
  end if;
  new.status := 'revoked';
  new.revoked := true;
  return new;
end $$;
create trigger first_update before update of status, revoked on model.invitations
  for each row execute function model.revoke();

-- The deletion of an invitation revokes it.
create function model.delete_invitation() returns trigger language plpgsql as $$
begin
  update model.invitations set status = 'revoked' where id = old.id;
  return null;
end $$;
create trigger first_delete before delete on model.invitations for each row execute function model.delete_invitation();

-- An e-mail address that has an entry already stays as it is.
create function model.insert_entry() returns trigger language plpgsql as $$
begin
  if exists (select from model.waitlist_entries e where e.email_address = new.email_address) then return null; end if;
  new.status := 'pending';
  new.notify := null;
  return new;
end $$;
create trigger first_insert before insert on model.waitlist_entries for each row execute function model.insert_entry();

create function model.update_entry() returns trigger language plpgsql as $$
begin
  if not coalesce(new.status in ('invited', 'rejected'), false) or not (
    old.status = 'pending'
    or (new.status = 'invited' and old.status = 'invited' and coalesce(new.ignore_existing, false))
  ) then perform model.refuse(); end if;
  new.ignore_existing := null;
  return new;
end $$;
create trigger first_update before update of status on model.waitlist_entries
  for each row execute function model.update_entry();

create function model.delete_entry() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' then perform model.refuse(); end if;
  return old;
end $$;
create trigger first_delete before delete on model.waitlist_entries for each row execute function model.delete_entry();

create function model.insert_identifier() returns trigger language plpgsql as $$
begin
  new.identifier_type := case
    when new.identifier like '%@%' then 'email_address' when new.identifier like '+%' then 'phone_number'
    when new.identifier like '0x%' then 'web3_wallet'
  end;
  if new.identifier_type is null then perform model.refuse(); end if;
  return new;
end $$;
create trigger first_insert before insert on model.allowlist_identifiers
  for each row execute function model.insert_identifier();
create trigger first_insert before insert on model.blocklist_identifiers
  for each row execute function model.insert_identifier();
