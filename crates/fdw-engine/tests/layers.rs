//! The modules of the crate are layers: each uses only modules before it.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, each after those that it may use.
const LAYERS: [&str; 16] = [
    "host",
    "json",
    "text",
    "utc",
    "report",
    "secrets",
    "catalogue",
    "request",
    "planner",
    "client",
    "schemas",
    "write",
    "reader",
    "scan",
    "scan_cache",
    "import",
];

/// Collects the Rust files in a folder and its subfolders.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder should be readable") {
        let path = entry.expect("the source folder should be readable").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The index of a module's layer.
fn layer(module: &str) -> usize {
    LAYERS.iter().position(|layer| *layer == module).unwrap_or_else(|| panic!("module {module} is missing in LAYERS"))
}

#[test]
fn modules_use_only_modules_of_earlier_layers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > LAYERS.len());
    let mut used = 0;
    for file in files {
        let path = file.strip_prefix(&root).expect("the file should be in src").to_string_lossy().into_owned();
        if path == "lib.rs" {
            continue;
        }
        let own = path.split('/').next().unwrap_or("").trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).expect("the file should be readable");
        for rest in text.split("crate::").skip(1) {
            let module: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            used += 1;
            assert!(layer(&module) <= layer(&own), "{path} uses {module}, which is a later layer than {own}");
        }
    }
    assert!(used > 50, "only {used} imports were found");
}
