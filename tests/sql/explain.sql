-- EXPLAIN makes no request. The hosts differ in what they show of a qual: see explain.released.
explain (costs off) select id from clerk.domains where name = 'x' order by name limit 3;

explain (costs off)
select count(*) from clerk.organizations o join clerk.organization_memberships m on m.organization_id = o.id;

prepare p (text) as select id from clerk.users where id = $1;

explain (costs off) execute p ('x');

explain (costs off, analyze, timing off, summary off) select id from clerk.domains;

-- If the constant is written first, Wrappers swaps the operands but passes the operator as it was written.
explain (costs off) select id from clerk.domains where 'x' <= name;

-- An expression that is not a constant is not passed to the component.
explain (costs off) select id from clerk.organizations where created_at > now() - interval '1 day';
