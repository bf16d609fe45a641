//! A real Keycloak for tests, demonstration and measurements: its distribution, a realm that is seeded once and kept,
//! and a client of the Admin API. The proxy in front of it is that of [`fault_proxy`].
//!
//! Nothing here is shared with the component's catalogue, so that tests can compare the two.

mod admin;
mod data;
mod distribution;
mod process;
mod seed;
mod server;
mod tables;
mod version;
mod walk;

pub use admin::Admin;
pub use fault_proxy::{Fault, Proxy, Request};
pub use seed::{
    APP, BATCH, FDW, FDW_BLIND, FDW_BLIND_SECRET, FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, FDW_SECRET,
    PASSWORD, REALM, SECRETS, Size,
};
pub use server::Server;
pub use tables::Row;
pub use version::Version;
pub use walk::{Child, Realm, segment};
