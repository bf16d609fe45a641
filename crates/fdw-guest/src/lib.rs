//! The guest's side of the Wrappers interface: it translates the host's calls into calls of the engine, and the
//! engine's calls into calls of the host. The only other logic here works around quirks of the host.
//!
//! A component implements [`Component`], which names its catalogue, and exports its [`Routines`] with
//! [`bindings::export`].

#![warn(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod abi;
pub mod bindings;
mod context;
mod host;
mod new_row;
mod routines;
pub mod row;

pub use routines::{Component, Routines};
