//! `docs/` has a page for each object, made from the catalogue; the requests on it are those that the engine makes.
//! `BLESS=1` writes the pages, for review; without it they are held against what is there.

mod options;
mod page;
mod requests;

use std::collections::{BTreeMap, BTreeSet};

use clerk_catalogue::{CATALOGUE, NO_TABLES};
use fdw_engine::catalogue::column;

/// What is in `docs/` beside those pages: it is held against nothing here.
const OTHERS: [&str; 3] = ["cold-code.md", "performance", "performance.md"];

/// Every file of `docs/` that is made from the catalogue, by name.
fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        CATALOGUE.objects.iter().map(|object| (format!("{}.md", object.name), page::of(object))).collect();
    pages.insert("README.md".to_owned(), contents());
    pages
}

fn contents() -> String {
    let mut out = String::from(
        "# Objects\n\nOne page for each object of Clerk's Backend API: its columns, the conditions that Clerk answers, and \
         the requests that typical queries make. Made from the catalogue by `make bless`.\n\n| object | what it is |\n|---|---|\n",
    );
    for object in CATALOGUE.objects {
        out.push_str(&format!("| [`{0}`]({0}.md) | {1} |\n", object.name, object.description));
    }
    out.push_str("\n## Endpoints that are no table\n\n| endpoint | because it |\n|---|---|\n");
    for (path, reason) in NO_TABLES {
        out.push_str(&format!("| `GET {path}` | {reason} |\n"));
    }
    out
}

#[test]
fn the_pages_are_what_the_catalogue_says() {
    let folder = component_build::workspace().join("docs");
    let pages = pages();
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(&folder).expect("docs");
        for (name, text) in &pages {
            std::fs::write(folder.join(name), text).expect("a page is written");
        }
    }
    let there: BTreeSet<String> = std::fs::read_dir(&folder)
        .expect("docs")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !OTHERS.contains(&name.as_str()))
        .collect();
    assert_eq!(there, pages.keys().cloned().collect(), "docs/ has other pages than there are objects");
    for (name, text) in &pages {
        let found = std::fs::read_to_string(folder.join(name)).expect("a page");
        assert!(found == *text, "docs/{name} is not what the catalogue says: BLESS=1 writes it anew");
    }
}

const MARKS: [&str; 2] = ["<!-- options, from the catalogue -->\n\n", "\n<!-- end of options -->"];

#[test]
fn the_readme_has_the_options_that_the_catalogue_declares() {
    let path = component_build::workspace().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README");
    let (before, rest) = readme.split_once(MARKS[0]).expect("the mark before the options");
    let (found, after) = rest.split_once(MARKS[1]).expect("the mark behind the options");
    let tables = options::tables();
    if std::env::var_os("BLESS").is_some() {
        let [begin, end] = MARKS;
        std::fs::write(&path, format!("{before}{begin}{tables}{end}{after}")).expect("the README is written");
    } else {
        assert!(found == tables, "the README's options are not what the catalogue says: BLESS=1 writes them anew");
    }
}

#[test]
fn everything_says_what_it_means() {
    for option in CATALOGUE.options() {
        assert!(!option.meaning.is_empty() && !option.meaning.ends_with('.'), "{}", option.name);
    }
    for object in CATALOGUE.objects {
        assert!(object.description.ends_with('.'), "{}: {:?}", object.name, object.description);
        for column in column::flatten(object.columns) {
            let is_said = !column.description.is_empty()
                && !column.description.contains('|')
                && !column.description.ends_with('.');
            assert!(is_said, "{}.{}: {:?}", object.name, column.name, column.description);
        }
    }
}
