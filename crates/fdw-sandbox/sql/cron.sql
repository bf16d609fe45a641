-- What a superuser does before a developer can install the copies: extension and grants, as Supabase's role `postgres` has them.
create extension pg_cron;

create role developer login;

grant create on database {name} to developer;

grant usage on schema cron, extensions, vault to developer;

grant select on vault.decrypted_secrets to developer;

grant usage on foreign server {name}_server to developer;
