-- LIMIT reduces the size of the first page only if no more rows can be needed.
select id from clerk.users limit 2;

select count(*) from (select id from clerk.users limit 700) x;

select count(*) from (select id from clerk.users offset 1190) x;

select count(*) from (select distinct first_name from clerk.users limit 5) x;

select id from clerk.users where banned limit 1 offset 44;

select count(*) from (select u.id from clerk.users u
join clerk.organization_memberships m on m.user_id = u.id limit 1500) x;

select id, created_at from clerk.users order by created_at desc, id limit 3;

select id from clerk.users limit 0;
