//! What the README says, where a test can tell.

use clerk_catalogue::{API_VERSION, CATALOGUE};
use clerk_mock::{Config, KEY, Mock};
use clerk_sandbox::answer::Session;
use clerk_sandbox::{DATABASE, Sandbox};

fn readme() -> String {
    std::fs::read_to_string(component_build::workspace().join("README.md")).expect("the README")
}

/// The statements of the block of SQL that begins so.
fn block(beginning: &str) -> String {
    let readme = readme();
    let from = readme.find(&format!("```sql\n{beginning}")).expect("the block") + "```sql\n".len();
    readme[from..].split("```").next().expect("its end").to_owned()
}

fn run(session: &mut Session, statement: &str) -> String {
    let answer = session.answer(statement);
    assert!(!answer.contains("ERROR"), "{statement}\n{answer}");
    answer
}

/// A database with the extension of tests, and nothing of Clerk yet.
fn bare(sandbox: &Sandbox) -> Session {
    let mut session = Session::new(sandbox, DATABASE).expect("a session");
    run(&mut session, "drop schema clerk cascade; drop foreign data wrapper wasm_wrapper cascade");
    run(&mut session, "delete from vault.secrets");
    session
}

fn sandbox() -> Sandbox {
    Sandbox::start(Mock::start(&Config::default()).expect("a mock")).expect("a sandbox")
}

#[test]
fn its_example_gives_that_output() {
    let sandbox = sandbox();
    let mut session = bare(&sandbox);
    run(&mut session, "create foreign data wrapper wasm_wrapper handler wasm_fdw_handler validator wasm_fdw_validator");
    let example = block("create server").replace("file:///path/to/clerk_fdw.wasm", "file://{component}");
    let example = example.replace("api_key 'sk_test_…'", "api_key '{key}', api_url '{url}'");
    let mut answer = String::new();
    for statement in sandbox.fill(&example).split_inclusive(";\n") {
        answer = run(&mut session, statement);
    }
    let table = answer.split("(3 rows)").next().expect("a table");
    assert!(table.len() > 100 && readme().contains(table), "{answer}");
}

#[test]
fn its_set_up_works_but_for_the_extension() {
    let sandbox = sandbox();
    let mut session = bare(&sandbox);
    let set_up = block("create extension if not exists wrappers with schema extensions;\n");
    for statement in set_up.split_inclusive(";\n").skip(1) {
        // What only a reader can fill in.
        let secret = "select id::text from vault.secrets where name = 'clerk'";
        let secret = if statement.contains("api_key_id") { single(&run(&mut session, secret)) } else { String::new() };
        let statement = statement
            .replace("sk_live_…", KEY)
            .replace("https://…/clerk_fdw.wasm", "file://{component}")
            .replace("<the sha256 beside the component>", "{checksum}")
            .replace("'<the id that Vault returned>'", &format!("'{secret}', api_url '{{url}}'"));
        run(&mut session, &sandbox.fill(&statement));
    }
    assert_eq!(single(&run(&mut session, "select count(*) from clerk.users")), "1000");
}

/// The value of an answer of one.
fn single(answer: &str) -> String {
    answer.lines().nth(3).expect("a row").trim_matches(['|', ' ']).to_owned()
}

#[test]
fn it_names_every_object_and_target() {
    let readme = readme();
    for object in CATALOGUE.objects {
        assert!(readme.contains(&format!("[`{0}`](docs/{0}.md)", object.name)), "{}", object.name);
    }
    assert!(readme.contains(API_VERSION));
    let makefile = std::fs::read_to_string(component_build::workspace().join("Makefile")).expect("the Makefile");
    let targets = readme.split("make ").skip(1).filter_map(|rest| rest.split([' ', '`', '\n', ';']).next());
    for target in targets.filter(|target| target.chars().all(|c| c.is_ascii_lowercase() || c == '-')) {
        assert!(makefile.contains(&format!("\n{target}:")), "make {target}");
    }
}
