select value, type, is_primary from scim.user_emails
where user_id = (select id from scim.users where user_name = 'ada.nandu+tag52@example.com') order by 1;

select type, count(*) from scim.user_emails group by 1 order by 1;

select value, display, count(*) from scim.user_roles group by 1, 2 order by 1;

select type, count(*) from scim.user_phone_numbers group by 1 order by 1;

select locality, region, country, count(*) from scim.user_addresses where type = 'home' group by 1, 2, 3 order by 1;
