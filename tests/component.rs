//! The component as a file: what it imports, how large it is, that it is the same every time.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use wit_component::DecodedWasm;
use wit_parser::{IndexMap, Resolve, WorldId, WorldItem, WorldKey};

/// What every Wrappers release from 0.5.0 on has. From the host's documentation, not from our WIT: an import that is
/// missing on a host keeps the component from loading there.
const HOST_FUNCTIONS: &[(&str, &[&str])] = &[
    ("supabase:wrappers/http@0.2.0", &["get", "post", "put", "patch", "delete", "error-for-status"]),
    ("supabase:wrappers/jwt@0.2.0", &["encode"]),
    ("supabase:wrappers/stats@0.2.0", &["inc-stats", "get-metadata", "set-metadata"]),
    (
        "supabase:wrappers/time@0.2.0",
        &["epoch-secs", "parse-from-rfc3339", "parse-from-str", "epoch-ms-to-rfc3339", "sleep"],
    ),
    (
        "supabase:wrappers/utils@0.2.0",
        &["report-info", "report-notice", "report-warning", "report-error", "cell-to-string", "get-vault-secret"],
    ),
    (
        "supabase:wrappers/types@0.2.0",
        &[
            "[constructor]row",
            "[method]row.cols",
            "[method]row.cells",
            "[method]row.push",
            "[constructor]column",
            "[method]column.name",
            "[method]column.num",
            "[method]column.type-oid",
            "[constructor]qual",
            "[method]qual.field",
            "[method]qual.operator",
            "[method]qual.value",
            "[method]qual.use-or",
            "[method]qual.param",
            "[method]qual.deparse",
            "[constructor]sort",
            "[method]sort.field",
            "[method]sort.field-no",
            "[method]sort.reversed",
            "[method]sort.nulls-first",
            "[method]sort.collate",
            "[method]sort.deparse",
            "[method]sort.deparse-with-collate",
            "[constructor]limit",
            "[method]limit.count",
            "[method]limit.offset",
            "[method]limit.deparse",
            "[constructor]options",
            "[method]options.get",
            "[method]options.require",
            "[method]options.require-or",
            "[constructor]context",
            "[method]context.get-options",
            "[method]context.get-quals",
            "[method]context.get-columns",
            "[method]context.get-sorts",
            "[method]context.get-limit",
        ],
    ),
];

fn read() -> Vec<u8> {
    std::fs::read(common::component()).expect("the component")
}

/// The functions of a world's interfaces, by interface.
fn functions(resolve: &Resolve, items: &IndexMap<WorldKey, WorldItem>) -> BTreeMap<String, BTreeSet<String>> {
    let mut out = BTreeMap::new();
    for (key, item) in items {
        let WorldItem::Interface { id, .. } = item else { panic!("{} is no interface", resolve.name_world_key(key)) };
        let names = resolve.interfaces[*id].functions.keys().cloned().collect();
        out.insert(resolve.name_world_key(key), names);
    }
    out
}

fn world() -> (Resolve, WorldId) {
    match wit_component::decode(&read()).expect("a component") {
        DecodedWasm::Component(resolve, world) => (resolve, world),
        DecodedWasm::WitPackage(..) => panic!("no component"),
    }
}

#[test]
fn it_imports_only_what_every_host_has() {
    let (resolve, world) = world();
    let imports = functions(&resolve, &resolve.worlds[world].imports);
    for (interface, functions) in &imports {
        let known = HOST_FUNCTIONS.iter().find(|(name, _)| name == interface);
        let (_, known) = known.unwrap_or_else(|| panic!("no host has {interface}"));
        for function in functions {
            assert!(known.contains(&function.as_str()), "{interface} has no {function} on every host");
        }
    }
    assert!(imports["supabase:wrappers/types@0.2.0"].contains("[method]row.push"), "{imports:?}");
}

#[test]
fn it_exports_the_routines() {
    let (resolve, world) = world();
    let exports = functions(&resolve, &resolve.worlds[world].exports);
    let routines = [
        "host-version-requirement",
        "init",
        "begin-scan",
        "iter-scan",
        "re-scan",
        "end-scan",
        "begin-modify",
        "insert",
        "update",
        "delete",
        "end-modify",
        "import-foreign-schema",
    ];
    let want = BTreeMap::from([(
        "supabase:wrappers/routines@0.2.0".to_owned(),
        routines.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(),
    )]);
    assert_eq!(exports, want);
}

/// Code is compiled at every query: about 0.7 ms for each kilobyte.
#[test]
fn it_keeps_its_budget() {
    let size = component_build::size::measure(&read()).expect("a size");
    assert!(size.total <= 100_000, "{size:?}");
    assert!(size.code <= 50_000, "{size:?}");
    assert!(size.code > 10_000, "this is no component of ours: {size:?}");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let first = read();
    let again = component_build::workspace().join("target/again");
    // What was built there before must not serve again.
    let _ = std::fs::remove_dir_all(again.join(component_build::TARGET));
    let second =
        std::fs::read(component_build::component_in(&again, &again.join("component")).expect("it builds again"))
            .expect("the component");
    assert!(first == second, "{} and {}", component_build::checksum(&first), component_build::checksum(&second));
    let checksum = std::fs::read_to_string(common::component().with_extension("wasm.sha256")).expect("a checksum");
    assert_eq!(checksum, format!("{}  clerk_fdw.wasm\n", component_build::checksum(&first)));
}

#[test]
fn it_tells_nothing_of_the_machine_that_built_it() {
    let component = read();
    let workspace = component_build::workspace().to_string_lossy().into_owned();
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME")).unwrap_or_default();
    for path in [workspace, home, "/rustc/".to_owned(), ".rs".to_owned()] {
        let found = path.len() > 1 && component.windows(path.len()).any(|part| part == path.as_bytes());
        assert!(!found, "the component holds {path:?}");
    }
}
