//! `docs/keycloak/objects/` has a page for each object and `docs/keycloak/options.md` has the options, both made from the
//! catalogue (see [`catalogue_docs`]). `BLESS=1` writes the pages, for review.

use catalogue_docs::Docs;
use component_build::workspace;
use keycloak_catalogue::CATALOGUE;

fn docs() -> Docs {
    Docs {
        catalogue: &CATALOGUE,
        api: "Keycloak's Admin REST API, versions 26.4 to 26.7".to_owned(),
        without_table: Vec::new(),
        guides: "../",
    }
}

#[test]
fn every_object_has_a_page_that_agrees_with_the_catalogue() {
    docs().check_objects(&workspace().join("docs/keycloak/objects")).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn the_options_are_those_of_the_catalogue() {
    docs().check_options(&workspace().join("docs/keycloak/options.md")).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn meanings_and_descriptions_have_the_expected_form() {
    docs().check_form().unwrap_or_else(|error| panic!("{error:#}"));
}
