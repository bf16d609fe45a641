//! `docs/objects/` has a page for each object and `docs/options.md` has the options, both made from the catalogue (see
//! [`catalogue_docs`]). `BLESS=1` writes the pages, for review.

use catalogue_docs::Docs;
use clerk_catalogue::{API_VERSION, CATALOGUE, NO_TABLES, NOT_WRITTEN};
use component_build::workspace;

fn docs() -> Docs {
    let not_read = NO_TABLES.iter().map(|(endpoint, reason)| (format!("GET {endpoint}"), *reason));
    let not_written = NOT_WRITTEN.iter().map(|(method, endpoint, reason)| (format!("{method} {endpoint}"), *reason));
    Docs {
        catalogue: &CATALOGUE,
        api: format!("Clerk's Backend API, version `{API_VERSION}`"),
        without_table: not_read.chain(not_written).collect(),
        guides: "",
    }
}

#[test]
fn every_object_has_a_page_that_agrees_with_the_catalogue() {
    docs().check_objects(&workspace().join("docs/objects")).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn the_options_are_those_of_the_catalogue() {
    docs().check_options(&workspace().join("docs/options.md")).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn meanings_and_descriptions_have_the_expected_form() {
    docs().check_form().unwrap_or_else(|error| panic!("{error:#}"));
}
