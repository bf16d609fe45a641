//! Real SCIM servers for tests, demonstration and measurements: two implementations with the same seeded users and
//! groups, a client of them, and a stand-in for Contentful's SCIM API in front of one of them. The proxy that records
//! requests and injects faults is that of [`fault_proxy`].
//!
//! The servers are the published programs scim2-server and SCIMMY, which `scripts/scim.sh` installs. Nothing here is
//! shared with the component's catalogue, so that tests can compare the two.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod check;
mod client;
mod contentful;
mod implementation;
mod install;
mod seed;
mod server;
mod tables;

pub use check::{Judged, failed_checks};
pub use client::Client;
pub use contentful::{Contentful, ORG, RATE_LIMIT};
pub use fault_proxy::{Fault, Proxy, Request};
pub use implementation::Implementation;
pub use seed::{ACME_USER, ENTERPRISE_USER, Size};
pub use server::{Server, TOKEN};
pub use tables::Row;
