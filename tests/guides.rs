//! Runs the SQL of the README and of the guides in `docs/` in a real Postgres, on a mock of Clerk's API. Each `text`
//! block must be what the `sql` block before it prints, followed by a line for each request. `BLESS=1` rewrites the
//! `text` blocks, for review.

use std::path::{Path, PathBuf};

use clerk_catalogue::CATALOGUE;
use clerk_mock::{KEY, Mock};
use component_build::workspace;
use fdw_sandbox::{Host, Sandbox, guides};

/// Number of users of the mock.
const USERS: u32 = 1200;

/// Roles, default privileges and the function `auth.jwt` as Supabase creates them, for the guide to security.
const SUPABASE: &str = include_str!("guides/supabase.sql");

/// The guides in a folder, with their paths relative to the root of the repository.
fn guides_in(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(workspace().join(folder)).expect(folder);
    let names = entries.map(|entry| Path::new(folder).join(entry.expect("an entry").file_name()));
    let mut paths: Vec<PathBuf> = names.filter(|path| path.extension().is_some_and(|found| found == "md")).collect();
    paths.sort();
    paths.into_iter().map(page).collect()
}

/// A page, with its path relative to the root of the repository.
fn page(path: PathBuf) -> (PathBuf, String) {
    let text = std::fs::read_to_string(workspace().join(&path)).expect("a page");
    (path, text)
}

/// The README and the guides to the component for Clerk.
fn guides_to_clerk() -> Vec<(PathBuf, String)> {
    let mut guides = guides_in("docs");
    guides.insert(0, page(PathBuf::from("README.md")));
    guides
}

/// Fills in what a reader of the guide has to fill in, and replaces Supabase's extension by the one of this repository.
fn fill(statement: &str) -> String {
    statement
        .replace("extension if not exists wrappers", "extension if not exists wasm_fdw_host")
        .replace("<URL of clerk_fdw.wasm>", "file://{component}")
        .replace("<SHA-256 of clerk_fdw.wasm>", "{checksum}")
        .replace("sk_live_…", KEY)
        .replace("api_key_id %L", "api_key_id %L, api_url '{url}'")
}

/// Runs a guide in a new database, and returns the guide with the output that its statements print.
fn run(sandbox: &Sandbox<Mock>, path: &Path, guide: &str) -> String {
    let mut session = guides::session(sandbox, path).expect("a database");
    match &*path.to_string_lossy() {
        // The README installs the component, so its database must not have it.
        "README.md" => {
            let dropped =
                session.run("drop extension wasm_fdw_host cascade; drop schema clerk; delete from vault.secrets");
            assert!(!dropped.contains("ERROR"), "{dropped}");
        }
        "docs/sync.md" => {
            let kit = std::fs::read_to_string(workspace().join("sync/install.sql")).expect("the kit");
            for sql in [SUPABASE, &kit, "set client_min_messages = warning"] {
                let output = session.run(sql);
                assert!(!output.contains("ERROR"), "{output}");
            }
        }
        "docs/security.md" => assert!(!session.run(SUPABASE).contains("ERROR"), "guides/supabase.sql failed"),
        _ => {}
    }
    let written = guides::run(sandbox, &mut session, guide, &fill);
    written.unwrap_or_else(|error| panic!("{}: {error:#}", path.display()))
}

#[test]
fn statements_print_what_the_guides_show() {
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), Mock::with_users(USERS).expect("a mock"))
        .expect("a sandbox");
    let mut differing = Vec::new();
    let mut with_sql = 0;
    for (path, guide) in guides_to_clerk().into_iter().filter(|(_, guide)| guides::has_sql(guide)) {
        with_sql += 1;
        let written = run(&sandbox, &path, &guide);
        differing.extend(guides::compare(&path, &guide, &written).expect("the guide is written"));
    }
    assert!(with_sql > 5, "only {with_sql} guides contain SQL");
    assert!(differing.is_empty(), "run make bless and review the changes:\n{}", differing.join("\n"));
}

#[test]
fn the_readme_is_short_and_shows_the_released_install_script() {
    let (_, readme) = page(PathBuf::from("README.md"));
    assert!(readme.lines().count() <= 150, "the README has {} lines", readme.lines().count());
    let script = release::INSTALL_SQL
        .replace("{url}", "<URL of clerk_fdw.wasm>")
        .replace("{checksum}", "<SHA-256 of clerk_fdw.wasm>");
    assert!(readme.contains(&guides::sql_block(&script)), "the README does not contain the install script");
    assert_eq!(
        CATALOGUE.objects.len().to_string(),
        number_before(&readme, " objects"),
        "the README's number of objects"
    );
}

/// The last word before a marker; empty if the text does not contain the marker.
fn number_before<'t>(text: &'t str, marker: &str) -> &'t str {
    text.split_once(marker).and_then(|(before, _)| before.split_whitespace().last()).unwrap_or("")
}

#[test]
fn links_and_make_targets_exist() {
    let makefile = std::fs::read_to_string(workspace().join("Makefile")).expect("the Makefile");
    let mut pages = guides_to_clerk();
    pages.extend(guides_in("docs/keycloak"));
    pages.extend(guides_in("docs/scim"));
    for name in ["CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"] {
        pages.push(page(PathBuf::from(name)));
    }
    for (path, text) in pages {
        let folder = path.parent().expect("a folder");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.starts_with("http")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { workspace().join(&path) } else { workspace().join(folder).join(file) };
            assert!(target.exists(), "{}: {link}", path.display());
            if !anchor.is_empty() {
                let page = std::fs::read_to_string(&target).expect("a page");
                let anchors = page.lines().filter(|line| line.starts_with('#')).map(anchor_of);
                assert!(anchors.into_iter().any(|found| found == anchor), "{}: {link}", path.display());
            }
        }
        let targets = text.split("make ").skip(1).filter_map(|rest| rest.split([' ', '`', '\n', ';', ')', ',']).next());
        for target in targets
            .filter(|target| text.contains(&format!("`make {target}")) || text.contains(&format!("\nmake {target}")))
        {
            assert!(makefile.contains(&format!("\n{target}:")), "{}: make {target}", path.display());
        }
    }
}

/// The anchor that GitHub gives a heading.
fn anchor_of(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
