//! `component-build` builds the component and prints its path, its size and how much of it is compiled.
//!
//! With `PROVIDER=keycloak` in the environment, this is the component for Keycloak instead of Clerk.
//!
//! `component-build plain` builds the variant with every function compiled, and `component-build interpreted` the
//! variant with every function as bytecode. `component-build locate POSITION` prints the name of the function at a
//! position of the shipped variant's bytecode.

use anyhow::{Context, Result, bail};
use cold_code::Map;
use component_build::{Provider, Variant, component_for, size};

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
    let path = component_for(Provider::from_environment()?, variant)?;
    let component = std::fs::read(&path)?;
    let size = size::measure(&component)?;
    let functions = path.with_extension("functions.txt");
    let listing = std::fs::read_to_string(&functions)?;
    println!("{}", path.display());
    println!("  sha256     {}", component_build::checksum(&component));
    println!("  component  {:>7} bytes", size.total);
    println!("  code       {:>7} bytes, which Wrappers compiles for every query", size.code);
    println!("  data       {:>7} bytes", size.data);
    println!("contents:");
    for (kind, what) in KINDS {
        let (count, bytes) = sum(&listing, kind);
        if count > 0 {
            println!("  {bytes:>7} bytes, {}", what.replace("{count}", &count.to_string()));
        }
    }
    println!("all functions are listed in {}", functions.display());
    Ok(())
}

/// The kinds of lines in the listing: the first word, and a description of what such lines add up to.
const KINDS: [(&str, &str); 4] = [
    ("compiled", "code: {count} functions that stay compiled"),
    ("stubs", "code: stubs, through which compiled code and the host call bytecode"),
    ("interp.", "code: the interpreter"),
    ("bytecode", "data: {count} functions that are bytecode"),
];

/// Returns the number of lines of a kind in a listing, and the sum of their sizes in bytes.
fn sum(listing: &str, kind: &str) -> (usize, u64) {
    let lines = listing.lines().filter_map(|line| line.strip_prefix(kind));
    let bytes = lines.filter_map(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    bytes.fold((0, 0), |(count, sum), bytes| (count + 1, sum + bytes))
}

fn locate(position: &str) -> Result<()> {
    let position: u32 = position.parse().with_context(|| format!("POSITION must be a number, but is {position:?}"))?;
    let path = component_for(Provider::from_environment()?, Variant::Shipped)?;
    let name = Map::beside(&path).and_then(|map| map.function(position).cloned());
    match name {
        Some(name) => println!("{name}"),
        None => bail!("no function of {} contains the position {position}", path.display()),
    }
    Ok(())
}
