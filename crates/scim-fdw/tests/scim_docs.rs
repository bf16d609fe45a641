//! `docs/scim/objects/` and `docs/scim/contentful/` have a page for each object of a profile, and `docs/scim/options.md` has
//! the options, all made from the catalogues (see [`catalogue_docs`]). `BLESS=1` writes the pages, for review.

use catalogue_docs::Docs;
use component_build::workspace;
use scim_catalogue::{CONTENTFUL, NO_TABLES, RFC7644};

fn rfc7644() -> Docs {
    Docs {
        catalogue: &RFC7644,
        api: "SCIM 2.0 (RFC 7643 and RFC 7644)".to_owned(),
        without_table: NO_TABLES.iter().map(|(endpoint, reason)| ((*endpoint).to_owned(), *reason)).collect(),
        guides: "../",
    }
}

fn contentful() -> Docs {
    Docs { catalogue: &CONTENTFUL, api: "Contentful's SCIM API".to_owned(), without_table: Vec::new(), guides: "../" }
}

#[test]
fn every_object_has_a_page_that_agrees_with_the_catalogue() {
    for (docs, folder) in [(rfc7644(), "docs/scim/objects"), (contentful(), "docs/scim/contentful")] {
        docs.check_objects(&workspace().join(folder)).unwrap_or_else(|error| panic!("{error:#}"));
    }
}

#[test]
fn the_options_are_those_of_the_catalogues() {
    // Both profiles have the same options.
    for docs in [rfc7644(), contentful()] {
        docs.check_options(&workspace().join("docs/scim/options.md")).unwrap_or_else(|error| panic!("{error:#}"));
    }
}

#[test]
fn meanings_and_descriptions_have_the_expected_form() {
    for docs in [rfc7644(), contentful()] {
        docs.check_form().unwrap_or_else(|error| panic!("{error:#}"));
    }
}
