//! What becomes of a core module before it is made a component: some of its functions become bytecode, or it counts.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use cold_code::{Map, Rewritten};
use wit_component::StringEncoding;
use wit_parser::Resolve;

use crate::choice::{Choice, Tools};
use crate::{Variant, names, size, toolchain};

/// A core module with what is known of it.
pub struct Core {
    /// The module.
    pub module: Vec<u8>,
    /// The names of the functions at positions of the bytecode.
    pub map: Map<String>,
    /// What is compiled and what is not, for people: a line for each function.
    pub functions: String,
}

/// Makes the core module of a variant from the one that the linker and `wasm-opt` leave.
pub fn core(module: &[u8], variant: Variant) -> Result<Core> {
    match variant {
        Variant::Shipped => shipped(module),
        Variant::Plain => plain(module),
        Variant::Interpreted => rewritten(module, cold_code::rewrite(module, &|_| false)?),
        Variant::Counting => Ok(Core { module: counting(module)?, map: Map::default(), functions: String::new() }),
    }
}

fn shipped(module: &[u8]) -> Result<Core> {
    let choice = Choice::read()?;
    let tools = Tools::in_use(&toolchain::find()?)?;
    if tools != choice.tools {
        eprintln!(
            "warning: every function of the component is compiled, because which ones need not be was measured with \
             {} and {}, and these are {} and {}; `make profile` measures anew",
            choice.tools.rustc, choice.tools.wasm_opt, tools.rustc, tools.wasm_opt
        );
        return plain(module);
    }
    let compiled = choice.indices(module)?;
    rewritten(module, cold_code::rewrite(module, &|function| compiled.contains(&function))?)
}

fn plain(module: &[u8]) -> Result<Core> {
    let names = names::of_functions(module)?;
    let compiled = size::of_functions(module)?;
    Ok(Core { module: module.to_owned(), map: Map::default(), functions: listing(&names, &compiled, &BTreeMap::new()) })
}

fn rewritten(module: &[u8], rewritten: Rewritten) -> Result<Core> {
    let names = names::of_functions(module)?;
    let mut bytecode: BTreeMap<u32, u32> = BTreeMap::new();
    for (function, bytes) in rewritten.map.stretches() {
        *bytecode.entry(*function).or_default() += bytes;
    }
    let mut compiled = size::of_functions(module)?;
    compiled.retain(|function, _| !bytecode.contains_key(function));
    let functions = listing(&names, &compiled, &bytecode);
    let name = |function| names.get(&function).cloned().unwrap_or_else(|| format!("function {function}"));
    Ok(Core { module: rewritten.module, map: rewritten.map.named(name), functions })
}

/// A line for each function.
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

/// The core module for a component that counts instructions, with an export that tells them.
fn counting(module: &[u8]) -> Result<Vec<u8>> {
    let export = cold_code::count::EXPORT;
    let world = format!("package fdw:counting; world counting {{ export {export}: func(function: u32) -> u64; }}");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("counting.wit", &world)?;
    let world = resolve.select_world(&[package], None)?;
    let mut module = cold_code::count::count(module).context("cannot make the module count")?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    Ok(module)
}
