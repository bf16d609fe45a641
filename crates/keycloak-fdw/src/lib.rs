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

fdw_guest::export_component!(
    KeycloakRoutines,
    "supabase:keycloak-fdw/keycloak-fdw",
    ["../../supabase-wrappers-wit", "wit"]
);
