//! IMPORT FOREIGN SCHEMA.

mod common;

use common::directory::DIRECTORY;
use common::{CATALOGUE, Script};
use fdw_engine::import::{Choice, import};

fn names(choice: Choice) -> Vec<String> {
    let statements = import(&CATALOGUE, &mut Script::new(), "srv", choice).ok().unwrap();
    let name = |statement: &String| statement.split('"').nth(1).unwrap_or("").to_owned();
    statements.iter().map(name).collect()
}

#[test]
fn a_table_has_every_imported_column_and_attrs() {
    let statements = import(&CATALOGUE, &mut Script::new(), "my \"server\"", Choice::All).ok().unwrap();
    let want = r#"create foreign table if not exists "widgets" (
  "id" text,
  "na""me" text,
  "is_new" boolean,
  "weight" bigint,
  "stock" bigint,
  "made_at" timestamptz,
  "tags" jsonb,
  "meta" jsonb,
  "maker_id" text,
  "maker_meta" jsonb,
  "maker_stock" bigint,
  "maker_city" text,
  "main_part" text,
  "attrs" jsonb
)
  server "my ""server"""
  options (object 'widgets')"#;
    assert_eq!(statements[0], want);
    // A table that can be written has the option with which the host finds the row id.
    let seats = statements.iter().find(|statement| statement.contains("\"seats\"")).expect("a statement for seats");
    assert!(seats.ends_with("options (object 'seats', rowid_column 'row_id')"), "{seats}");
}

const ALL: [&str; 19] = [
    "widgets",
    "gadgets",
    "parcels",
    "notes",
    "depots",
    "wheels",
    "keys",
    "status",
    "people",
    "seats",
    "passes",
    "folders",
    "folder_tags",
    "stays",
    "drawers",
    "items",
    "visits",
    "shelves",
    "log",
];

#[test]
fn limit_to_and_except() {
    let widgets = [String::from("widgets")];
    let none = [String::from("nothing")];
    assert_eq!(names(Choice::All), ALL);
    assert_eq!(names(Choice::LimitTo(&widgets)), ["widgets"]);
    assert_eq!(names(Choice::Except(&widgets)), ALL[1..]);
    assert_eq!(names(Choice::Except(&none)), ALL);
    let error = import(&CATALOGUE, &mut Script::new(), "srv", Choice::LimitTo(&none)).err().unwrap().report();
    // Tables are imported by the name of their object, not by an alias.
    let alias = [String::from("post/parcels")];
    assert!(import(&CATALOGUE, &mut Script::new(), "srv", Choice::LimitTo(&alias)).is_err());
    assert_eq!(
        error,
        "Widgetry has no object \"nothing\"; its objects are: widgets, gadgets, parcels, notes, depots, wheels, \
         keys, status, people, seats, passes, folders, folder_tags, stays, drawers, items, visits, shelves, log"
    );
}

#[test]
fn attributes_of_extensions_are_imported_on_request() {
    let schemas = r#"{"Resources":[{"id":"urn:x:work:2.0:Person","attributes":[
        {"name":"desk","type":"string"},{"name":"badgeNo","type":"integer"},{"name":"mail","type":"string"}]}]}"#;
    let types = r#"{"Resources":[{"name":"Person","schemaExtensions":[{"schema":"urn:x:work:2.0:Person"}]}]}"#;
    let host = || Script::new().option("url", "https://api.example.com");
    let with = |value: &str| {
        let mut host = host().response(schemas).response(types);
        host.import.insert("extensions", value.to_owned());
        let statements = import(&DIRECTORY, &mut host, "srv", Choice::All).map_err(|error| error.report());
        (statements, host.sent)
    };
    let (statements, sent) = with("true");
    let people = statements.unwrap()[1].clone();
    let want = r#"  "photo" jsonb,
  "badge_no" bigint,
  "work_mail" text,
  "attrs" jsonb
)
  server "srv"
  options (object 'people', attributes '{"badge_no":"urn:x:work:2.0:Person:badgeNo","work_mail":"urn:x:work:2.0:Person:mail"}')"#;
    assert!(people.ends_with(want), "{people}");
    assert_eq!(sent, ["/schemas", "/types"]);
    let (statements, sent) = with("false");
    assert!(!statements.unwrap()[1].contains("badge_no") && sent.is_empty());
    assert_eq!(with("yes").0.unwrap_err(), "option extensions must be 'true' or 'false'");
    let mut missing = host().status(404, &[], "{}");
    missing.import.insert("extensions", "true".to_owned());
    let error = import(&DIRECTORY, &mut missing, "srv", Choice::All).err().unwrap().report();
    assert!(error.starts_with("cannot read the schemas: GET /schemas: HTTP 404"), "{error}");
    let mut other = host().response("<html>Sign in</html>");
    other.import.insert("extensions", "true".to_owned());
    let error = import(&DIRECTORY, &mut other, "srv", Choice::All).err().unwrap().report();
    assert_eq!(error, "cannot read the schemas: GET /schemas: the response contains no list");
}
