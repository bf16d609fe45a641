begin;

select count(*) from clerk.domains;

savepoint s;

-- fault {"path": "/domains", "status": 401}
select count(*) from clerk.domains;

rollback to s;

select count(*) from clerk.domains;

savepoint t;

select 1 / (count(*) - 3) from clerk.domains;

rollback to t;

select count(*) from clerk.domains;

release s;

commit;

-- fault {"path": "/domains", "skip": 1, "status": 403}
do $$
declare n bigint;
begin
  select count(*) into n from clerk.domains;
  raise notice 'first: %', n;
  begin
    select count(*) into n from clerk.domains;
  exception when others then raise notice 'second: %', sqlerrm;
  end;
  select count(*) into n from clerk.domains;
  raise notice 'third: %', n;
end $$;

begin read only;

select count(*) from clerk.domains;

commit;

begin isolation level serializable;

select count(*) from clerk.domains;

commit;
