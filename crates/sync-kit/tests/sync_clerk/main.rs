//! The kit on a real Postgres with pg_cron, with the component for Clerk and the mock of Clerk's API.

mod changes;
mod clerk;
mod costs;
mod cron;
mod failures;
mod first_load;
mod install;
#[path = "../common/kit.rs"]
mod kit;
mod never_wrong;
mod random;
mod rows;
mod upgrade;
