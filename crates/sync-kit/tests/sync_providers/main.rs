//! The kit on real servers: two SCIM servers, and a Keycloak.

mod keycloak;
#[path = "../common/kit.rs"]
mod kit;
mod scim;
