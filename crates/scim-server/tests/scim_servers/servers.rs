//! Servers: their start and end, writes, and what their protocol is like.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use scim_server::{ACME_USER, Client, ENTERPRISE_USER, Implementation, Server, Size};
use serde_json::{Value, json};

use crate::{servers, start, text};

const SMALL: Size = Size { users: 30, groups: 8 };

#[test]
fn a_server_ends_with_its_value() {
    for implementation in Implementation::ALL {
        let server = start(implementation, SMALL);
        let process = format!("/proc/{}", server.process_id());
        assert!(Path::new(&process).exists());
        drop(server);
        assert!(!Path::new(&process).exists(), "{implementation} remains");
    }
}

#[test]
fn a_server_ends_when_its_owner_is_killed() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scim"));
    program.args(["contentful", "--users", "12", "--groups", "3"]).stdout(Stdio::piped());
    let mut child = program.spawn().expect("a program");
    let lines = BufReader::new(child.stdout.take().expect("an output")).lines();
    let lines: Vec<String> = lines.take(4).map(|line| line.expect("a line")).collect();
    let value = |name: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(name)).expect("a line");
        line.trim().to_owned()
    };
    let client = Client::with_token(&value("base_url"), &value("token"));
    assert_eq!(client.users().expect("users").len(), 12);
    let server = Client::new(&value("server"));
    let upstream = Client::new(&value("upstream"));
    assert!(upstream.try_get("Users").is_ok());
    child.kill().expect("a kill");
    child.wait().expect("an end");
    assert!(server.try_get("Users").is_err());
    let killed = Instant::now();
    while upstream.try_get("Users").is_ok() {
        assert!(killed.elapsed() < Duration::from_secs(10), "the server still answers");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_token_is_needed() {
    for server in servers() {
        let client = Client::with_token(server.base_url(), "another");
        assert_eq!(client.try_get("Users").expect("an answer").0, 401, "{}", server.implementation());
    }
}

#[test]
fn both_servers_publish_both_extensions() {
    for server in servers() {
        let client = server.client();
        let schema = client.get(&format!("Schemas/{ACME_USER}")).expect("a schema");
        let attributes = schema["attributes"].as_array().expect("attributes").iter();
        let types: Vec<(&str, &str)> =
            attributes.map(|attribute| (text(attribute, "name"), text(attribute, "type"))).collect();
        let expected = [
            ("badgeNumber", "string"),
            ("hiredOn", "dateTime"),
            ("isContractor", "boolean"),
            ("level", "integer"),
            ("desk", "complex"),
            ("department", "string"),
        ];
        assert_eq!(types, expected);
        let extensions = &client.get("ResourceTypes/User").expect("a type")["schemaExtensions"];
        let extensions: Vec<&str> =
            extensions.as_array().expect("extensions").iter().map(|extension| text(extension, "schema")).collect();
        assert_eq!(extensions, [ENTERPRISE_USER, ACME_USER]);
    }
}

#[test]
fn resources_can_be_written() {
    for implementation in Implementation::ALL {
        let server = start(implementation, SMALL);
        let client = server.client();
        let schemas = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]);
        let mut user = json!({ "schemas": schemas, "userName": "new@example.com", "title": "Old" });
        let created = client.create("Users", &user).expect("a user");
        let path = format!("Users/{}", text(&created, "id"));
        assert!(client.create("Users", &user).expect_err("a conflict").to_string().contains("409"));
        user["title"] = json!("New");
        let replaced = client.replace(&path, &user).expect("a user");
        let change = json!([{ "op": "replace", "path": "nickName", "value": "Newt" }]);
        client.patch(&path, &change).expect("a change");
        let found = client.get(&path).expect("a user");
        assert_eq!((&found["title"], &found["nickName"]), (&json!("New"), &json!("Newt")));
        let times = [&created, &replaced, &found].map(|user| text(&user["meta"], "lastModified").to_owned());
        assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
        assert_eq!(found["meta"]["created"], created["meta"]["created"]);
        let group = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "new",
            "members": [{ "value": created["id"] }],
        });
        let group = client.create("Groups", &group).expect("a group");
        assert_eq!(client.users().expect("users").len(), 31);
        client.delete(&path).expect("a deletion");
        // scim2-server keeps a member that no longer exists.
        let group = client.get(&format!("Groups/{}", text(&group, "id"))).expect("a group");
        let members = group["members"].as_array().map_or(0, Vec::len);
        assert_eq!(members, if implementation == Implementation::Scim2Server { 1 } else { 0 });
        assert_eq!(client.try_get(&path).expect("an answer").0, 404);
        assert_eq!((client.users().expect("users").len(), client.groups().expect("groups").len()), (30, 9));
    }
}

#[test]
fn cursors_lead_to_every_user() {
    let server = Server::with_cursors(SMALL).expect("a server");
    let client = server.client();
    let pagination = &client.get("ServiceProviderConfig").expect("a configuration")["pagination"];
    let expected = json!({
        "cursor": true,
        "index": true,
        "defaultPaginationMethod": "index",
        "defaultPageSize": 100,
        "maxPageSize": 1000,
    });
    assert_eq!(*pagination, expected);
    let mut found: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("Users?cursor={cursor}&count=7")).expect("a page");
        found.extend(page["Resources"].as_array().expect("users").iter().cloned());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = form_urlencoded::byte_serialize(next.as_bytes()).collect(),
            None => break,
        }
    }
    found.sort_by_key(|user| text(user, "id").to_owned());
    let mut expected = client.users().expect("users");
    expected.sort_by_key(|user| text(user, "id").to_owned());
    assert_eq!(found, expected);
}

/// The store behind SCIMMY leaves out what is not in a page, but not if there is a filter.
#[test]
fn pages_of_scimmy_are_those_of_a_complete_array() {
    let client = servers()[1].client();
    let page = |query: &str| client.get(&format!("Groups?{query}")).expect("a page");
    for start in [1, 2, 3, 10, 19, 20, 21, 22, 39, 40, 41, 80] {
        for count in [0, 1, 2, 18, 19, 20, 21, 38, 39, 40, 41, 100] {
            let query = format!("startIndex={start}&count={count}");
            assert_eq!(page(&query), page(&format!("{query}&filter=id%20pr")), "{query}");
        }
    }
}

/// Where SCIMMY deviates from the RFCs, which tests of the component rely on.
#[test]
fn scimmy_has_its_peculiarities() {
    let [exact, scimmy] = servers().each_ref().map(Server::client);
    let total = |client: &Client, query: &str| {
        let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let (status, body) = client.try_get(&format!("Users?filter={encoded}")).expect("an answer");
        if status == 200 { body["totalResults"].to_string() } else { format!("status {status}") }
    };
    let urn = format!("{ENTERPRISE_USER}:organization eq \"Acme\"");
    for (query, expected) in [
        ("userName eq \"ada.winter0@example.com\"", ["1", "1"]),
        ("userName eq \"ADA.winter0@example.com\"", ["1", "0"]),
        ("name.givenName eq \"Sean \\\"Sid\\\"\"", ["19", "status 400"]),
        (&urn, ["160", "0"]),
    ] {
        assert_eq!([&exact, &scimmy].map(|client| total(client, query)), expected, "{query}");
    }
    let beyond = |client: &Client| client.get("Users?startIndex=1000&count=5").expect("a page")["Resources"].clone();
    assert!(beyond(&exact).as_array().is_none_or(Vec::is_empty));
    assert_eq!(beyond(&scimmy), scimmy.get("Users?count=5").expect("a page")["Resources"]);
}
