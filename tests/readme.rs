//! What the README says, where a test can tell.

mod common;

use clerk_catalogue::{API_VERSION, CATALOGUE};
use clerk_mock::Mock;
use common::{query, server};
use wrappers_harness::output::{Format, rows};
use wrappers_harness::run;

fn readme() -> String {
    std::fs::read_to_string(component_build::workspace().join("README.md")).expect("the README")
}

#[test]
fn its_example_gives_that_output() {
    let mock = Mock::start(&clerk_mock::Config::default()).expect("a mock");
    let query = query("users", "id text, primary_email_address text, public_metadata_role text").limit(3);
    let outcome = run(&server(&mock), &query).expect("rows");
    let table = rows(&query.columns, &outcome.rows, Format::Table).expect("a table");
    assert!(readme().contains(&table), "{table}");
}

#[test]
fn it_names_every_object_and_option() {
    let readme = readme();
    for object in CATALOGUE.objects {
        assert!(readme.contains(&format!("| `{}` | `{}` |", object.name, object.path)), "{}", object.name);
    }
    for option in ["api_key", "api_key_id", "api_url", "replay_budget_mib", "stats"] {
        assert!(readme.contains(&format!("| `{option}` |")), "{option}");
    }
    assert!(readme.contains(API_VERSION) && readme.contains(CATALOGUE.api_url));
}
