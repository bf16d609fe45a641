-- Reading what has changed: the option lets the server check the bound, which has to be a literal.
create foreign table changed (user_name text, last_modified timestamptz) server scim_server
  options (object 'users', pushdown_comparisons 'true');

select count(*) from changed where last_modified >= '2999-01-01';

-- A window of days at the first read, as a literal.
do $$
declare changed bigint;
begin
  execute format('select count(*) from changed where last_modified >= %L', timestamptz '2999-01-01' - interval '30 days')
    into changed;
  raise notice '% users', changed;
end $$;

select count(*) from changed where last_modified >= '2999-01-01' and last_modified < '2999-02-01';

-- Without the option, Postgres alone checks the bound.
select count(*) from scim.users where last_modified >= '2999-01-01';
