create role outsider;

grant usage, create on schema public to outsider;

set role outsider;

select count(*) from clerk.users;

create foreign table mine (id text) server clerk_server options (object 'users');

import foreign schema clerk from server clerk_server into public;

reset role;

grant usage on foreign server clerk_server to outsider;

grant usage on schema vault to outsider;

grant select on vault.decrypted_secrets to outsider;

set role outsider;

create foreign table mine (id text) server clerk_server options (object 'domains');

select count(*) from mine;

reset role;
