//! The component as a file: what it imports, how large it is, that it is the same every time.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use component_build::Variant;
use component_build::choice::{Choice, Tools};
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

/// Code is compiled at every query: about a millisecond for each kilobyte. The rest of a component costs next to nothing.
#[test]
fn it_keeps_its_budget() {
    if !is_chosen_for_these_tools() {
        return;
    }
    let shipped = component_build::variant_of_component(Variant::Shipped).expect("the component");
    let size = component_build::size::measure(&std::fs::read(shipped).expect("the component")).expect("a size");
    assert!(size.code <= 12_000, "{size:?}");
    assert!(size.code > 2_000 && size.data > 100_000, "this is no component of ours: {size:?}");
}

/// Whether what stays compiled was measured with the tools in use. With others every function is compiled.
fn is_chosen_for_these_tools() -> bool {
    let choice = Choice::read().expect("the choice");
    let tools = Tools::in_use(&component_build::toolchain::find().expect("a toolchain")).expect("versions");
    if tools != choice.tools {
        println!("not checked: the choice is for {:?}, and these are {tools:?}", choice.tools);
    }
    tools == choice.tools
}

/// A component with everything in it compiled and one with nothing in it compiled have the same imports and exports.
#[test]
fn every_variant_has_the_same_world() {
    let worlds = [Variant::Shipped, Variant::Plain, Variant::Interpreted].map(|variant| {
        let path = component_build::variant_of_component(variant).expect("a component");
        let bytes = std::fs::read(path).expect("the component");
        let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes).expect("a component") else {
            panic!("no component")
        };
        let world = &resolve.worlds[world];
        (functions(&resolve, &world.imports), functions(&resolve, &world.exports))
    });
    assert!(worlds.iter().all(|world| *world == worlds[0]), "{worlds:?}");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let shipped = component_build::variant_of_component(Variant::Shipped).expect("the component");
    let first = std::fs::read(&shipped).expect("the component");
    let again = component_build::workspace().join("target/again");
    // What was built there before must not serve again.
    let _ = std::fs::remove_dir_all(again.join(component_build::TARGET));
    let second = std::fs::read(
        component_build::component_in(Variant::Shipped, &again, &again.join("component")).expect("it builds again"),
    )
    .expect("the component");
    assert!(first == second, "{} and {}", component_build::checksum(&first), component_build::checksum(&second));
    let checksum = std::fs::read_to_string(shipped.with_extension("wasm.sha256")).expect("a checksum");
    assert_eq!(checksum, format!("{}  clerk_fdw.wasm\n", component_build::checksum(&first)));
}

#[test]
fn it_tells_nothing_of_the_machine_that_built_it() {
    // Bytecode may look like anything; the one without it has the same text.
    let component = std::fs::read(component_build::plain_component().expect("the component")).expect("the component");
    let workspace = component_build::workspace().to_string_lossy().into_owned();
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME")).unwrap_or_default();
    for path in [workspace, home] {
        let found = path.len() > 1 && component.windows(path.len()).any(|part| part == path.as_bytes());
        assert!(!found, "the component holds {path:?}");
    }
}
