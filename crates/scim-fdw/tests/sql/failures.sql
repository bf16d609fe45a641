-- fault {"below": "/Users", "status": 401, "body": "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"401\",\"detail\":\"Authorization failure\"}"}
select user_name from scim.users where user_name = 'x@example.com';

-- fault {"below": "/Users", "status": 403, "body": "{\"status\":\"403\",\"detail\":\"No access\"}"}
select user_name from scim.users where user_name = 'x@example.com';

-- A list that does not exist is an error, with a condition on the id too.
-- fault {"below": "/Users", "status": 404, "body": ""}
select user_name from scim.users where user_name = 'x@example.com';

-- fault {"below": "/Users", "times": 2, "status": 404, "body": "<html>Not found</html>"}
select user_name from scim.users where id = 'x';

-- A filter that is refused is left out once.
-- fault {"at": "/Groups", "with_parameter": "filter", "status": 400, "body": "{\"status\":\"400\",\"scimType\":\"invalidFilter\",\"detail\":\"Filters are not supported\"}"}
select display_name from scim.groups where display_name = 'Tour guides';

-- fault {"at": "/Groups", "with_parameter": "filter", "times": 4, "status": 501, "body": "{\"status\":\"501\",\"detail\":\"Not implemented\"}"}
select display_name from scim.groups where display_name = 'Tour guides';

-- So is a parameter that is refused.
-- fault {"at": "/Groups", "with_parameter": "excludedAttributes", "times": 2, "status": 400, "body": "{\"status\":\"400\",\"scimType\":\"invalidValue\",\"detail\":\"Unknown parameter\"}"}
select count(display_name) from scim.groups where display_name = 'Tour guides';

-- A list that is too long for the provider.
-- fault {"at": "/Groups", "times": 3, "status": 400, "body": "{\"status\":\"400\",\"scimType\":\"tooMany\",\"detail\":\"Too many results\"}"}
select display_name from scim.groups where display_name = 'Tour guides';

-- Failures that may pass are repeated.
-- fault {"below": "/Groups", "times": 2, "status": 500, "body": ""}
select display_name from scim.groups where display_name = 'Tour guides';

-- fault {"below": "/Groups", "status": 429, "headers": {"retry-after": "0"}, "body": ""}
select display_name from scim.groups where display_name = 'Tour guides';

-- fault {"below": "/Groups", "close": true}
select display_name from scim.groups where display_name = 'Tour guides';

-- A body that breaks off with the status 200: none of its rows is returned.
-- fault {"at": "/Users", "status": 200, "body": "{\"totalResults\":2,\"Resources\":[{\"id\":\"a\",\"userName\":\"x@example.com\"}"}
select user_name from scim.users where user_name = 'x@example.com';

-- fault {"at": "/Users", "status": 200, "body": "<html>Maintenance</html>"}
select user_name from scim.users where user_name = 'x@example.com';

-- fault {"at": "/Users", "status": 200, "body": "{\"users\":[]}"}
select user_name from scim.users where user_name = 'x@example.com';

-- A failure does not affect the next query.
select display_name from scim.groups where display_name = 'Tour guides';
