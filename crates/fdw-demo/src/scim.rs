//! SCIM, by a real server.

use anyhow::Result;
use fdw_sandbox::Scim;
use scim_server::Implementation;

use crate::{Demo, Tour};

impl Demo for Scim {
    const TOUR: Tour = Tour {
        introduction: "\
This tour starts a private Postgres 15 and a real SCIM server on this machine, makes its users and groups into foreign
tables, and queries them. The server is scim2-server; it has a few hundred users with several addresses, roles and an
extension of its own. Each line that begins with `->` is a request that the statement above it made, with the HTTP
status of the response.
",
        steps: STEPS,
        copies: COPIES,
        conclusion: "\
To try your own queries, run `make psql PROVIDER=scim`. docs/scim/ describes how to install the component, for Contentful
too, its options and every object.",
    };

    const STATEMENTS: &'static [&'static str] = &[
        "select user_name, email, active from scim.users where user_name like 'ada.%' limit 5;",
        "select display_name, member_count from scim.groups order by 2 desc nulls last limit 5;",
        "explain select display_name from scim.groups;",
    ];

    const API: &'static str = "a real SCIM server";

    fn start() -> Result<Scim> {
        Scim::start(Implementation::Scim2Server)
    }

    fn journal(&self) -> Option<String> {
        None
    }
}

const STEPS: &[(&str, &str)] = &[
    (
        "A user by name: SCIM ignores case, so Postgres checks the row again",
        "select user_name, email, first_name, last_name, active, department
from scim.users where user_name = 'ada.nandu+tag52@example.com';",
    ),
    (
        "Several conditions are one filter, and what the query does not need stays off the wire",
        "select user_name, title, locale from scim.users
where user_name like 'grace.%' and active and title is not null order by user_name;",
    ),
    (
        "Groups, and how many members they have",
        "select display_name, member_count from scim.groups where member_count > 20 order by 2 desc, 1 limit 5;",
    ),
    (
        "The members of a group, with their departments: each table reads its list once",
        "select u.department, count(*) as members
from scim.group_members m join scim.users u on u.id = m.member_id join scim.groups g on g.id = m.group_id
where g.display_name = 'Everyone' group by 1 order by 2 desc, 1;",
    ),
    (
        "Every e-mail address is a row",
        "select type, count(*), count(*) filter (where is_primary) as primary_ones from scim.user_emails group by 1 order by 1;",
    ),
    (
        "Attributes of the provider's own extension are found by name",
        "create foreign table scim.badges (user_name text, badge_number text, hired_on timestamptz, acme_department text)
  server scim_server options (object 'users');
select * from scim.badges where badge_number like 'B-00%' order by badge_number limit 3;",
    ),
    ("A count of all users takes one request that returns no users", "select count(*) from scim.users;"),
    ("EXPLAIN makes no request", "explain (costs off) select display_name from scim.groups;"),
];

const COPIES: &[(&str, &str)] = &[
    (
        "A copy of users, groups and members. With pg_cron, it would be kept fresh from now on",
        "select * from fdw_sync.install('scim_server', '{users,user_emails,groups,group_members}');",
    ),
    ("Without pg_cron, this brings it up to date", "call fdw_sync.run();"),
    ("If nothing has changed, a run asks for changes and counts only", "call fdw_sync.run();"),
    ("The state of the copies", "select copy, state, rows, requests, error from fdw_sync.status();"),
];
