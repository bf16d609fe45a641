//! The component of the made-up API "Roster".

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component.
pub struct Roster;

impl Component for Roster {
    const CATALOGUE: &'static Catalogue = &made_up::roster::CATALOGUE;
}

/// What it exports.
pub type RosterRoutines = Routines<Roster>;

/// Its world. Generated.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::RosterRoutines;

    bindings::export!(RosterRoutines with_types_in bindings);
}
