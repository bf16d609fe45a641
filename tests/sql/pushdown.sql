-- Addresses of the primary kind go through Clerk's filters, which look at all of a user's.
select id, primary_email_address from clerk.users where primary_email_address = 'person10+clerk@example3.com';

select count(*) from clerk.users where primary_phone_number in ('+15550000003', '+15550000008', '+15550000011');

-- An address in capitals is nobody's here, and might be somebody's there: it stays here.
select count(*) from clerk.users where primary_email_address = 'Person10+clerk@example3.com';

select count(*) from clerk.users where external_id = 'ext-12' or external_id = 'ext-13';

select count(*) from clerk.users where username like 'user1_' and first_name is not null;

select count(*) from clerk.users where last_name ilike '%hOPPer%';

-- Too short to help.
select count(*) from clerk.users where username like 'u%';

-- More values than a request takes.
select count(*) from clerk.users where external_id in (select 'ext-' || n from generate_series(1, 250) n);

select count(*) from clerk.users where external_id = any (array(select 'ext-' || n from generate_series(1, 250) n));

select count(*) from clerk.users where id = any ('{}');

select count(*) from clerk.users where id in (null, 'nobody', 'nobody');

-- Values that mean something else to the API.
select count(*) from clerk.users where external_id in ('+ext-12', '-ext-12', 'a,b', '%');

select count(*) from clerk.users where external_id in ('+ext-12', '-ext-12');

select count(*) from clerk.users where external_id = '';

-- Statuses, as far as Clerk takes them.
select count(*) from clerk.invitations where status = 'revoked';

select count(*) from clerk.invitations where status in ('pending', 'revoked');

select count(*) from clerk.invitations where status = 'lost';

select count(*) from clerk.sessions where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag' and status = 'pending';

-- By id, where there is no such endpoint.
select email_address from clerk.invitations where id = (select min(id) from clerk.invitations);

select email_address from clerk.invitations where id = 'inv_2nothing';

-- Both ends of a range, with the column first: only where the server says that it is so.
select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

alter server clerk_server options (add pushdown_comparisons 'true');

select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

select count(*) from clerk.users where created_at between '2023-01-02' and '2023-01-03' and banned;

select count(*) from clerk.users where last_sign_in_at > '2023-03-01' and last_sign_in_at <= '2023-03-02 12:00:00.0005';

-- To the day in the rows, to the millisecond in the filter: only from below.
select count(*) from clerk.users where last_active_at >= '2023-03-01' and last_active_at < '2023-03-02';

-- A moment without a zone is another one in each session's: Postgres compares, Clerk is not asked.
set timezone = 'Asia/Tokyo';

select count(*) from clerk.users where created_at >= timestamp '2023-01-02' and created_at < timestamp '2023-01-03';

select count(*) from clerk.users where created_at = timestamp '2023-01-01 09:15:00.001';

select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

reset timezone;

-- What the host says otherwise than it was written: nothing may be lost where the constant comes first.
alter server clerk_server options (set pushdown_comparisons 'false');

select count(*) from clerk.users where '2023-01-02' <= created_at and '2023-01-03' > created_at;
