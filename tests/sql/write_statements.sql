-- What the statements of Postgres do with a foreign table of Wrappers.
insert into clerk.users (external_id) values ('s-1') returning id;

with deleted as (delete from clerk.redirect_urls returning id) select count(*) from deleted;

insert into clerk.users (external_id) values ('s-1') on conflict do nothing;

-- The API refuses the second one: ON CONFLICT has no effect.
insert into clerk.users (external_id) values ('s-1') on conflict do nothing;

insert into clerk.users (external_id) values ('s-1') on conflict (id) do nothing;

merge into clerk.users u using (values ('s-1')) as v (x) on u.external_id = v.x when matched then delete;

truncate clerk.users;

-- Rows from another foreign table.
insert into clerk.blocklist_identifiers (identifier)
select primary_email_address from clerk.users where primary_email_address is not null order by created_at limit 2;

with deleted as (delete from clerk.blocklist_identifiers where identifier like 'person%') select 1 as deleted;

-- Joins with local tables.
create table names (external_id text, name text);

insert into names values ('s-1', 'Joined');

update clerk.users u set first_name = n.name from names n where u.external_id = n.external_id;

select first_name from clerk.users where external_id = 's-1';

-- The scan of this statement reads another column too, and no row leaves the list.
update clerk.users set last_name = upper(first_name) where external_id = 's-1';

-- The row id cannot be set.
update clerk.users set id = 'x' where external_id = 's-1';

update clerk.users set id = 'x', first_name = 'Y' where external_id = 's-1';

-- Defaults of the table are sent.
alter foreign table clerk.redirect_urls alter url set default 'https://default.example';

insert into clerk.redirect_urls default values;

delete from clerk.redirect_urls where url = 'https://default.example';

-- A view that Postgres can update.
create view named as select id, external_id, first_name from clerk.users;

update named set first_name = 'View' where external_id = 's-1';

-- Triggers: a BEFORE INSERT trigger changes the row, a BEFORE UPDATE trigger has no effect.
create function rename() returns trigger language plpgsql as $$
begin
  new.first_name := 'Trigger';
  return new;
end $$;

create trigger rename before insert or update on clerk.users for each row execute function rename();

insert into clerk.users (external_id, first_name) values ('s-2', 'Original');

update clerk.users set first_name = 'Original' where external_id = 's-1';

select external_id, first_name from clerk.users where external_id in ('s-1', 's-2') order by 1;

drop trigger rename on clerk.users;

-- A trigger on a local table writes by EXECUTE.
create function push() returns trigger language plpgsql as $$
begin
  execute format('update clerk.users set first_name = %L where external_id = %L', new.name, new.external_id);
  return new;
end $$;

create trigger push after insert or update on names for each row execute function push();

update names set name = 'Pushed';

insert into names values ('s-2', 'Pushed too');

select external_id, first_name from clerk.users where external_id in ('s-1', 's-2') order by 1;

-- Nothing is rolled back.
begin;

update clerk.users set first_name = 'Before' where external_id = 's-1';

savepoint s;

update clerk.users set first_name = 'After' where external_id = 's-1';

rollback to s;

rollback;

select first_name from clerk.users where external_id = 's-1';

-- An error in the middle of a block leaves the rows before it written.
do $$
begin
  update clerk.users set first_name = 'Block' where external_id = 's-1';
  raise exception 'stop';
exception when others then raise notice '%', sqlerrm;
end $$;

select first_name from clerk.users where external_id = 's-1';

-- A prepared INSERT has no scan, so it is safe on every host.
prepare allow (text) as insert into clerk.allowlist_identifiers (identifier) values ($1);

do $$ begin for n in 1..20 loop execute format('execute allow(%L)', 'p' || n || '@example.com'); end loop; end $$;

select count(*) from clerk.allowlist_identifiers where identifier like 'p%@example.com';

-- After a column was dropped, the host takes the values of an INSERT from the wrong columns.
create foreign table shifted (gone text, id text, first_name text, last_name text, external_id text)
server clerk_server options (object 'users', rowid_column 'id');

alter foreign table shifted drop column gone;

insert into shifted (first_name, last_name, external_id) values ('first', 'last', 'external');

select distinct attrelid::regclass as table from pg_attribute join pg_foreign_table on ftrelid = attrelid
where attisdropped;

-- UPDATE is not affected.
update shifted set last_name = 'updated' where external_id = 's-1';

select first_name, last_name from clerk.users where external_id = 's-1';
