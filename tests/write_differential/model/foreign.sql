-- Foreign tables that are written by hand, and the columns that can only be written.

create foreign table clerk.people (
  id text, external_id text, first_name text, public_metadata jsonb, private_metadata jsonb, unsafe_metadata jsonb,
  public_metadata_role text, public_metadata_score double precision, public_metadata_vip boolean,
  public_metadata_plan jsonb, "public_metadata_stripeCustomerId" text, private_metadata_note text,
  public_metadata_since timestamptz, public_metadata_day date, public_metadata_count smallint,
  public_metadata_share numeric, unsafe_metadata_theme text, created_at timestamp, legal_accepted_at date
) server clerk_server options (object 'users', rowid_column 'id');

create foreign table clerk.companies (
  id text, slug text, name text, public_metadata jsonb, private_metadata jsonb, public_metadata_tier text,
  public_metadata_limits jsonb, private_metadata_note text, max_allowed_memberships numeric, admin_delete_enabled text
) server clerk_server options (object 'organizations', rowid_column 'id');

create foreign table clerk.members (
  row_id text, organization_id text, user_id text, role text, public_metadata_department text,
  private_metadata_rank int
) server clerk_server options (object 'organization_memberships', rowid_column 'row_id');

alter foreign table clerk.user_email_addresses add column verified boolean, add column is_primary boolean;
alter foreign table clerk.user_phone_numbers add column verified boolean, add column is_primary boolean;
alter foreign table clerk.organization_roles
  add column permission_ids jsonb, add column add_permission_id text, add column remove_permission_id text;
alter foreign table clerk.organization_invitations add column notify boolean;
alter foreign table clerk.invitations add column ignore_existing boolean;
alter foreign table clerk.waitlist_entries add column notify boolean, add column ignore_existing boolean;

-- Views through which the same tables are written.
create schema through;
do $$
declare
  found text;
begin
  for found in select foreign_table_name from information_schema.foreign_table_options
    where foreign_table_schema = 'clerk' and option_name = 'rowid_column'
  loop
    execute format('create view through.%1$I as select * from clerk.%1$I', found);
  end loop;
end $$;
