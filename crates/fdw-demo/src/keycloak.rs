//! Keycloak, by a real server.

use anyhow::Result;
use fdw_sandbox::Keycloak;

use crate::{Demo, Tour};

impl Demo for Keycloak {
    const TOUR: Tour = Tour {
        introduction: "\
This tour starts a private Postgres 15 and a real Keycloak on this machine, makes the objects of its Admin REST API
into foreign tables, and queries them. The realm has 1500 users in 156 groups, 22 roles, and events. Each line that
begins with `->` is a request that the statement above it made, with the HTTP status of the response. Requests for a
token are left out.
",
        steps: STEPS,
        copies: COPIES,
        conclusion: "\
To try your own queries, run `make psql PROVIDER=keycloak`. docs/keycloak/ describes how to install the component, its
options and every object.",
    };

    const STATEMENTS: &'static [&'static str] = &[
        "select username, email, created_timestamp from keycloak.user where email like '%example.org' limit 5;",
        "select role_name, count(*) from keycloak.user_realm_role group by role_name;",
        "explain select name from keycloak.role;",
    ];

    const API: &'static str = "a real Keycloak";

    fn start() -> Result<Keycloak> {
        Keycloak::start()
    }

    fn journal(&self) -> Option<String> {
        None
    }
}

const STEPS: &[(&str, &str)] = &[
    (
        "A user by e-mail address, for which Keycloak checks the condition",
        "select id, username, first_name, last_name, enabled
from keycloak.user where email = 'user+42@example.com';",
    ),
    (
        "A part of the tree of groups: the children of each group are read by a request of their own",
        "select path, sub_group_count as children
from keycloak.group where path like '/departments/engineering%' order by path;",
    ),
    (
        "The members of a group, with its path and their addresses",
        "select g.path, u.username, u.email
from keycloak.group g
join keycloak.group_member m on m.group_id = g.id
join keycloak.user u on u.id = m.user_id
where g.id = '26aae555-869e-4bc0-8016-9c1d4728b2a1' order by u.username limit 5;",
    ),
    (
        "Who has which role: a list of users for each role",
        "select role_name, count(*) as users
from keycloak.user_realm_role where role_name in ('admin', 'editor', 'manager') group by role_name order by role_name;",
    ),
    (
        "Failed logins by user, from the events of the realm",
        "select u.username, e.error, count(*) as failures
from keycloak.event e join keycloak.user u on u.id = e.user_id
where e.type = 'LOGIN_ERROR' group by u.username, e.error order by failures desc, u.username limit 5;",
    ),
    (
        "What administrators changed",
        "select operation_type, resource_type, count(*)
from keycloak.admin_event where operation_type in ('CREATE', 'DELETE') group by 1, 2 order by 1, 2;",
    ),
    ("A count of all users, in one request", "select count(*) from keycloak.user;"),
    ("EXPLAIN makes no request", "explain (costs off) select client_id from keycloak.client;"),
];

const COPIES: &[(&str, &str)] = &[
    (
        "A copy of users, groups and members. With pg_cron, it would be kept fresh from now on",
        "select * from fdw_sync.install('keycloak_server', '{user,user_attribute,group,group_member}');",
    ),
    ("Without pg_cron, this brings it up to date", "call fdw_sync.run();"),
    ("If nothing has changed, a run asks for new users and counts them", "call fdw_sync.run();"),
    ("The state of the copies", "select copy, state, rows, requests, error from fdw_sync.status();"),
];
