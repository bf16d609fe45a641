//! The component of the made-up API "Roster".

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

struct Roster;

impl Component for Roster {
    const CATALOGUE: &'static Catalogue = &made_up::roster::CATALOGUE;
}

type RosterRoutines = Routines<Roster>;

/// The component's exports. Generated.
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::RosterRoutines;

    bindings::export!(RosterRoutines with_types_in bindings);
}
