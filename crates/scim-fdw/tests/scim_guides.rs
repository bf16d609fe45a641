//! Runs the SQL of `docs/scim/README.md` in a real Postgres, on a real SCIM server (see [`fdw_sandbox::guides`]). `BLESS=1`
//! rewrites the `text` blocks, for review.

use std::path::Path;

use component_build::workspace;
use fdw_sandbox::{Host, Sandbox, Scim, guides};
use scim_catalogue::RFC7644;
use scim_server::{Implementation, TOKEN};

const README: &str = "docs/scim/README.md";

fn readme() -> String {
    std::fs::read_to_string(workspace().join(README)).expect(README)
}

/// Fills in what a reader of the guide has to fill in, and replaces Supabase's extension by the one of this repository.
fn fill(statement: &str) -> String {
    statement
        .replace("extension if not exists wrappers", "extension if not exists wasm_fdw_host")
        .replace("<URL of scim_fdw.wasm>", "file://{component}")
        .replace("<SHA-256 of scim_fdw.wasm>", "{checksum}")
        .replace("<bearer token>", TOKEN)
        .replace("https://scim.example.com/v2", "{url}")
}

#[test]
fn statements_print_what_the_guide_shows() {
    let scim = Scim::start(Implementation::Scim2Server).expect("a server");
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), scim).expect("a sandbox");
    let mut session = guides::session(&sandbox, Path::new(README)).expect("a database");
    // The guide installs the component, so its database must not have it.
    let dropped = session.run("drop extension wasm_fdw_host cascade; drop schema scim; delete from vault.secrets");
    assert!(!dropped.contains("ERROR"), "{dropped}");
    let guide = readme();
    let written = guides::run(&sandbox, &mut session, &guide, &fill).unwrap_or_else(|error| panic!("{error:#}"));
    let difference = guides::compare(Path::new(README), &guide, &written).expect("the guide is written");
    assert_eq!(difference, None, "run `make bless PROVIDER=scim` and review the changes");
}

#[test]
fn the_readme_names_every_table() {
    let readme = readme();
    for object in RFC7644.objects {
        assert!(readme.contains(&format!("`{}`", object.name)), "{}", object.name);
    }
}
