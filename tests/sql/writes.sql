insert into clerk.users (first_name) values ('Ada');

alter foreign table clerk.users options (add rowid_column 'id');

insert into clerk.users (first_name) values ('Ada');

update clerk.users set first_name = 'Ada' where id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';

delete from clerk.users where id = 'user_2zphf8vxSId1H8oaNrHRARY67Ag';
