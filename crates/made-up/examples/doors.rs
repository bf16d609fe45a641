//! The component of the made-up API "Doors".

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

struct Doors;

impl Component for Doors {
    const CATALOGUE: &'static Catalogue = &made_up::doors::CATALOGUE;
}

type DoorsRoutines = Routines<Doors>;

/// The component's exports. Generated.
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::DoorsRoutines;

    bindings::export!(DoorsRoutines with_types_in bindings);
}
