//! The server, and scans of it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use component_build::{Provider, Variant};
use keycloak_server::{FDW, FDW_SECRET, Proxy, REALM, Size, Version};
use serde_json::Value as Json;
use wrappers_harness::query::Qual;
use wrappers_harness::{Query, Server, run};

const NEEDED: &str = "needs a real Keycloak; `make setup-keycloak` installs what it needs";

/// A row as text, one value for each column.
pub type Row = Vec<String>;

/// The server, which all tests share and none changes.
pub fn keycloak() -> &'static keycloak_server::Server {
    static SERVER: OnceLock<keycloak_server::Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let version = Version::from_environment().expect(NEEDED);
        keycloak_server::Server::start(&version).expect(NEEDED)
    })
}

/// A server with fewer users, for tests that send requests for each of them.
pub fn small_keycloak() -> &'static keycloak_server::Server {
    static SERVER: OnceLock<keycloak_server::Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let version = Version::from_environment().expect(NEEDED);
        keycloak_server::Server::with_size(&version, Size { users: 200 }).expect(NEEDED)
    })
}

/// A proxy in front of the server.
pub fn proxy() -> Proxy {
    proxy_of(keycloak())
}

/// A proxy in front of another server.
pub fn proxy_of(server: &keycloak_server::Server) -> Proxy {
    Proxy::start(server.base_url()).expect("a proxy")
}

/// A foreign server whose client can see everything.
pub fn server(base_url: &str) -> Server {
    // Finding out whether the component has to be built again takes longer than most tests.
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    let component = COMPONENT
        .get_or_init(|| component_build::component_for(Provider::Keycloak, Variant::Shipped).expect("a component"));
    let server = Server::new(component).option("base_url", base_url).option("realm", REALM);
    server.option("client_id", FDW).option("client_secret", FDW_SECRET)
}

/// A query with these columns, as in CREATE FOREIGN TABLE, and conditions.
pub fn query(object: &str, columns: &str, conditions: &[&str]) -> Query {
    let mut query = Query::new(object, columns).expect("a query");
    let quals = conditions.iter().map(|condition| Qual::parse(condition, &query.columns).expect("a condition"));
    query.quals = quals.collect();
    query
}

/// The rows of a scan, in its order.
pub fn rows(server: &Server, query: &Query) -> Vec<Row> {
    let outcome = run(server, query).unwrap_or_else(|error| panic!("{error}"));
    outcome.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows of a scan, which must not contain any twice.
pub fn scanned(server: &Server, query: &Query) -> BTreeSet<Row> {
    let found = rows(server, query);
    let count = found.len();
    let set: BTreeSet<Row> = found.into_iter().collect();
    assert_eq!(set.len(), count, "{:?}: a row comes twice", query.table_options);
    set
}

/// Compares the rows of a table with those that are expected, and shows one that differs: the values in which it differs
/// from the expected row that is most like it.
pub fn assert_same(object: &str, found: &BTreeSet<Row>, want: &BTreeSet<Row>) {
    let missing: Vec<&Row> = want.difference(found).collect();
    if let Some(row) = found.difference(want).next() {
        let equal = |other: &Row| other.iter().zip(row).filter(|(a, b)| a == b).count();
        let Some(likest) = missing.iter().max_by_key(|other| equal(other)) else {
            panic!("{object}: unexpected row {row:?}");
        };
        let differing: Vec<_> = row.iter().zip(*likest).filter(|(found, want)| found != want).collect();
        panic!("{object}: found and expected values {differing:#?} in the row {row:?}");
    }
    assert!(missing.is_empty(), "{object}: {} missing rows, among them {:?}", missing.len(), missing[0]);
    assert!(!want.is_empty(), "{object}: no rows");
}

/// An attribute as the harness shows it in a column of text, a number or jsonb.
pub fn text(row: &Json, pointer: &str) -> String {
    match row.pointer(pointer) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(value)) => if *value { "t" } else { "f" }.to_owned(),
        Some(other) => other.to_string(),
    }
}

/// The targets of all requests but those for a token.
pub fn targets(proxy: &Proxy) -> Vec<String> {
    let journal = proxy.take_journal();
    journal.iter().filter(|request| !request.is_for_token()).map(|request| request.target.clone()).collect()
}
