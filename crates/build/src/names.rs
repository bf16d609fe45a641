//! The names of a module's functions, as the source has them.

use std::collections::BTreeMap;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// What binaryen puts before the name of a function that it made of two that were the same.
const MERGED: &str = "byn$mgfn-shared$";

/// The names of functions, by their index: paths in the source, without the hashes that the compiler adds. Functions
/// that were made from one place of the source, as generic ones are, have the same name.
pub fn of_functions(module: &[u8]) -> Result<BTreeMap<u32, String>> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            let Name::Function(functions) = subsection? else { continue };
            for function in functions {
                let function = function?;
                let name = function.name.strip_prefix(MERGED).unwrap_or(function.name);
                names.insert(function.index, format!("{:#}", rustc_demangle::demangle(name)));
            }
        }
    }
    Ok(names)
}
