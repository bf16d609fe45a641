//! The catalogue by itself: what must hold of any list of objects. What Clerk says of them is in the contract tests.

use std::collections::BTreeSet;

use clerk_catalogue::CATALOGUE;
use fdw_engine::access::{Access, Answer, Parents, Spelling, Test};
use fdw_engine::catalogue::Object;
use fdw_engine::column::{self, Kind, Place, WHOLE};

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain)
}

#[test]
fn objects_have_names_of_their_own_in_order() {
    let names: Vec<&str> = CATALOGUE.objects.iter().map(|object| object.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
    let mut known: BTreeSet<&str> = names.into_iter().collect();
    for object in CATALOGUE.objects {
        assert!(is_name(object.name), "{}", object.name);
        for alias in object.aliases {
            assert!(known.insert(alias), "{alias} is the name of two");
            assert!(std::ptr::eq(
                CATALOGUE.object(alias).expect("an object"),
                CATALOGUE.object(object.name).expect("it")
            ));
        }
    }
}

#[test]
fn every_column_resolves_to_itself() {
    for object in CATALOGUE.objects {
        let columns = column::flat(object.columns);
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let listed: Vec<&str> =
            columns.iter().filter(|column| column.listed).map(|column| column.name.as_str()).collect();
        let once: BTreeSet<&str> = listed.iter().copied().collect();
        assert_eq!(once.len(), listed.len(), "{} has a column twice", object.name);
        assert!(!names.contains(WHOLE), "{} declares {WHOLE}", object.name);
        assert!(object.id.is_empty() || names.contains(object.id), "{} has no {}", object.name, object.id);
        for column in &columns {
            let name = column.name.as_str();
            // A longer name is cut by Postgres; only an imported table has to have it.
            assert!(
                !column.listed || (is_name(name) && name.len() <= 63),
                "{}.{name} is no Postgres name",
                object.name
            );
            let resolved = column::find(object.columns, name).unwrap_or_else(|| panic!("{}.{name}", object.name));
            assert_eq!((resolved.kind, resolved.rest), (column.kind, ""), "{}.{name}", object.name);
            if column.kind == Kind::Map {
                let key = format!("{name}_any_key");
                let below = column::find(object.columns, &key).unwrap_or_else(|| panic!("{}.{key}", object.name));
                assert!(matches!(below.place, Place::Below) && below.rest == "any_key", "{}.{key}", object.name);
            }
        }
    }
}

#[test]
fn access_paths_fit_their_objects() {
    for object in CATALOGUE.objects {
        assert!(!object.access.is_empty(), "{}", object.name);
        for access in object.access {
            check(object, access);
        }
        // What is not in the rows is known on every way that is taken for it.
        for key in object.columns.iter().filter(|column| matches!(column.source, column::Source::Key)) {
            let knows = |access: &&Access| access.key == key.name || !access.inner.is_empty();
            assert!(object.access.iter().any(|access| knows(&access)), "{}.{}", object.name, key.name);
        }
    }
}

fn check(object: &Object, access: &Access) {
    let what = format!("{} by {}", object.name, access.path);
    assert!(access.path.starts_with('/') && !access.path.ends_with('/') && !access.path.contains(' '), "{what}");
    assert_eq!(access.path.matches("{}").count(), usize::from(!access.key.is_empty()), "{what}");
    let has = |name: &str| column::find(object.columns, name).is_some();
    assert!(access.key.is_empty() || has(access.key), "{what} has no {}", access.key);
    if let Parents::Object(parent) = access.parents {
        let parent = CATALOGUE.object(parent).unwrap_or_else(|| panic!("{what} of no object {parent}"));
        let reads_all = |access: &Access| access.key.is_empty() && access.answer != Answer::One;
        assert!(parent.access.iter().any(reads_all), "{what}: {} cannot be listed", parent.name);
        assert_eq!(parent.id, "id", "{what}");
    }
    assert!((1..=500).contains(&access.answer.max()) || matches!(access.answer, Answer::One | Answer::All), "{what}");
    assert!(!access.inner.is_empty() || access.orders.iter().all(|order| has(order)), "{what}");
    assert!(access.parts.iter().all(|part| part.is_empty() || part.starts_with('&')), "{what}");
    let mut done: Vec<&str> = Vec::new();
    for filter in access.filters {
        let resolved = column::find(object.columns, filter.column);
        let kind = resolved.unwrap_or_else(|| panic!("{what} has no {}", filter.column)).kind;
        let fits = match filter.test {
            Test::Is | Test::Holds | Test::HoldsAnyCase => Kind::Text,
            Test::Flag => Kind::Bool,
            Test::After | Test::Before => Kind::Time,
        };
        assert_eq!(kind, fits, "{what}: {}", filter.column);
        assert!((1..=100).contains(&filter.batch), "{what}: {}", filter.column);
        assert!(!matches!(filter.spelling, Spelling::Listed([])), "{what}: {}", filter.column);
        // Filters of a parameter stand together.
        assert!(done.last() == Some(&filter.param) || !done.contains(&filter.param), "{what}: {}", filter.param);
        done.push(filter.param);
    }
}

#[test]
fn headers_are_what_the_host_takes() {
    for (name, value) in CATALOGUE.headers {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
    }
}
