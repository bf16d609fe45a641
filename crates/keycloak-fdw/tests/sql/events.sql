-- Events are read oldest first.
select type, count(*) from keycloak.event group by type order by type;

select error, count(*) from keycloak.event where type = 'LOGIN_ERROR' group by error order by error;

select u.username, count(*) as failures
from keycloak.event e join keycloak."user" u on u.id = e.user_id
where e.type = 'LOGIN_ERROR' and e.error = 'invalid_user_credentials'
group by u.username order by u.username limit 3;

select count(*), count(distinct user_id) as users from keycloak.event where type = 'LOGIN' and client_id = 'app';

select count(*) from keycloak.event where ip_address = '127.0.0.1' and type in ('LOGOUT', 'REFRESH_TOKEN');

select count(*) from keycloak.event where client_id = 'no such client';

-- A type that Keycloak does not know is checked by Postgres alone.
select count(*) from keycloak.event where type = 'NO_SUCH_TYPE';

create foreign table recent (type text, "time" timestamptz) server keycloak_server
  options (object 'event', pushdown_comparisons 'true');

select count(*) from recent where "time" < '2020-01-01' or "time" is null;

select count(*) from recent where "time" > '2100-01-01';

-- Changes by administrators.
select operation_type, resource_type, count(*) from keycloak.admin_event
where resource_type in ('GROUP', 'REALM_ROLE') group by 1, 2 order by 1, 2;

select operation_type, count(*), count(resource_path) as with_path from keycloak.admin_event
where operation_type = 'UPDATE' group by 1;

select count(*) from keycloak.admin_event where auth_ip_address = '127.0.0.2';

select operation_type, resource_path, attrs -> 'representation' as representation from keycloak.admin_event
where resource_path = 'roles/temporary role' and operation_type = 'CREATE';

-- A realm that does not save events.
-- fault {"at": "/admin/realms/acme/events/config", "status": 200, "body": "{\"eventsEnabled\": false}"}
select count(*) from keycloak.event where type = 'REGISTER';
