//! The catalogue by itself: what must hold of any list of objects. What Clerk says of them is in the contract tests.

use std::collections::BTreeSet;

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::{Kind, Paging, Place, WHOLE};

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain)
}

#[test]
fn objects_have_names_of_their_own_in_order() {
    let names: Vec<&str> = CATALOGUE.objects.iter().map(|object| object.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
    for object in CATALOGUE.objects {
        assert!(is_name(object.name), "{}", object.name);
        assert!(object.path.starts_with('/') && !object.path.ends_with('/'), "{}", object.path);
        assert!(object.params.iter().all(|param| param.contains('=') && !param.contains([' ', '+', '&'])));
        assert!(object.paging == Paging::Unpaged || (1..=500).contains(&object.paging.max()), "{}", object.name);
    }
}

#[test]
fn every_column_resolves_to_itself() {
    for object in CATALOGUE.objects {
        let columns = object.flat_columns();
        let names: BTreeSet<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names.len(), columns.len(), "{} has a column twice", object.name);
        assert!(!names.contains(WHOLE), "{} declares {WHOLE}", object.name);
        assert!(names.contains(object.id), "{} has no {}", object.name, object.id);
        for (name, kind, _) in &columns {
            assert!(is_name(name) && name.len() <= 63, "{}.{name} is no Postgres name", object.name);
            let resolved = object.resolve(name).unwrap_or_else(|| panic!("{}.{name}", object.name));
            assert_eq!((resolved.kind, resolved.rest), (*kind, ""), "{}.{name}", object.name);
            if *kind == Kind::Map {
                let key = format!("{name}_any_key");
                let below = object.resolve(&key).unwrap_or_else(|| panic!("{}.{key}", object.name));
                assert!(matches!(below.place, Place::Below) && below.rest == "any_key", "{}.{key}", object.name);
            }
        }
    }
}

#[test]
fn headers_are_what_the_host_takes() {
    for (name, value) in CATALOGUE.headers {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
    }
}
