//! The catalogue by itself. What Clerk says of its objects is in the contract tests.

use clerk_catalogue::{CATALOGUE, NO_TABLES, NOT_WRITTEN};

#[test]
fn the_catalogue_obeys_the_rules_of_all_catalogues() {
    catalogue_rules::check_all(&CATALOGUE);
}

#[test]
fn endpoints_without_objects_have_reasons() {
    let reasons = NO_TABLES.iter().map(|(_, reason)| reason).chain(NOT_WRITTEN.iter().map(|(_, _, reason)| reason));
    assert!(reasons.into_iter().all(|reason| reason.ends_with('.')));
}
