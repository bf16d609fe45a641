select display_name, member_count from scim.groups where display_name in ('Everyone', 'Nobody', 'Company', 'Tour guides')
order by 1;

-- Names may be equal, and differ in case only.
select display_name, external_id from scim.groups where display_name = 'Same name' order by 2;

select display_name from scim.groups where display_name like 'O''Neil%';

-- Without a column of the members, they stay off the wire.
select count(*), count(external_id) from scim.groups where id is not null;

-- Groups within groups.
select g.display_name, m.type, count(*)
from scim.group_members m join scim.groups g on g.id = m.group_id
where g.display_name in ('All teams', 'Under_score', '50% club', 'Équipe Zürich')
group by 1, 2 order by 1, 2;

-- The members of one group: a request for that group.
select count(*) from scim.group_members
where group_id = (select id from scim.groups where display_name = 'Tour guides');

-- The groups of one user.
select g.display_name from scim.group_members m join scim.groups g on g.id = m.group_id
where m.member_id = (select id from scim.users where user_name = 'ada.nandu+tag52@example.com') order by 1;
