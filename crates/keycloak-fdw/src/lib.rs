//! The WebAssembly component that makes Keycloak's Admin REST API into Postgres foreign tables. Supabase Wrappers loads it.
//!
//! The crate `keycloak-catalogue` describes Keycloak's API, `fdw-engine` plans and runs scans, and `fdw-guest` translates
//! between the engine and the host. This crate combines them into a component with the world in `wit/`.

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component for Keycloak.
pub struct Keycloak;

impl Component for Keycloak {
    const CATALOGUE: &'static Catalogue = &keycloak_catalogue::CATALOGUE;
}

/// The callbacks that the component exports.
pub type KeycloakRoutines = Routines<Keycloak>;

/// The generated bindings of the component's world.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::KeycloakRoutines;

    // `fdw-guest` already contains the bindings of these interfaces, so they are not generated again.
    wit_bindgen::generate!({
        path: ["../../supabase-wrappers-wit", "wit"],
        world: "supabase:keycloak-fdw/keycloak-fdw",
        with: {
            "supabase:wrappers/http@0.2.0": fdw_guest::bindings::http,
            "supabase:wrappers/stats@0.2.0": fdw_guest::bindings::stats,
            "supabase:wrappers/time@0.2.0": fdw_guest::bindings::time,
            "supabase:wrappers/types@0.2.0": fdw_guest::bindings::types,
            "supabase:wrappers/utils@0.2.0": fdw_guest::bindings::utils,
        },
    });

    bindings::export!(KeycloakRoutines with_types_in bindings);
}
