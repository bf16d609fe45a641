-- What a superuser grants before a developer can install copies, as Supabase does for its role `postgres`.
create role developer login;

grant create on database {name} to developer;

grant usage on schema extensions, vault to developer;

grant select on vault.decrypted_secrets to developer;

grant usage on foreign server {name}_server to developer;
