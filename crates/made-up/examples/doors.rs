//! The component of the made-up API "Doors".

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component.
pub struct Doors;

impl Component for Doors {
    const CATALOGUE: &'static Catalogue = &made_up::doors::CATALOGUE;
}

/// What it exports.
pub type DoorsRoutines = Routines<Doors>;

/// Its world. Generated.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::DoorsRoutines;

    bindings::export!(DoorsRoutines with_types_in bindings);
}
