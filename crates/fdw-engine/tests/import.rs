//! IMPORT FOREIGN SCHEMA.

mod common;

use common::CATALOGUE;
use fdw_engine::import::{Choice, import};

fn names(choice: Choice) -> Vec<String> {
    let statements = import(&CATALOGUE, "srv", choice).ok().unwrap();
    let name = |statement: &String| statement.split('"').nth(1).unwrap_or("").to_owned();
    statements.iter().map(name).collect()
}

#[test]
fn a_table_has_every_imported_column_and_attrs() {
    let statements = import(&CATALOGUE, "my \"server\"", Choice::All).ok().unwrap();
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
    let error = import(&CATALOGUE, "srv", Choice::LimitTo(&none)).err().unwrap().to_string();
    // Tables are imported by the name of their object, not by an alias.
    let alias = [String::from("post/parcels")];
    assert!(import(&CATALOGUE, "srv", Choice::LimitTo(&alias)).is_err());
    assert_eq!(
        error,
        "Widgetry has no object \"nothing\"; its objects are: widgets, gadgets, parcels, notes, depots, wheels, \
         keys, status, people, seats, passes, folders, folder_tags, stays, drawers, items, visits, shelves, log"
    );
}
