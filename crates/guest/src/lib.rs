//! The edge of a Wrappers guest: it turns the host's calls into the engine's and back, and decides nothing.
//!
//! A component generates bindings for its own world with [`bindings`] in place of the host's interfaces, and exports
//! [`routines!`] of its provider.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

pub mod bindings;
mod context;
pub mod exports;
mod host;
pub mod raw;
#[cfg(target_arch = "wasm32")]
mod runtime;
mod session;
