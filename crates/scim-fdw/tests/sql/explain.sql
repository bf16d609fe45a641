-- EXPLAIN sends no request.
explain (costs off) select user_name from scim.users where user_name = 'x@example.com';
