select value, type, is_primary from scim.user_emails
where user_id = (select id from scim.users where user_name = 'ada.smith+tag52@example.com') order by 1;

select u.user_name, e.type, e.is_primary
from scim.user_emails e join scim.users u on u.id = e.user_id
where e.value = 'zoe.2@work.example.com';

select type, count(*) from scim.user_emails group by 1 order by 1;

select value, display, count(*) from scim.user_roles where value = 'admin' group by 1, 2;

select type, count(*) from scim.user_phone_numbers group by 1 order by 1;

select locality, region, country, count(*) from scim.user_addresses where type = 'home' group by 1, 2, 3 order by 1;
