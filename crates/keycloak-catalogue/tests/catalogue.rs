//! The catalogue by itself. What Keycloak says of its objects is in the contract tests.

use keycloak_catalogue::CATALOGUE;

#[test]
fn the_catalogue_obeys_the_rules_of_all_catalogues() {
    catalogue_rules::check_all(&CATALOGUE);
}
