//! Clerk's Backend API as Postgres foreign tables: the component that Supabase Wrappers loads.
//!
//! What it knows of Clerk is in the crate `clerk-catalogue`, what it does with it in `fdw-engine`, and how it speaks
//! with the host in `fdw-guest`. Here they become one component with the world of `wit/`.

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component for Clerk.
pub struct Clerk;

impl Component for Clerk {
    const CATALOGUE: &'static Catalogue = &clerk_catalogue::CATALOGUE;
}

/// What it exports.
pub type ClerkRoutines = Routines<Clerk>;

/// Its world. Generated.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::ClerkRoutines;

    // The code for what it imports and exports is in `fdw-guest`, which every component uses.
    wit_bindgen::generate!({
        path: ["supabase-wrappers-wit", "wit"],
        world: "supabase:clerk-fdw/clerk-fdw",
        with: {
            "supabase:wrappers/http@0.2.0": fdw_guest::bindings::http,
            "supabase:wrappers/stats@0.2.0": fdw_guest::bindings::stats,
            "supabase:wrappers/time@0.2.0": fdw_guest::bindings::time,
            "supabase:wrappers/types@0.2.0": fdw_guest::bindings::types,
            "supabase:wrappers/utils@0.2.0": fdw_guest::bindings::utils,
        },
    });

    bindings::export!(ClerkRoutines with_types_in bindings);
}
