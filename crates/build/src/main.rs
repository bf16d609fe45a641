//! `component-build` builds the component and says where it is, how large it is and what of it is compiled.
//!
//! `component-build plain` builds the one in which every function is compiled, `component-build interpreted` the one in
//! which none is. `component-build locate POSITION` names the function at a position of the bytecode.

use anyhow::{Context, Result, bail};
use cold_code::Map;
use component_build::{Variant, size, variant_of_component};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] | ["shipped"] => build(Variant::Shipped),
        ["plain"] => build(Variant::Plain),
        ["interpreted"] => build(Variant::Interpreted),
        ["locate", position] => locate(position),
        _ => bail!("usage: component-build [shipped | plain | interpreted | locate POSITION]"),
    }
}

fn build(variant: Variant) -> Result<()> {
    let path = variant_of_component(variant)?;
    let component = std::fs::read(&path)?;
    let size = size::measure(&component)?;
    let functions = path.with_extension("functions.txt");
    let listing = std::fs::read_to_string(&functions)?;
    println!("{}", path.display());
    println!("  sha256     {}", component_build::checksum(&component));
    println!("  component  {:>7} bytes", size.total);
    println!("  code       {:>7} bytes, which Wrappers compiles at every query", size.code);
    println!("  data       {:>7} bytes", size.data);
    println!("what the code and the bytecode are:");
    for (kind, what) in KINDS {
        let (count, bytes) = sum(&listing, kind);
        if count > 0 {
            println!("  {bytes:>7} bytes, {}", what.replace("{count}", &count.to_string()));
        }
    }
    println!("  Each function is listed in {}", functions.display());
    Ok(())
}

/// How a line of the listing begins, and what such lines are of.
const KINDS: [(&str, &str); 4] = [
    ("compiled", "compiled: {count} functions"),
    ("stubs", "compiled: stubs, through which compiled code and the host call bytecode"),
    ("runs", "compiled: the interpreter"),
    ("bytecode", "data: {count} functions that are bytecode"),
];

/// How many functions of a kind a listing has, and their bytes.
fn sum(listing: &str, kind: &str) -> (usize, u64) {
    let lines = listing.lines().filter_map(|line| line.strip_prefix(kind));
    let bytes = lines.filter_map(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    bytes.fold((0, 0), |(count, sum), bytes| (count + 1, sum + bytes))
}

fn locate(position: &str) -> Result<()> {
    let position: u32 = position.parse().with_context(|| format!("{position:?} is not a position"))?;
    let path = variant_of_component(Variant::Shipped)?;
    let name = Map::beside(&path).and_then(|map| map.function(position).cloned());
    match name {
        Some(name) => println!("{name}"),
        None => bail!("no function of {} has position {position}", path.display()),
    }
    Ok(())
}
