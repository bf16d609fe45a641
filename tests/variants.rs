//! The component with everything compiled, with nothing compiled, and as it is shipped do the same: every object is
//! scanned with each, and what goes wrong goes wrong alike.

mod common;

use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_catalogue::CATALOGUE;
use clerk_mock::{Fault, KEY, Mock};
use common::targets;
use component_build::{Variant, variant_of_component};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::{self, ATTRS};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server, run};
use wrappers_host::types::ImportSchemaType;

/// The variants, built once.
fn components() -> &'static [(Variant, PathBuf)] {
    static COMPONENTS: OnceLock<Vec<(Variant, PathBuf)>> = OnceLock::new();
    COMPONENTS.get_or_init(|| {
        let variants = [Variant::Plain, Variant::Shipped, Variant::Interpreted];
        variants.map(|variant| (variant, variant_of_component(variant).expect("a component"))).to_vec()
    })
}

/// Runs something with each variant, and holds what came of it, and the requests that it made, against one another.
fn same(mock: &Mock, what: &str, run: &dyn Fn(&Server) -> String) -> String {
    let mut outcomes = Vec::new();
    for (variant, component) in components() {
        let mut server = Server::new(component).option("api_url", &mock.url()).option("api_key", KEY);
        server.virtual_time = true;
        mock.take_journal();
        outcomes.push((variant, run(&server), targets(mock)));
    }
    let (_, plain, requests) = &outcomes[0];
    for (variant, outcome, made) in &outcomes {
        assert_eq!(outcome, plain, "{what}: {variant:?}");
        assert_eq!(made, requests, "{what}: {variant:?}");
    }
    plain.clone()
}

/// A query of every column that IMPORT FOREIGN SCHEMA gives, with a key where rows cannot be had without.
fn whole(object: &Object, mock: &Mock) -> Query {
    let listed = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    let columns: Vec<String> = listed.map(|column| format!("{} {}", column.name, column.kind.sql())).collect();
    let mut query = Query::new(object.name, &format!("{}, {ATTRS} jsonb", columns.join(", "))).expect("a query");
    let needs_key = |access: &Access| access.placeholders().next().is_some() && access.key_source.is_none();
    if object.access.iter().all(needs_key) {
        let user = mock.rows("users")[0]["id"].as_str().expect("an id").to_owned();
        let key = object.access[0].placeholders().next().expect("a key");
        let known = Query::new(object.name, &format!("{key} text")).expect("a query").columns;
        query.quals = vec![Qual::parse(&format!("{key} = {user}"), &known).expect("a condition")];
    }
    query
}

#[test]
fn every_object_reads_the_same() {
    let mock = Mock::with_users(40).expect("a mock");
    let mut rows = 0;
    for object in CATALOGUE.objects {
        let query = whole(object, &mock);
        let outcome = same(&mock, object.name, &|server| match run(server, &query) {
            Ok(outcome) => format!("{} rows: {:?} {:?}", outcome.rows.len(), outcome.rows, outcome.messages),
            Err(fault) => fault.to_string(),
        });
        rows += outcome.split(' ').next().and_then(|rows| rows.parse::<usize>().ok()).unwrap_or(0);
    }
    assert!(rows > 500, "{rows} rows");
}

#[test]
fn replays_imports_and_errors_are_the_same() {
    let mock = Mock::with_users(700).expect("a mock");
    let users = Query::new("users", "id text, last_name text, created_at timestamptz").expect("a query");
    let replayed = same(&mock, "a replay", &|server| {
        let mut node = Node::new(server).expect("a node");
        node.begin(&users).expect("a scan");
        let first = node.rest().expect("rows");
        node.rescan().expect("a re-scan");
        assert_eq!(node.rest().expect("rows"), first);
        format!("{first:?}")
    });
    assert!(replayed.contains("user_"), "{replayed}");
    let imported = same(&mock, "an import", &|server| {
        server.import_foreign_schema(ImportSchemaType::All, &[]).expect("statements").join(";")
    });
    assert!(imported.contains("organization_memberships"), "{imported}");
    let strange = Query::new("users", "no_such_column text").expect("a query");
    let outcome =
        |server: &Server, query: &Query| format!("{:?}", run(server, query).map_err(|fault| fault.to_string()));
    assert!(same(&mock, "a column", &|server| outcome(server, &strange)).contains("no_such_column"));
    let fault = r#"{"path":"/users","skip":1,"times":1,"answer":"{\"data\": [1, 2"}"#;
    let broken = same(&mock, "half an answer", &|server| {
        mock.fault(serde_json::from_str::<Fault>(fault).expect("a fault"));
        outcome(server, &users)
    });
    assert!(broken.starts_with("Err"), "{broken}");
}
