//! Shows the component at work in Postgres: it sets a private one up on the mock, and runs a tour of queries.

use std::error::Error;

use clerk_mock::Mock;
use clerk_sandbox::answer::Session;
use clerk_sandbox::{DATABASE, SETUP, Sandbox};

/// What to look at, and the statement.
const TOUR: &[(&str, &str)] = &[
    (
        "Users, with keys of their metadata as columns",
        "create foreign table people (
  id text, primary_email_address text, public_metadata_role text, public_metadata_plan_seats integer, created_at timestamptz
) server clerk_server options (object 'users');",
    ),
    ("The five oldest", "select * from people order by created_at limit 5;"),
    ("A count", "select count(*) from clerk.users where banned;"),
    (
        "A filter on metadata",
        "select public_metadata_role, count(*), sum(public_metadata_plan_seats) as seats
from people where public_metadata_role in ('admin', 'owner', 'member') group by 1 order by 1;",
    ),
    (
        "A join of three lists: each is read once",
        "select o.name, count(*) as members, count(*) filter (where u.banned) as banned
from clerk.organizations o
join clerk.organization_memberships m on m.organization_id = o.id
join clerk.users u on u.id = m.user_id
group by o.id, o.name order by members desc, o.name limit 5;",
    ),
    (
        "A local copy",
        "create materialized view users_copy as select id, first_name, last_name, banned from clerk.users;",
    ),
    ("which is asked without Clerk", "select count(*), count(*) filter (where banned) as banned from users_copy;"),
    ("EXPLAIN asks for nothing", "explain (costs off) select name from clerk.domains where is_satellite;"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(Mock::with_users(1200)?)?;
    println!(
        "A private Postgres 15, with the component and a mock Clerk: 1200 users, 120 organizations, 1800 memberships.\n"
    );
    println!("{}", sandbox.unfill(SETUP));
    let mut session = Session::new(&sandbox, DATABASE)?;
    for (title, statement) in TOUR {
        println!("-- {title}\n{statement}");
        println!("{}", session.answer_with_requests(statement, &sandbox.mock));
    }
    Ok(())
}
