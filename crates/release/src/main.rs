//! `release [URL]` writes the files of a release into `target/release-files/`. `URL` is the URL at which
//! `clerk_fdw.wasm` will be published.

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let url = std::env::args().nth(1).filter(|url| !url.is_empty());
    if let Some(url) = url.as_deref().filter(|url| !url.starts_with("https://")) {
        bail!("the URL {url} must begin with https://");
    }
    let folder = component_build::workspace().join("target/release-files");
    println!("{}", folder.display());
    for name in release::write(&folder, url.as_deref().unwrap_or(release::UNKNOWN_URL))? {
        println!("  {name}");
    }
    match url {
        Some(url) => println!("Publish clerk_fdw.wasm as {url}, and run install.sql with your secret key in it."),
        None => println!("install.sql lacks the URL of the component: run make release URL=https://…/clerk_fdw.wasm"),
    }
    Ok(())
}
