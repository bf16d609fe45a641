//! Runs the SQL of the README and of the guides in `docs/` in a real Postgres, on a mock of Clerk's API. Each `text`
//! block must be what the `sql` block before it prints, followed by a line for each request. `BLESS=1` rewrites the
//! `text` blocks, for review.

use std::path::{Path, PathBuf};

use clerk_catalogue::CATALOGUE;
use clerk_mock::{KEY, Mock};
use component_build::workspace;
use fdw_sandbox::session::Session;
use fdw_sandbox::{Host, Sandbox};

/// Number of users of the mock.
const USERS: u32 = 1200;

/// Roles, default privileges and the function `auth.jwt` as Supabase creates them, for the guide to security.
const SUPABASE: &str = include_str!("guides/supabase.sql");

/// The README and the guides, with their paths relative to the root of the repository.
fn guides() -> Vec<(PathBuf, String)> {
    let folder = std::fs::read_dir(workspace().join("docs")).expect("docs/");
    let names = folder.map(|entry| Path::new("docs").join(entry.expect("an entry").file_name()));
    let mut paths: Vec<PathBuf> = names.filter(|path| path.extension().is_some_and(|found| found == "md")).collect();
    paths.sort();
    paths.insert(0, PathBuf::from("README.md"));
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(workspace().join(&path)).expect("a guide");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

/// A part of a guide: the contents of a fenced block, or the text between two of them.
#[derive(Debug, PartialEq)]
enum Part<'a> {
    Prose(&'a str),
    Sql(&'a str),
    Output(&'a str),
}

const SQL: &str = "```sql\n";
const OUTPUT: &str = "```text\n";
const END: &str = "```\n";

/// Divides a guide into its parts.
fn parts(guide: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = guide;
    loop {
        let next = [SQL, OUTPUT].into_iter().filter_map(|fence| Some((rest.find(fence)?, fence))).min();
        let Some((at, fence)) = next else {
            parts.push(Part::Prose(rest));
            return parts;
        };
        let (prose, block) = rest.split_at(at);
        parts.push(Part::Prose(prose));
        let (contents, after) = block[fence.len()..].split_once(END).expect("the end of a block");
        parts.push(if fence == SQL { Part::Sql(contents) } else { Part::Output(contents) });
        rest = after;
    }
}

/// The statements of a block. A statement ends with a semicolon at the end of a line, outside of dollar quotes.
fn statements(block: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    let mut quote: Option<String> = None;
    for line in block.split_inclusive('\n') {
        let tags =
            line.split('$').skip(1).step_by(2).filter(|tag| tag.chars().all(|c| c.is_alphanumeric() || c == '_'));
        for tag in tags {
            quote = match quote {
                None => Some(tag.to_owned()),
                Some(open) if open == tag => None,
                open => open,
            };
        }
        let last = statements.len() - 1;
        statements[last].push_str(line);
        if quote.is_none() && line.trim_end().ends_with(';') {
            statements.push(String::new());
        }
    }
    statements.retain(|statement| !statement.trim().is_empty());
    statements
}

#[test]
fn guides_are_divided_into_blocks_and_statements() {
    let guide = "a\n```sql\nselect 1;\n```\n```text\nx\n```\nb";
    let want = [Part::Prose("a\n"), Part::Sql("select 1;\n"), Part::Prose(""), Part::Output("x\n"), Part::Prose("b")];
    assert_eq!(parts(guide), want);
    let block = "-- a;b\nselect 1;\ndo $$ begin x; end $$;\ncreate $f$\n  a;\n  b $$ c;\n$f$;\n";
    assert_eq!(
        statements(block),
        ["-- a;b\nselect 1;\n", "do $$ begin x; end $$;\n", "create $f$\n  a;\n  b $$ c;\n$f$;\n"]
    );
}

/// Fills in what a reader of the guide has to fill in, and replaces Supabase's extension by the one of this repository.
fn fill(sandbox: &Sandbox<Mock>, statement: &str) -> String {
    let statement = statement
        .replace("extension if not exists wrappers", "extension if not exists wasm_fdw_host")
        .replace("<URL of clerk_fdw.wasm>", "file://{component}")
        .replace("<SHA-256 of clerk_fdw.wasm>", "{checksum}")
        .replace("sk_live_…", KEY)
        .replace("api_key_id %L", "api_key_id %L, api_url '{url}'");
    sandbox.fill(&statement)
}

/// Runs a guide in a new database, and returns the guide with the output that its statements print.
fn run(sandbox: &Sandbox<Mock>, path: &Path, guide: &str) -> String {
    sandbox.provider.reset();
    let name = path.to_string_lossy();
    let database = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    sandbox.copy(&database).expect("a database");
    let mut session = Session::new(sandbox, &database).expect("a session");
    match &*name {
        // The README installs the component, so its database must not have it.
        "README.md" => {
            let dropped =
                session.run("drop extension wasm_fdw_host cascade; drop schema clerk; delete from vault.secrets");
            assert!(!dropped.contains("ERROR"), "{dropped}");
        }
        "docs/security.md" => assert!(!session.run(SUPABASE).contains("ERROR"), "guides/supabase.sql failed"),
        _ => {}
    }
    let mut written = String::new();
    let mut output = String::new();
    for part in parts(guide) {
        match part {
            Part::Prose(prose) => written.push_str(prose),
            Part::Sql(block) => {
                written.push_str(&format!("{SQL}{block}{END}"));
                assert!(
                    !output.contains("ERROR"),
                    "{}: a statement fails, and its output is not shown: {output}",
                    path.display()
                );
                output.clear();
                for statement in statements(block) {
                    let printed = session.run_with_requests(&fill(sandbox, &statement), &sandbox.provider);
                    // Most statements of a guide return nothing.
                    output.push_str(printed.strip_prefix("ok\n").unwrap_or(&printed));
                }
                output = without_durations(&sandbox.unfill(&output));
            }
            Part::Output(_) => {
                assert!(!output.is_empty(), "{name}: a block of output follows no statement that prints");
                written.push_str(&format!("{OUTPUT}{}{END}", std::mem::take(&mut output)));
            }
        }
    }
    assert!(!output.contains("ERROR"), "{}: {output}", path.display());
    written
}

/// Replaces the duration in each notice about a request by `0 s`, because it may differ from run to run.
fn without_durations(output: &str) -> String {
    let line = |line: &str| match (line.split_once(" in "), line.split_once(" s;")) {
        (Some((before, _)), Some((_, after))) if line.starts_with("NOTICE") => format!("{before} in 0 s;{after}"),
        _ => line.to_owned(),
    };
    output.lines().map(|text| line(text) + "\n").collect()
}

#[test]
fn statements_print_what_the_guides_show() {
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), Mock::with_users(USERS).expect("a mock"))
        .expect("a sandbox");
    let mut differing = Vec::new();
    let mut with_sql = 0;
    for (path, guide) in guides() {
        if !guide.contains(SQL) && !guide.contains(OUTPUT) {
            continue;
        }
        with_sql += 1;
        let written = run(&sandbox, &path, &guide);
        if written != guide && std::env::var_os("BLESS").is_some() {
            std::fs::write(workspace().join(&path), &written).expect("the guide is written");
        } else if written != guide {
            let pair = written.lines().zip(guide.lines()).find(|(got, want)| got != want);
            differing.push(format!("{}: {pair:?}", path.display()));
        }
    }
    assert!(with_sql > 5, "only {with_sql} guides contain SQL");
    assert!(differing.is_empty(), "run make bless and review the changes:\n{}", differing.join("\n"));
}

#[test]
fn the_readme_is_short_and_shows_the_released_install_script() {
    let (_, readme) = guides().swap_remove(0);
    assert!(readme.lines().count() <= 150, "the README has {} lines", readme.lines().count());
    let script = release::INSTALL_SQL
        .replace("{url}", "<URL of clerk_fdw.wasm>")
        .replace("{checksum}", "<SHA-256 of clerk_fdw.wasm>");
    assert!(readme.contains(&format!("{SQL}{script}{END}")), "the README does not contain the install script");
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
    let mut pages = guides();
    for name in ["CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"] {
        pages.push((PathBuf::from(name), std::fs::read_to_string(workspace().join(name)).expect(name)));
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
