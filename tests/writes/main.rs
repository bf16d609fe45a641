//! Writes with the built component: statement, requests and effect, for everything that the catalogue can write.

#[path = "../common/mod.rs"]
mod common;

mod billing;
mod case;
mod check;
mod complete;
mod connections;
mod contacts;
mod drop_in;
mod failures;
mod invitations;
mod machines;
mod organizations;
mod refused;
mod roles;
mod secrets;
mod select;
mod settings;
mod users;

use clerk_mock::{Config, Mock, Size};

/// A mock with few rows, so that a scan of a whole list is quick.
fn mock() -> Mock {
    let size = Size { users: 30, organizations: 4, memberships: 40, others: 12 };
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}
