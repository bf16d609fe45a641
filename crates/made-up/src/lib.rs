//! Catalogues of two fictional APIs. They use features of the engine that Clerk does not need, but identity providers
//! such as Keycloak ([`doors`]) and SCIM 2.0 servers ([`roster`]) do. The examples of this crate are their components,
//! which the tests in `tests/made_up` scan.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod doors;
pub mod roster;
