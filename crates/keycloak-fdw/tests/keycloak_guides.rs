//! Runs the SQL of `docs/keycloak/README.md` in a real Postgres, on a real Keycloak (see [`fdw_sandbox::guides`]).
//! `BLESS=1` rewrites the `text` blocks, for review.

use std::path::Path;

use component_build::workspace;
use fdw_sandbox::{Host, Keycloak, Sandbox, guides};
use keycloak_catalogue::CATALOGUE;
use keycloak_server::FDW_SECRET;

const README: &str = "docs/keycloak/README.md";

fn readme() -> String {
    std::fs::read_to_string(workspace().join(README)).expect(README)
}

/// Fills in what a reader of the guide has to fill in, and replaces Supabase's extension by the one of this repository.
fn fill(statement: &str) -> String {
    statement
        .replace("extension if not exists wrappers", "extension if not exists wasm_fdw_host")
        .replace("<URL of keycloak_fdw.wasm>", "file://{component}")
        .replace("<SHA-256 of keycloak_fdw.wasm>", "{checksum}")
        .replace("<secret of the client>", FDW_SECRET)
        .replace("https://keycloak.example.com", "{url}")
}

#[test]
fn statements_print_what_the_guide_shows() {
    let keycloak = Keycloak::start().expect("a Keycloak");
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), keycloak).expect("a sandbox");
    let mut session = guides::session(&sandbox, Path::new(README)).expect("a database");
    // The guide installs the component, so its database must not have it.
    let dropped = session.run("drop extension wasm_fdw_host cascade; drop schema keycloak; delete from vault.secrets");
    assert!(!dropped.contains("ERROR"), "{dropped}");
    let guide = readme();
    let written = guides::run(&sandbox, &mut session, &guide, &fill).unwrap_or_else(|error| panic!("{error:#}"));
    let difference = guides::compare(Path::new(README), &guide, &written).expect("the guide is written");
    assert_eq!(difference, None, "run `make bless PROVIDER=keycloak` and review the changes");
}

#[test]
fn the_readme_names_every_table_and_the_roles_that_it_needs() {
    let readme = readme();
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    for object in CATALOGUE.objects {
        let row = rows.iter().find(|row| row.contains(&format!("`{}`", object.name)));
        let row = row.unwrap_or_else(|| panic!("no row of the table of roles names {}", object.name));
        let needed = object.needed_permission.unwrap_or_default();
        let roles = needed.split(' ').filter(|word| word.starts_with("view-") || word.starts_with("query-"));
        for role in roles {
            assert!(row.contains(&format!("`{role}`")), "{}: {role} is not in {row}", object.name);
            assert!(readme.contains(&format!("--rolename {role}")), "{role}");
        }
    }
}
