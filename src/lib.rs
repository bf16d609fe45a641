//! The WebAssembly component that makes Clerk's Backend API into Postgres foreign tables. Supabase Wrappers loads it.
//!
//! The crate `clerk-catalogue` describes Clerk's API, `fdw-engine` plans and runs scans, and `fdw-guest` translates
//! between the engine and the host. This crate combines them into a component with the world in `wit/`.

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component for Clerk.
pub struct Clerk;

impl Component for Clerk {
    const CATALOGUE: &'static Catalogue = &clerk_catalogue::CATALOGUE;
}

/// The callbacks that the component exports.
pub type ClerkRoutines = Routines<Clerk>;

fdw_guest::export_component!(ClerkRoutines, "supabase:clerk-fdw/clerk-fdw", ["supabase-wrappers-wit", "wit"]);
