//! `docs/objects/` has a page for each object and `docs/options.md` has the options, both made from the catalogue. The
//! requests on the pages are those that the engine makes. `BLESS=1` writes the pages, for review.

mod options;
mod page;
mod requests;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clerk_catalogue::{API_VERSION, CATALOGUE, NO_TABLES, NOT_WRITTEN};
use fdw_engine::catalogue::column;

fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

fn folder() -> PathBuf {
    component_build::workspace().join("docs/objects")
}

/// The files of `docs/objects/`, by name.
fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        CATALOGUE.objects.iter().map(|object| (format!("{}.md", object.name), page::of(object))).collect();
    pages.insert("README.md".to_owned(), contents());
    pages
}

fn contents() -> String {
    let mut out = format!(
        "# Objects\n\nThe objects of Clerk's Backend API, version `{API_VERSION}`. Each page lists the object's columns, \
         the conditions that are pushed down, what can be written, and the requests of typical statements. The pages \
         are made from the catalogue by `make bless`.\n\n| object | rows |\n|---|---|\n",
    );
    for object in CATALOGUE.objects {
        out.push_str(&format!("| [`{0}`]({0}.md) | {1} |\n", object.name, object.description));
    }
    out.push_str("\n## Endpoints without a table\n\n| endpoint | reason |\n|---|---|\n");
    for (endpoint, reason) in NO_TABLES {
        out.push_str(&format!("| `GET {endpoint}` | {reason} |\n"));
    }
    for (method, endpoint, reason) in NOT_WRITTEN {
        out.push_str(&format!("| `{method} {endpoint}` | {reason} |\n"));
    }
    out
}

#[test]
fn every_object_has_a_page_that_agrees_with_the_catalogue() {
    let pages = pages();
    if is_blessing() {
        std::fs::create_dir_all(folder()).expect("docs/objects");
        for (name, text) in &pages {
            std::fs::write(folder().join(name), text).expect("a page is written");
        }
    }
    let entries = std::fs::read_dir(folder()).expect("docs/objects");
    let names: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names, pages.keys().cloned().collect(), "the pages and the objects differ");
    for (name, text) in &pages {
        let found = std::fs::read_to_string(folder().join(name)).expect("a page");
        assert!(found == *text, "docs/objects/{name} differs from the catalogue: run make bless and review the change");
    }
}

const MARKERS: [&str; 2] = ["<!-- options, from the catalogue -->\n", "<!-- end of options -->"];

#[test]
fn the_options_are_those_of_the_catalogue() {
    let path = component_build::workspace().join("docs/options.md");
    let page = std::fs::read_to_string(&path).expect("docs/options.md");
    let (before, rest) = page.split_once(MARKERS[0]).expect("the marker before the options");
    let (found, after) = rest.split_once(MARKERS[1]).expect("the marker after the options");
    let tables = options::tables();
    if is_blessing() {
        let [begin, end] = MARKERS;
        std::fs::write(&path, format!("{before}{begin}{tables}{end}{after}")).expect("the page is written");
    } else {
        assert!(found == tables, "docs/options.md differs from the catalogue: run make bless and review the change");
    }
}

#[test]
fn meanings_and_descriptions_have_the_expected_form() {
    for option in CATALOGUE.options() {
        assert!(!option.meaning.is_empty() && !option.meaning.ends_with('.'), "{}", option.name);
    }
    for object in CATALOGUE.objects {
        assert!(object.description.ends_with('.'), "{}: {:?}", object.name, object.description);
        for column in column::flatten(object.columns) {
            let is_phrase = !column.description.is_empty()
                && !column.description.contains('|')
                && !column.description.ends_with('.');
            assert!(is_phrase, "{}.{}: {:?}", object.name, column.name, column.description);
        }
    }
}
