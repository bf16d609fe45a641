//! The guest's side of the Wrappers interface: it translates the host's calls into calls of the engine, and the
//! engine's calls into calls of the host. The only other logic here works around quirks of the host.
//!
//! A component implements [`Component`], which names its catalogue, and exports its [`Routines`] with
//! [`export_component`].

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

/// Exports the routines of a component with a world of its own. The crate that exports them depends on `wit-bindgen`; the
/// paths of the definitions are relative to its folder.
#[macro_export]
macro_rules! export_component {
    ($routines:ident, $world:tt, [$($definitions:tt),*]) => {
        /// The generated bindings of the component's world.
        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code)]
        mod world {
            use $crate::bindings;

            use super::$routines;

            // `fdw-guest` already contains the bindings of these interfaces, so they are not generated again.
            wit_bindgen::generate!({
                path: [$($definitions),*],
                world: $world,
                with: {
                    "supabase:wrappers/http@0.2.0": fdw_guest::bindings::http,
                    "supabase:wrappers/stats@0.2.0": fdw_guest::bindings::stats,
                    "supabase:wrappers/time@0.2.0": fdw_guest::bindings::time,
                    "supabase:wrappers/types@0.2.0": fdw_guest::bindings::types,
                    "supabase:wrappers/utils@0.2.0": fdw_guest::bindings::utils,
                },
            });

            bindings::export!($routines with_types_in bindings);
        }
    };
}
