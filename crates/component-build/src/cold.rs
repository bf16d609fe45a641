//! Transforms the core module before it becomes a component: converts functions to bytecode, or adds instruction
//! counters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result};
use cold_code::{CompiledBytes, Map};
use wit_component::StringEncoding;
use wit_parser::Resolve;

use crate::choice::{Choice, Tools};
use crate::{Provider, Variant, names, size, toolchain};

/// A core module with a description of its functions.
pub struct Core {
    /// The module.
    pub module: Vec<u8>,
    /// Maps positions of the bytecode to the names of functions.
    pub map: Map<String>,
    /// A listing with one line for each function, which says whether it is compiled or bytecode, and its size.
    pub functions: String,
}

/// Makes the core module of a variant from the output of `wasm-opt`.
pub fn core(module: &[u8], variant: Variant, provider: Provider) -> Result<Core> {
    match variant {
        Variant::Shipped => shipped(module, provider),
        Variant::Plain => plain(module),
        Variant::Interpreted => rewritten(module, &BTreeSet::new()),
        Variant::Counting => Ok(Core { module: counting(module)?, map: Map::default(), functions: String::new() }),
    }
}

fn shipped(module: &[u8], provider: Provider) -> Result<Core> {
    chosen(module, &Choice::read()?, &Tools::in_use(&toolchain::find()?)?, provider)
}

/// Converts to bytecode all functions that the choice does not name. If the tools in use are not those with which the
/// choice was measured, prints a warning and leaves every function compiled.
fn chosen(module: &[u8], choice: &Choice, tools: &Tools, provider: Provider) -> Result<Core> {
    if *tools != choice.tools {
        eprintln!(
            "warning: all functions of the component stay compiled, which makes every query slower to start: \
             compiled-functions.toml was measured with {} and {}, but this build uses {} and {}. Run `make profile` to \
             measure again",
            choice.tools.rustc, choice.tools.wasm_opt, tools.rustc, tools.wasm_opt
        );
        return plain(module);
    }
    rewritten(module, &choice.indices(module, provider)?)
}

fn plain(module: &[u8]) -> Result<Core> {
    let names = names::of_functions(module)?;
    let compiled = size::of_functions(module)?;
    Ok(Core { module: module.to_owned(), map: Map::default(), functions: listing(&names, &compiled, &BTreeMap::new()) })
}

/// Converts all functions except these to bytecode.
fn rewritten(module: &[u8], stay_compiled: &BTreeSet<u32>) -> Result<Core> {
    let rewritten = cold_code::rewrite(module, &|function| stay_compiled.contains(&function))?;
    let names = names::of_functions(module)?;
    let mut compiled = size::of_functions(module)?;
    compiled.retain(|function, _| stay_compiled.contains(function));
    let mut bytecode: BTreeMap<u32, u32> = BTreeMap::new();
    for (function, bytes) in rewritten.map.stretches() {
        *bytecode.entry(*function).or_default() += bytes;
    }
    let mut functions = listing(&names, &compiled, &bytecode);
    let CompiledBytes { stubs, interpreter, .. } = rewritten.compiled;
    let _ = writeln!(
        functions,
        "stubs    {stubs:6} bytes  functions through which compiled code and the host call bytecode"
    );
    let _ = writeln!(functions, "interp.  {interpreter:6} bytes  the interpreter");
    let name = |function| names.get(&function).cloned().unwrap_or_else(|| format!("function {function}"));
    Ok(Core { module: rewritten.module, map: rewritten.map.named(name), functions })
}

/// Formats a line for each function.
fn listing(names: &BTreeMap<u32, String>, compiled: &BTreeMap<u32, usize>, bytecode: &BTreeMap<u32, u32>) -> String {
    let mut text = String::new();
    let name = |function: &u32| names.get(function).map_or("", String::as_str);
    for (function, bytes) in compiled {
        let _ = writeln!(text, "compiled {bytes:6} bytes  {}", name(function));
    }
    for (function, bytes) in bytecode {
        let _ = writeln!(text, "bytecode {bytes:6} bytes  {}", name(function));
    }
    text
}

/// Adds instruction counters to a core module, and metadata for an export of the component that returns them.
fn counting(module: &[u8]) -> Result<Vec<u8>> {
    let export = cold_code::count::EXPORT;
    let world = format!("package fdw:counting; world counting {{ export {export}: func(function: u32) -> u64; }}");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("counting.wit", &world)?;
    let world = resolve.select_world(&[package], None)?;
    let mut module = cold_code::count::count(module).context("cannot add instruction counters to the module")?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    Ok(module)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Figures;

    #[test]
    fn a_choice_applies_only_to_the_tools_that_it_was_measured_with() {
        let text = r#"(module (func $hot (export "hot")) (func $cold (export "cold") (call $hot)))"#;
        let module = wat::parse_str(text).expect("the text is a module");
        let tools = |rustc: &str| Tools { rustc: rustc.to_owned(), wasm_opt: "1".to_owned() };
        let choice = |name: &str| Choice {
            tools: tools("1"),
            compiled: BTreeMap::from([(name.to_owned(), Figures::default())]),
            ..Choice::default()
        };
        let core = chosen(&module, &choice("hot"), &tools("1"), Provider::Clerk).expect("the module can be rewritten");
        let lines: Vec<&str> = core.functions.lines().collect();
        assert!(lines[0].starts_with("compiled") && lines[0].ends_with("hot"), "{lines:?}");
        assert!(lines[1].starts_with("bytecode") && lines[1].ends_with("cold"), "{lines:?}");
        // With other tools, everything stays compiled, and the names are not checked.
        let core = chosen(&module, &choice("gone"), &tools("2"), Provider::Clerk).expect("the module can be rewritten");
        assert_eq!(core.module, module);
        let error = chosen(&module, &choice("gone"), &tools("1"), Provider::Clerk)
            .err()
            .expect("the name is missing")
            .to_string();
        assert!(error.contains("does not have: gone"), "{error}");
    }
}
