//! The component of the fictional API Roster ([`made_up::roster`]).

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component's type, which provides the catalogue.
pub struct Roster;

impl Component for Roster {
    const CATALOGUE: &'static Catalogue = &made_up::roster::CATALOGUE;
}

/// The routines that the component exports.
pub type RosterRoutines = Routines<Roster>;

/// The generated exports of the component's world.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::RosterRoutines;

    bindings::export!(RosterRoutines with_types_in bindings);
}
