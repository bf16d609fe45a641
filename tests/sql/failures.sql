-- fault {"path": "/users", "status": 401}
select count(username) from clerk.users;

-- fault {"path": "/users", "skip": 1, "status": 403}
select count(username) from clerk.users;

-- fault {"path": "/saml_connections", "status": 404}
select count(*) from clerk.saml_connections;

-- fault {"path": "/users", "answer": "<html><body>Maintenance</body></html>"}
select id from clerk.users;

-- fault {"path": "/users", "answer": "[{\"id\": \"user_1\""}
select id from clerk.users;

-- What Postgres cannot store is replaced, with a warning.
-- fault {"path": "/users", "answer": "[{\"id\": \"user_1\", \"first_name\": \"a\\u0000b\"}]"}
select id, first_name from clerk.users;

-- The next query is as if nothing had been.
select count(*) from clerk.users;
