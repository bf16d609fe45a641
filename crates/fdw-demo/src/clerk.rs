//! Clerk, by its mock.

use anyhow::Result;
use clerk_mock::Mock;

use crate::{Demo, Tour};

impl Demo for Mock {
    const TOUR: Tour = Tour {
        introduction: "\
This tour starts a private Postgres 15 and a mock of Clerk's API on this machine, makes Clerk's objects into foreign
tables, and queries them. The mock has 1200 users, 120 organizations and 1800 memberships. Each line that begins with
`->` is a request that the statement above it made, with the HTTP status of the response.
",
        steps: STEPS,
        copies: COPIES,
        conclusion: "\
To try your own queries, run `make psql`. README.md describes how to install the component, and docs/ has its options
and a page for every object.",
    };

    const STATEMENTS: &'static [&'static str] = &[
        "select id, first_name, created_at from clerk.users order by created_at desc limit 5;",
        "select role, count(*) from clerk.organization_memberships group by role;",
        "explain select name from clerk.organizations;",
    ];

    const API: &'static str = "a mock of Clerk's API";

    fn start() -> Result<Mock> {
        Mock::with_users(1200)
    }

    fn journal(&self) -> Option<String> {
        Some(format!("{}/mock/journal", self.url().trim_end_matches("/v1")))
    }
}

const STEPS: &[(&str, &str)] = &[
    (
        "A foreign table of users, with keys of their metadata as columns",
        "create foreign table clerk.people (
  id text, primary_email_address text, public_metadata_role text, public_metadata_plan_seats integer,
  created_at timestamptz
) server clerk_server options (object 'users');",
    ),
    (
        "The five oldest users: Postgres sorts, so the whole list is read (the option top_n avoids this)",
        "select id, primary_email_address as email, public_metadata_role as role, public_metadata_plan_seats as seats,
  created_at
from clerk.people order by created_at limit 5;",
    ),
    ("A count, for which Clerk checks the condition", "select count(*) from clerk.users where banned;"),
    (
        "A condition on metadata, by which Clerk cannot filter, so Postgres checks it",
        "select public_metadata_role as role, count(*), sum(public_metadata_plan_seats) as seats
from clerk.people where public_metadata_role in ('admin', 'member') group by 1 order by 1;",
    ),
    (
        "A join of three tables: each list is read once",
        "select o.name, count(*) as members, count(*) filter (where u.banned) as banned
from clerk.organizations o
join clerk.organization_memberships m on m.organization_id = o.id
join clerk.users u on u.id = m.user_id
group by o.id, o.name order by members desc, o.name limit 5;",
    ),
    (
        "A copy of users in Postgres",
        "create materialized view clerk.users_copy as select id, first_name, last_name, banned from clerk.users;",
    ),
    (
        "A query of the copy makes no request",
        "select count(*), count(*) filter (where banned) as banned from clerk.users_copy;",
    ),
    ("EXPLAIN makes no request", "explain (costs off) select name from clerk.domains;"),
];

const COPIES: &[(&str, &str)] = &[
    (
        "A copy of users and of their e-mail addresses. With pg_cron, it would be kept fresh from now on",
        "select * from fdw_sync.install('clerk_server', '{users,user_email_addresses}');",
    ),
    ("Without pg_cron, this brings it up to date", "call fdw_sync.run();"),
    (
        "Something changes at Clerk: here, by SQL on the foreign table",
        "update clerk.users set first_name = 'Grace', last_name = 'Hopper' where username = 'user12';",
    ),
    ("The next run reads what changed", "call fdw_sync.run();"),
    (
        "The change has arrived, and this query makes no request",
        "select username, first_name, last_name, email_address, u._synced_at > now() - interval '1 minute' as is_fresh
from clerk_copy.users u join clerk_copy.user_email_addresses e on e.user_id = u.id where username = 'user12';",
    ),
    ("The state of the copies", "select copy, state, rows, requests, error from fdw_sync.status();"),
];
