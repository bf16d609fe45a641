//! The WebAssembly component that makes SCIM 2.0 providers into Postgres foreign tables. Supabase Wrappers loads it.
//!
//! The crate `scim-catalogue` describes the protocol and what providers support of it, `fdw-engine` plans and runs scans,
//! and `fdw-guest` translates between the engine and the host. This crate combines them into a component with the world in
//! `wit/`.

use fdw_engine::catalogue::Catalogue;
use fdw_engine::host::Host;
use fdw_engine::request::settings::OptionError;
use fdw_guest::{Component, Routines};

/// The component for SCIM.
pub struct Scim;

impl Component for Scim {
    const CATALOGUE: &'static Catalogue = &scim_catalogue::RFC7644;

    fn catalogue(host: &dyn Host) -> Result<&'static Catalogue, OptionError> {
        scim_catalogue::choose(host)
    }
}

/// The callbacks that the component exports.
pub type ScimRoutines = Routines<Scim>;

fdw_guest::export_component!(ScimRoutines, "supabase:scim-fdw/scim-fdw", ["../../supabase-wrappers-wit", "wit"]);
