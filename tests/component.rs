//! The component as a file: what it imports, how large it is, that it is the same every time.

mod common;

use std::collections::BTreeSet;

use wasmparser::{ComponentExternalKind, ComponentTypeRef, Parser, Payload};

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

#[test]
fn it_imports_only_what_every_host_has() {
    let component = read();
    let mut interfaces = BTreeSet::new();
    let mut functions = BTreeSet::new();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(&component) {
        match payload.expect("a component") {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(imports) if depth == 1 => {
                for import in imports {
                    let import = import.expect("an import");
                    assert!(matches!(import.ty, ComponentTypeRef::Instance(_)), "{} is no interface", import.name.name);
                    interfaces.insert(import.name.name.to_owned());
                }
            }
            // An interface's functions are named where the core module's imports are lowered.
            Payload::ComponentAliasSection(aliases) if depth == 1 => {
                for alias in aliases {
                    if let wasmparser::ComponentAlias::InstanceExport {
                        kind: ComponentExternalKind::Func, name, ..
                    } = alias.expect("an alias")
                    {
                        functions.insert(name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let known: BTreeSet<String> = HOST_FUNCTIONS.iter().map(|(interface, _)| (*interface).to_owned()).collect();
    assert!(interfaces.is_subset(&known), "unknown interfaces among {interfaces:?}");
    let known: BTreeSet<String> =
        HOST_FUNCTIONS.iter().flat_map(|(_, functions)| functions.iter().map(|name| (*name).to_owned())).collect();
    assert!(functions.is_subset(&known), "unknown functions: {:?}", functions.difference(&known));
    assert!(functions.contains("get") && functions.contains("[method]row.push"), "{functions:?}");
}

#[test]
fn it_exports_the_routines() {
    let component = read();
    let mut exports = Vec::new();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(&component) {
        match payload.expect("a component") {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentExportSection(section) if depth == 1 => {
                exports.extend(section.into_iter().map(|export| export.expect("an export").name.name.to_owned()));
            }
            _ => {}
        }
    }
    assert_eq!(exports, ["supabase:wrappers/routines@0.2.0"]);
}

/// Code is compiled at every query: about 0.7 ms for each kilobyte.
#[test]
fn it_keeps_its_budget() {
    let size = component_build::size::measure(&read()).expect("a size");
    assert!(size.total <= 80_000, "{size:?}");
    assert!(size.code <= 45_000, "{size:?}");
    assert!(size.code > 10_000, "this is no component of ours: {size:?}");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let first = read();
    let again = component_build::workspace().join("target/again");
    // What was built there before must not serve again.
    let _ = std::fs::remove_dir_all(again.join(component_build::TARGET));
    let second = std::fs::read(component_build::component_in(&again).expect("it builds again")).expect("the component");
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
