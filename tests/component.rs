//! The component as a file: its imports and exports, its size, and whether its build is reproducible.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use component_build::choice::{Choice, Tools};
use component_build::{Provider, Variant};
use wit_component::DecodedWasm;
use wit_parser::{IndexMap, Resolve, WorldId, WorldItem, WorldKey};

/// Functions that every Wrappers release from 0.5.0 on provides, according to the documentation of Wrappers rather than
/// the WIT files here. A host cannot load a component that imports a function which the host lacks.
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
        let WorldItem::Interface { id, .. } = item else {
            panic!("{} is not an interface", resolve.name_world_key(key))
        };
        let names = resolve.interfaces[*id].functions.keys().cloned().collect();
        out.insert(resolve.name_world_key(key), names);
    }
    out
}

fn world() -> (Resolve, WorldId) {
    match wit_component::decode(&read()).expect("a component") {
        DecodedWasm::Component(resolve, world) => (resolve, world),
        DecodedWasm::WitPackage(..) => panic!("not a component"),
    }
}

#[test]
fn imports_are_provided_by_every_supported_host() {
    let (resolve, world) = world();
    let imports = functions(&resolve, &resolve.worlds[world].imports);
    for (interface, functions) in &imports {
        let known = HOST_FUNCTIONS.iter().find(|(name, _)| name == interface);
        let (_, known) = known.unwrap_or_else(|| panic!("not every host has {interface}"));
        for function in functions {
            assert!(known.contains(&function.as_str()), "not every host has {function} of {interface}");
        }
    }
    assert!(imports["supabase:wrappers/types@0.2.0"].contains("[method]row.push"), "{imports:?}");
}

#[test]
fn exports_are_the_routines_of_a_wrapper() {
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

/// The host compiles the code at every query, which takes about a millisecond per kilobyte. The rest of the component
/// costs almost nothing.
#[test]
fn compiled_code_stays_within_its_budget() {
    if !is_choice_for_these_tools() {
        return;
    }
    let shipped = component_build::variant_of_component(Variant::Shipped).expect("the component");
    let size = component_build::size::measure(&std::fs::read(shipped).expect("the component")).expect("a size");
    assert!(size.code <= 12_000, "{size:?}");
    assert!(size.code > 2_000 && size.data > 100_000, "this is not the component: {size:?}");
}

/// Whether the tools in use are those with which the choice of compiled functions was measured. With other tools, the
/// build compiles every function.
fn is_choice_for_these_tools() -> bool {
    let choice = Choice::read().expect("the choice");
    let tools = Tools::in_use(&component_build::toolchain::find().expect("a toolchain")).expect("versions");
    if tools != choice.tools {
        println!("not checked: the choice is for {:?}, but the tools in use are {tools:?}", choice.tools);
    }
    tools == choice.tools
}

#[test]
fn every_variant_has_the_same_imports_and_exports() {
    let worlds = [Variant::Shipped, Variant::Plain, Variant::Interpreted].map(|variant| {
        let path = component_build::variant_of_component(variant).expect("a component");
        let bytes = std::fs::read(path).expect("the component");
        let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes).expect("a component") else {
            panic!("not a component")
        };
        let world = &resolve.worlds[world];
        (functions(&resolve, &world.imports), functions(&resolve, &world.exports))
    });
    assert!(worlds.iter().all(|world| *world == worlds[0]), "{worlds:?}");
}

#[test]
fn builds_are_reproducible() {
    let shipped = component_build::variant_of_component(Variant::Shipped).expect("the component");
    let first = std::fs::read(&shipped).expect("the component");
    let again = component_build::workspace().join("target/again");
    // Otherwise cargo would reuse what an earlier run built there.
    let _ = std::fs::remove_dir_all(again.join(component_build::TARGET));
    let second = std::fs::read(
        component_build::component_in(Provider::Clerk, Variant::Shipped, &again, &again.join("component"))
            .expect("it builds again"),
    )
    .expect("the component");
    assert!(first == second, "{} and {}", component_build::checksum(&first), component_build::checksum(&second));
    let checksum = std::fs::read_to_string(shipped.with_extension("wasm.sha256")).expect("a checksum");
    assert_eq!(checksum, format!("{}  clerk_fdw.wasm\n", component_build::checksum(&first)));
}

#[test]
fn the_component_contains_no_path_of_the_machine_that_built_it() {
    // The variant without bytecode has the same strings, and no bytecode that might match by chance.
    let component = std::fs::read(component_build::plain_component().expect("the component")).expect("the component");
    let workspace = component_build::workspace().to_string_lossy().into_owned();
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME")).unwrap_or_default();
    for path in [workspace, home] {
        let found = path.len() > 1 && component.windows(path.len()).any(|window| window == path.as_bytes());
        assert!(!found, "the component contains {path:?}");
    }
}
