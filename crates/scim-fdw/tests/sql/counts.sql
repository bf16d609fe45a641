-- Counts without conditions take one request that returns no rows.
select count(*) from scim.users;

select count(*) from scim.groups;

-- A count with a condition reads the rows, because the server may ignore a filter.
select count(*) from scim.users where active;

-- A server that does not prove that the count is that of the whole list.
-- fault {"at": "/Users", "with_parameter": "count", "status": 200, "body": "{\"totalResults\":0,\"Resources\":[]}"}
select count(*) from scim.users;
