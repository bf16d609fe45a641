-- Conditions on primary addresses use Clerk's filters, which match any of a user's addresses.
select id, primary_email_address from clerk.users where primary_email_address = 'person10+clerk@example3.com';

select count(*) from clerk.users where primary_phone_number in ('+15550000003', '+15550000008', '+15550000011');

-- Clerk may ignore the case of addresses, so a value with capitals is not sent to the filter for whole addresses.
select count(*) from clerk.users where primary_email_address = 'Person10+clerk@example3.com';

select count(*) from clerk.users where external_id = 'ext-12' or external_id = 'ext-13';

select count(*) from clerk.users where username like 'user1_' and first_name is not null;

select count(*) from clerk.users where last_name ilike '%hOPPer%';

-- The text is too short for the filter.
select count(*) from clerk.users where username like 'u%';

-- There are more values than a request accepts.
select count(*) from clerk.users where external_id in (select 'ext-' || n from generate_series(1, 250) n);

select count(*) from clerk.users where external_id = any (array(select 'ext-' || n from generate_series(1, 250) n));

select count(*) from clerk.users where id = any ('{}');

select count(*) from clerk.users where id in (null, 'nobody', 'nobody');

-- Values that have a special meaning in the API.
select count(*) from clerk.users where external_id in ('+ext-12', '-ext-12', 'a,b', '%');

select count(*) from clerk.users where external_id in ('+ext-12', '-ext-12');

select count(*) from clerk.users where external_id = '';

-- Statuses: Clerk accepts only some of them as a filter.
select count(*) from clerk.invitations where status = 'revoked';

select count(*) from clerk.invitations where status in ('pending', 'revoked');

select count(*) from clerk.invitations where status = 'lost';

select count(*) from clerk.sessions where user_id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag' and status = 'pending';

-- A condition on the id of an object that has no endpoint for one row.
select email_address from clerk.invitations where id = (select min(id) from clerk.invitations);

select email_address from clerk.invitations where id = 'inv_2nothing';

-- Ranges are sent to Clerk only if the server has the option pushdown_comparisons.
select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

alter server clerk_server options (add pushdown_comparisons 'true');

select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

select count(*) from clerk.users where created_at between '2023-01-02' and '2023-01-03' and banned;

select count(*) from clerk.users where last_sign_in_at > '2023-03-01' and last_sign_in_at <= '2023-03-02 12:00:00.0005';

-- Clerk returns last_active_at rounded down to the day but compares the exact time, so only a lower bound is sent.
select count(*) from clerk.users where last_active_at >= '2023-03-01' and last_active_at < '2023-03-02';

-- A timestamp without time zone depends on the time zone of the session, so its comparison is not sent to Clerk.
set timezone = 'Asia/Tokyo';

select count(*) from clerk.users where created_at >= timestamp '2023-01-02' and created_at < timestamp '2023-01-03';

select count(*) from clerk.users where created_at = timestamp '2023-01-01 09:15:00.001';

select count(*) from clerk.users where created_at >= '2023-01-02' and created_at < '2023-01-03';

reset timezone;

-- Without the option, comparisons with the constant first return all rows, although Wrappers swaps the operands.
alter server clerk_server options (set pushdown_comparisons 'false');

select count(*) from clerk.users where '2023-01-02' <= created_at and '2023-01-03' > created_at;
