-- A count of users or of groups takes one request, and contains service accounts.
select count(*) from keycloak."user";

select count(*) from keycloak."group";

-- Other counts read the rows.
select count(*) from keycloak.role;

select count(*) from keycloak.client;

select count(*) from keycloak."user" where username like 'user0004%';

select count(*) filter (where enabled), count(distinct first_name), count(email) from keycloak."user";

select exists (select from keycloak."user");
