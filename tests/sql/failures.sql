-- fault {"path": "/users", "status": 401}
select count(username) from clerk.users;

-- fault {"path": "/users", "skip": 1, "status": 403}
select count(username) from clerk.users;

-- fault {"path": "/saml_connections", "status": 404}
select count(*) from clerk.saml_connections;

-- fault {"path": "/users", "response": "<html><body>Maintenance</body></html>"}
select id from clerk.users;

-- fault {"path": "/users", "response": "[{\"id\": \"user_1\""}
select id from clerk.users;

-- A value that Postgres cannot store is replaced, with a warning.
-- fault {"path": "/users", "response": "[{\"id\": \"user_1\", \"first_name\": \"a\\u0000b\"}]"}
select id, first_name from clerk.users;

-- A failure does not affect the next query.
select count(*) from clerk.users;
