//! Two APIs that do not exist. Their catalogues declare what identity providers like Keycloak ([`doors`]) and servers of
//! SCIM 2.0 ([`roster`]) need of the engine and Clerk does not. The examples of this crate are their components, which the
//! tests scan.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod doors;
pub mod roster;
