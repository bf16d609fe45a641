-- EXPLAIN makes no request.
explain (costs off) select id from keycloak."user" where username = 'x' order by username limit 3;

explain (costs off)
select u.username from keycloak.group_member m join keycloak."user" u on u.id = m.user_id where m.group_id = 'x';

explain (costs off) select path from keycloak."group" where parent_id = 'x';

explain (costs off) select type from keycloak.event where type = 'LOGIN' and user_id = 'x';
