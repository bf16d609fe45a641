//! `component-build` builds the component and says where it is and how large.

use anyhow::Result;

fn main() -> Result<()> {
    let path = component_build::component()?;
    let component = std::fs::read(&path)?;
    let size = component_build::size::measure(&component)?;
    println!("{}", path.display());
    println!("  sha256     {}", component_build::checksum(&component));
    println!("  component  {:>7} bytes", size.total);
    println!("  code       {:>7} bytes", size.code);
    println!("  data       {:>7} bytes", size.data);
    Ok(())
}
