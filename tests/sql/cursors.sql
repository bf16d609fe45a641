begin;

declare c cursor for select id from clerk.users;

fetch 2 from c;

fetch 1 from c;

move forward 600 in c;

fetch 1 from c;

declare d scroll cursor for select slug from clerk.organizations;

fetch 2 from d;

fetch backward 1 from d;

fetch absolute 120 from d;

fetch first from d;

close c;

commit;

begin;

declare h cursor with hold for select slug from clerk.organizations order by created_at;

commit;

fetch 2 from h;

close h;
