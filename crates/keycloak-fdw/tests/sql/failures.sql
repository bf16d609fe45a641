-- fault {"below": "/realms/acme/protocol", "status": 401, "body": "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client or Invalid client credentials\"}"}
select name from keycloak.role where name = 'admin';

-- The first token was not accepted, and a second one is not either.
-- fault {"below": "/admin/realms/acme/roles", "times": 2, "status": 401, "body": "{\"error\":\"HTTP 401 Unauthorized\"}"}
select name from keycloak.role where name = 'admin';

-- fault {"below": "/admin/realms/acme/users", "status": 403, "body": "{\"error\":\"HTTP 403 Forbidden\"}"}
select username from keycloak."user" where username = 'o''brien';

-- fault {"below": "/admin/realms/acme/users", "skip": 1, "status": 403, "body": "{\"error\":\"HTTP 403 Forbidden\"}"}
select count(username) from keycloak."user";

-- fault {"below": "/admin/realms/acme/events", "status": 403, "body": "{\"error\":\"HTTP 403 Forbidden\"}"}
select count(type) from keycloak.event;

-- fault {"below": "/admin/realms/acme/roles", "status": 403, "body": "{\"error\":\"HTTP 403 Forbidden\"}"}
select name from keycloak.role where name = 'admin';

-- fault {"below": "/admin/realms/acme/clients", "status": 403, "body": "{\"error\":\"HTTP 403 Forbidden\"}"}
select client_id from keycloak.client where client_id = 'app';

-- Failures that may pass are repeated.
-- fault {"below": "/admin/realms/acme/roles", "times": 2, "status": 500}
select name from keycloak.role where name = 'admin';

-- fault {"below": "/admin/realms/acme/roles", "status": 503, "headers": {"retry-after": "0"}, "body": ""}
select name from keycloak.role where name = 'admin';

-- fault {"below": "/admin/realms/acme/roles", "close": true}
select name from keycloak.role where name = 'admin';

-- fault {"below": "/realms/acme/protocol", "times": 1, "status": 503}
select name from keycloak.role where name = 'admin';

-- A body that breaks off with the status 200, and an error object that follows: none of its rows is returned.
-- fault {"at": "/admin/realms/acme/users", "glue": 20000}
select username from keycloak."user" order by username limit 1;

-- fault {"at": "/admin/realms/acme/users", "status": 200, "body": "<html>Maintenance</html>"}
select username from keycloak."user" where username = 'o''brien';

-- fault {"at": "/admin/realms/acme/users", "status": 200, "body": "{\"users\":[]}"}
select username from keycloak."user" where username = 'o''brien';

-- A server or a path that does not exist.
-- fault {"below": "/admin/realms/acme/roles", "status": 404, "body": "{\"error\":\"Realm not found.\"}"}
select name from keycloak.role where name = 'admin';

-- A failure does not affect the next query.
select name from keycloak.role where name = 'admin';
