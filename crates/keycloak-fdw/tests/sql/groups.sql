-- The children of each group are read by a request of their own.
select count(*), max(length(path)) as longest_path from keycloak."group";

-- count requests
select name, parent_id is null as is_top, sub_group_count from keycloak."group"
where path in ('/departments', '/teams', '/everyone', '/100% remote') order by path;

-- count requests
select id, path, attributes -> 'level' as level, realm_roles from keycloak."group"
where id in (select id from keycloak."group" where path = '/departments/finance');

-- The children of one group, and one group.
select path, sub_group_count from keycloak."group" where parent_id = '26aae555-869e-4bc0-8016-9c1d4728b2a1';

select path, sub_group_count from keycloak."group" where id = '26aae555-869e-4bc0-8016-9c1d4728b2a1';

-- The value of a sub-select is not known when the scan begins, so all groups are read.
-- count requests
select path, sub_group_count from keycloak."group"
where parent_id = (select id from keycloak."group" where path = '/departments/engineering') order by path;

-- count requests
with recursive tree as (
  select id, name, 1 as depth, path from keycloak."group" where path = '/departments/engineering'
  union all
  select g.id, g.name, t.depth + 1, g.path from keycloak."group" g join tree t on g.parent_id = t.id
)
select repeat('  ', depth - 1) || name as tree, depth from tree order by path;

select name from keycloak."group" where id = 'no-group';

-- Groups by name and by path.
select path from keycloak.group where name = 'team 007';

select path from keycloak.group where name ilike '%LATF%';

select path, name from keycloak.group where path = '/departments/engineering/platform';

-- A slash in a name looks like one between two names.
select path, name from keycloak.group where path = '/and/or';
