//! The component of the fictional API Doors ([`made_up::doors`]).

use fdw_engine::catalogue::Catalogue;
use fdw_guest::{Component, Routines};

/// The component's type, which provides the catalogue.
pub struct Doors;

impl Component for Doors {
    const CATALOGUE: &'static Catalogue = &made_up::doors::CATALOGUE;
}

/// The routines that the component exports.
pub type DoorsRoutines = Routines<Doors>;

/// The generated exports of the component's world.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod world {
    use fdw_guest::bindings;

    use super::DoorsRoutines;

    bindings::export!(DoorsRoutines with_types_in bindings);
}
