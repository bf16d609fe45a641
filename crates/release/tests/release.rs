//! The files of a release are complete, consistent, and the same each time.

use std::collections::BTreeMap;
use std::fs;

const URL: &str = "https://example.com/o'clock%20/clerk_fdw.wasm";

fn files() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let names = release::write(folder.path(), URL).expect("the files are written");
    names.into_iter().map(|name| (name.clone(), fs::read(folder.path().join(name)).expect("a file"))).collect()
}

#[test]
fn a_release_is_complete_and_reproducible() {
    let files = files();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["clerk_fdw.cdx.json", "clerk_fdw.wasm", "clerk_fdw.wasm.sha256", "install.sql", "sync.sql"]);
    assert!(files == self::files(), "a second release differs");
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("UTF-8");

    let checksum = component_build::checksum(&files["clerk_fdw.wasm"]);
    assert_eq!(text("clerk_fdw.wasm.sha256"), format!("{checksum}  clerk_fdw.wasm\n"));

    let script = text("install.sql");
    assert!(script.contains("fdw_package_url 'https://example.com/o''clock%%20/clerk_fdw.wasm'"), "{script}");
    assert!(script.contains(&format!("fdw_package_checksum '{checksum}'")), "{script}");
    let version = format!("fdw_package_version '{}'", env!("CARGO_PKG_VERSION"));
    assert!(script.contains(&version) && !script.contains('{'), "{script}");

    let bill = text("clerk_fdw.cdx.json");
    assert!(bill.contains(&checksum), "{bill}");
    for name in ["fdw-engine", "fdw-guest", "clerk-catalogue", "serde_json", "wit-bindgen"] {
        assert!(bill.contains(&format!("\"name\": \"{name}\"")), "{name} is not in the bill of materials: {bill}");
    }
    for name in ["wasmtime", "serde_derive", "indexmap", "clerk-mock"] {
        assert!(!bill.contains(&format!("\"name\": \"{name}\"")), "{name} is not linked into the component: {bill}");
    }
    assert!(!bill.contains("timestamp") && !bill.contains("urn:uuid"), "{bill}");
}
