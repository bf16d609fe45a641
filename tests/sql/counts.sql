select count(*) from clerk.users;

select count(*) from clerk.organization_memberships;

select count(last_sign_in_at), count(*), min(created_at), max(created_at) from clerk.users;

select role, count(*) from clerk.organization_memberships group by role order by role;

select count(*) filter (where banned), count(distinct first_name) from clerk.users;

select exists (select from clerk.domains);

select status, count(*) from clerk.invitations group by rollup (status) order by status nulls last;
