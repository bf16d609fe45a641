//! The facts of Clerk's OpenAPI document, which are committed as [`FILE`]. The document itself is not part of the repository.
//!
//! `make openapi-facts` writes the file from the document.

use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_catalogue::API_VERSION;
use openapi_facts::Extraction;
use serde_json::{Map, Value};

/// The file of the committed facts, relative to the root of the repository. The extensions [`ORDERS`], [`NOTES`] and
/// [`TIMESTAMP`] replace what the descriptions in the document say.
const FILE: &str = "tests/contract/openapi-facts.yml";

/// The sort keys that a parameter for the order of a list accepts: an array of strings.
pub const ORDERS: &str = "x-orders";

/// Which of [`KNOWN_NOTES`] the description of a parameter contains: an array of strings.
pub const NOTES: &str = "x-notes";

/// Whether the description of an attribute says that it is a timestamp: true or absent.
pub const TIMESTAMP: &str = "x-timestamp";

/// Words in the description of a parameter that say how it filters.
const KNOWN_NOTES: [&str; 5] = ["case-insensitive", "millisecond", "partial", "prefix", "prepended"];

const EXTRACTION: Extraction = Extraction {
    with_writes: true,
    is_needed: |_| true,
    also: &["#/components/schemas/ClerkErrors"],
    of_parameter: note_parameter,
    of_schema: note_schema,
};

/// The committed facts.
pub fn facts() -> &'static Value {
    static FACTS: OnceLock<Value> = OnceLock::new();
    FACTS.get_or_init(|| openapi_facts::read(&file()))
}

fn file() -> PathBuf {
    component_build::workspace().join(FILE)
}

#[test]
fn the_committed_facts_are_those_of_the_openapi_document() {
    let document = component_build::workspace().join(format!("../shared/clerk-openapi/{API_VERSION}.yml"));
    let header = "# Facts extracted from Clerk's OpenAPI document by `make openapi-facts`. Its licence is in \
                  openapi-licence.txt.\n";
    let is_blessing = std::env::var_os("BLESS").is_some();
    openapi_facts::check(&file(), Some(&document), &EXTRACTION, header, is_blessing);
}

fn note_parameter(node: &Value, out: &mut Map<String, Value>) {
    let description = node["description"].as_str().unwrap_or("");
    if node["name"] == "order_by" {
        out.insert(ORDERS.to_owned(), orders(description).into());
        return;
    }
    let lower = description.to_lowercase();
    let notes: Vec<&str> = KNOWN_NOTES.into_iter().filter(|note| lower.contains(note)).collect();
    if !notes.is_empty() {
        out.insert(NOTES.to_owned(), notes.into());
    }
}

fn note_schema(node: &Value, out: &mut Map<String, Value>) {
    if node["description"].as_str().is_some_and(|text| text.to_lowercase().contains("timestamp")) {
        out.insert(TIMESTAMP.to_owned(), true.into());
    }
}

/// The sort keys that the first sentence about ordering in a parameter's description lists.
fn orders(description: &str) -> Vec<&str> {
    let starts = ["by their ", "values are:", "memberships by "];
    let listed = starts.iter().find_map(|start| Some(description.split_once(start)?.1));
    let listed = listed.unwrap_or_else(|| panic!("no keys in {description:?}"));
    let end = [".\n", ". ", "\n\n"].iter().filter_map(|end| listed.find(end)).min();
    let sentence = listed.get(..end.unwrap_or(listed.len())).unwrap_or("");
    let words = sentence.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    words.filter(|word| !matches!(*word, "" | "or" | "and")).collect()
}

#[test]
fn order_keys_are_read_from_prose() {
    let cases = [
        ("Order the users by their `created_at`,`name`.\nUse `+`. Example: `-x`.", vec!["created_at", "name"]),
        (
            "either by their `name`, `created_at` or `members_count`.\nIn order",
            vec!["name", "created_at", "members_count"],
        ),
        (
            "Sorts memberships by phone_number, created_at or username.\nBy prepending",
            vec!["phone_number", "created_at", "username"],
        ),
        ("ordered by their `name`. Use `-name`.\nOr not.", vec!["name"]),
        ("Supported values are:\n- `created_at`\n- `invited_at`\n\nUse `+`. Or", vec!["created_at", "invited_at"]),
    ];
    for (description, keys) in cases {
        assert_eq!(orders(description), keys, "{description}");
    }
}
