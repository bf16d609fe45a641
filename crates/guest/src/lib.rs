//! The bindings of a Wrappers guest: they turn the host's calls into the engine's and back. The only logic here works
//! around quirks of the host.
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
