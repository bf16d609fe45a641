//! Reads the names of a module's functions.

use std::collections::BTreeMap;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// The prefix that binaryen adds to the name of a function that it merged from several similar ones.
const MERGED: &str = "byn$mgfn-shared$";

/// Returns the names of functions by their index. A name is the function's path in the sources, without the compiler's
/// hash. Functions compiled from the same place, such as the instances of a generic function, have the same name.
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
