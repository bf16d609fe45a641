select id, first_name, banned from clerk.users where id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';

select count(*) from clerk.users
where id in ('user_2zphf8vxSId1H8oaNrHRARY67Ag', 'user_2kNjf81CjNNSt5Hbcr2EozdnRsm', 'nobody');

select count(*) from clerk.users where banned;

select count(*) from clerk.users where not banned;

select count(*) from clerk.users where banned is not true;

select count(*) from clerk.users where first_name is null and last_name is not null;

select count(*) from clerk.users where first_name like 'A%' or first_name ilike 'zO%';

select count(*) from clerk.users where last_name not like '%e%';

select count(*) from clerk.users where created_at >= '2023-01-05' and created_at < '2023-01-06';

-- Comparisons with the constant first.
select count(*) from clerk.users where '2023-01-05' <= created_at and '2023-01-06' > created_at;

select count(*) from clerk.users where created_at between '2023-01-05' and '2023-01-05 23:59:59.999';

select count(*) from clerk.users where last_sign_in_at > (select timestamptz '2023-02-01' - interval '1 day');

select count(*) from clerk.users where username <> all (array['user1', 'user3', null]);

select count(*) from clerk.users where username not in ('user0', 'user1');

select count(*) from clerk.users where public_metadata ->> 'role' = 'admin';

select count(*) from clerk.users where public_metadata @> '{"plan": {"name": "pro"}}';

select count(*) from clerk.users where 'x' = any (array[first_name, last_name, 'x']) and id < 'user_2a';

select count(*) from clerk.users where first_name = E'\U0001F980 Ferris' and last_name = 'von "Neumann"';
