-- A typed INSERT. The id of the new row comes from the API, so the row is found by its external_id.
insert into clerk.users (external_id, first_name, primary_email_address, public_metadata, banned)
values ('crm-1', 'Grace', 'grace@example.com', '{"role": "guest", "old": 1}', false);

select first_name, last_name, primary_email_address, public_metadata, banned, created_at
from clerk.users where external_id = 'crm-1';

-- NULL clears a value.
update clerk.users set first_name = null, last_name = 'Hopper' where external_id = 'crm-1';

create foreign table people (
  id text, external_id text, first_name text, last_name text, public_metadata jsonb, public_metadata_role text,
  public_metadata_old int, "public_metadata_stripeId" text, banned boolean, password text, notes text
) server clerk_server options (object 'users', rowid_column 'id');

insert into people (external_id, first_name) values ('crm-2', 'Ada');

-- The table has a column that users do not have.
alter foreign table people drop column notes;

drop foreign table people;

create foreign table people (
  id text, external_id text, first_name text, last_name text, public_metadata jsonb, public_metadata_role text,
  public_metadata_old int, "public_metadata_stripeId" text, banned boolean, password text, attrs jsonb
) server clerk_server options (object 'users', rowid_column 'id');

-- A key of the metadata is merged, and NULL removes it.
update people set public_metadata_role = 'admin', public_metadata_old = null, "public_metadata_stripeId" = 'cus_1'
where external_id = 'crm-1';

select public_metadata from people where external_id = 'crm-1';

-- The whole metadata is replaced.
update people set public_metadata = '{"new": true}' where external_id = 'crm-1';

select public_metadata from people where external_id = 'crm-1';

-- Attributes, metadata and a verb: three requests, in this order.
update people set banned = true, public_metadata_role = 'admin', last_name = 'Murray' where external_id = 'crm-1';

-- The column attrs is the body; its metadata goes to the endpoint for metadata.
update people set attrs = '{"first_name": "G", "public_metadata": {"a": 1}}' where external_id = 'crm-1';

select first_name, public_metadata, banned from people where external_id = 'crm-1';

-- A password reads as NULL and is in no message.
update people set password = 'correct horse' where external_id = 'crm-1';

select password, attrs -> 'password_enabled' as enabled from people where external_id = 'crm-1';

update people set password = 'short' where external_id = 'crm-1';

-- Mistakes make no request for the row.
update people set public_metadata = '{}', public_metadata_role = 'x' where external_id = 'crm-1';

update clerk.users set image_url = 'x' where external_id = 'crm-1';

insert into clerk.organizations (slug) values ('no-name');

insert into clerk.users (external_id) values (null);

insert into clerk.jwks (kid) values ('x');

update clerk.invitations set status = 'accepted' where id = (select id from clerk.invitations limit 1);

-- A duplicate is refused by the API.
insert into clerk.users (external_id) values ('crm-1');

-- Several rows: the rows before the failing one stay written.
insert into clerk.users (external_id) values ('crm-3'), ('crm-1'), ('crm-4');

select external_id from clerk.users where external_id in ('crm-1', 'crm-3', 'crm-4') order by 1;

delete from clerk.users where external_id in ('crm-1', 'crm-3');

-- Rows with two ids.
insert into clerk.organization_memberships (organization_id, user_id, role)
select o.id, u.id, 'org:admin' from clerk.organizations o, clerk.users u
where o.slug = 'company-1' and u.id = 'user_2w2TELs66wbmyQkqhqfiPXzXFyl';

update clerk.organization_memberships set role = 'org:member'
where user_id = 'user_2w2TELs66wbmyQkqhqfiPXzXFyl' and organization_slug = 'company-1';

select row_id, role from clerk.organization_memberships
where user_id = 'user_2w2TELs66wbmyQkqhqfiPXzXFyl' and organization_slug = 'company-1';

delete from clerk.organization_memberships
where user_id = 'user_2w2TELs66wbmyQkqhqfiPXzXFyl' and organization_slug = 'company-1';

-- A deletion that revokes.
insert into clerk.invitations (email_address) values ('new@example.com');

delete from clerk.invitations where email_address = 'new@example.com';

select status, revoked from clerk.invitations where email_address = 'new@example.com';

-- Secrets, money and settings need an option.
insert into clerk.machines (name) values ('worker');

insert into clerk.oauth_applications (attrs) values ('{"name": "app", "callback_url": "https://app.example/cb"}');

update clerk.billing_subscription_items set status = 'ended'
where id = (select id from clerk.billing_subscription_items where status = 'active' limit 1);

create foreign table settings (id text, test_mode boolean) server clerk_server
options (object 'instance', rowid_column 'id');

update settings set test_mode = true;

alter foreign table settings options (add instance_writes 'true');

update settings set test_mode = true;

-- A table can be locked.
alter foreign table clerk.users options (add read_only 'true');

delete from clerk.users;

alter foreign table clerk.users options (drop read_only);

alter foreign table clerk.organizations options (set rowid_column 'slug');

update clerk.organizations set name = 'x' where slug = 'company-1';

alter foreign table clerk.organizations options (drop rowid_column);

update clerk.organizations set name = 'x' where slug = 'company-1';
