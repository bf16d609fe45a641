select name, alias, enabled, domains, attributes from keycloak.organization where name = 'Organization 4 & Co';

select count(*) from keycloak.organization;

select o.name, count(*) as members from keycloak.organization o
join keycloak.organization_member m on m.organization_id = o.id
group by o.name order by members desc, o.name limit 2;
