create foreign table typed (
  id text, name text, members_count smallint, pending_invitations_count integer, max_allowed_memberships bigint,
  admin_delete_enabled boolean, created_at timestamptz, updated_at timestamp, last_active_at date,
  public_metadata jsonb,
  attrs jsonb
) server clerk_server options (object 'organizations');

select id, name, members_count, pending_invitations_count, max_allowed_memberships, admin_delete_enabled
from typed order by created_at limit 3;

select created_at, updated_at, last_active_at, public_metadata from typed order by created_at limit 3;

select attrs ->> 'slug' as slug, jsonb_typeof(attrs -> 'public_metadata') as kind from typed
order by created_at limit 2;

-- In a column of type date, a point in time is the day in the session's time zone.
set timezone = 'Pacific/Auckland';

select name, created_at, updated_at, last_active_at from typed order by created_at limit 2;

set timezone = 'America/Los_Angeles';

select name, created_at, updated_at, last_active_at from typed order by created_at limit 2;

reset timezone;

create foreign table numbers (
  id text, public_metadata_score numeric, public_metadata_plan_seats real,
  verification_attempts_remaining double precision
) server clerk_server options (object 'users');

select public_metadata_score, public_metadata_plan_seats, verification_attempts_remaining from numbers
order by id limit 3;

-- A value that does not fit its column is an error, never NULL.
create foreign table misfit (id text, public_metadata_role integer) server clerk_server options (object 'users');

select public_metadata_role from misfit;

-- A type that Wrappers does not support.
create foreign table unnamed (id varchar) server clerk_server options (object 'domains');

select id from unnamed;

select count(*) from unnamed;
