-- Only clients with sessions have a row.
select client_id, active, offline from keycloak.client_session_count;

-- A session at several clients is one row.
select count(*), count(distinct user_id) as users, bool_and(last_access >= start) as in_order from keycloak.user_session;

select username, ip_address, (select jsonb_agg(value) from jsonb_each(clients)) as clients from keycloak.user_session
where user_id = '93a85176-d541-4c4a-8e2b-da7849b15cc9';

select c.client_id, count(*) from keycloak.client_session s join keycloak.client c on c.id = s.client_uuid group by 1;

select username from keycloak.client_offline_session order by username limit 3;

select username from keycloak.client_offline_session where user_id = '93a85176-d541-4c4a-8e2b-da7849b15cc9';
