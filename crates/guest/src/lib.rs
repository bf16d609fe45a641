//! The edge of a Wrappers guest: it turns the host's calls into the engine's and back, and decides nothing but what the
//! host's own habits demand.
//!
//! A component names its catalogue by implementing [`Component`], and exports [`Routines`] of itself with
//! [`bindings::export`].

#![warn(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod abi;
pub mod bindings;
mod context;
mod host;
mod routines;
pub mod row;

pub use routines::{Component, Routines};
