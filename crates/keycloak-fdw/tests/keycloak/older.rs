//! Traits of servers from 20 to 26.3, which the proxy imitates: parameters that a server does not know, attributes that it
//! does not have, and requests that it refuses. No such server was tried.

use std::collections::{BTreeMap, BTreeSet};

use keycloak_server::{Fault, REALM};
use serde_json::{Value as Json, json};
use wrappers_harness::expect::{Row, assert_same, query, rows, scanned, text};
use wrappers_harness::run;

use crate::common::{keycloak, proxy, server, targets};

fn path(rest: &str) -> String {
    format!("/admin/realms/{REALM}/{rest}")
}

/// All groups by id, with the ids of the children of each.
struct Groups {
    by_id: BTreeMap<String, Json>,
    children: BTreeMap<String, Vec<String>>,
}

impl Groups {
    fn read() -> Groups {
        let mut groups = Groups { by_id: BTreeMap::new(), children: BTreeMap::new() };
        for group in keycloak().admin().realm(REALM).groups().expect("groups") {
            let id = text(&group, "/id");
            groups.children.entry(text(&group, "/parentId")).or_default().push(id.clone());
            groups.by_id.insert(id, group);
        }
        groups
    }

    /// A group as a server before 23 returns it: with its children inside, without their number and its parent.
    fn tree(&self, id: &str) -> Json {
        let mut group = self.by_id[id].clone();
        let children: Vec<Json> = self.children.get(id).into_iter().flatten().map(|child| self.tree(child)).collect();
        group["subGroups"] = json!(children);
        if let Json::Object(group) = &mut group {
            group.retain(|name, _| !matches!(name.as_str(), "parentId" | "subGroupCount" | "description"));
        }
        group
    }

    /// The group at the top level above a group.
    fn root(&self, id: &str) -> String {
        match self.by_id[id]["parentId"].as_str() {
            Some(parent) => self.root(parent),
            None => id.to_owned(),
        }
    }

    /// A list as a server before 23 returns it: the trees that contain the groups of the list.
    fn trees(&self, list: &mut Json) {
        let ids = list.as_array().into_iter().flatten().map(|group| self.root(&text(group, "/id")));
        let roots: BTreeSet<String> = ids.collect();
        *list = roots.iter().map(|id| self.tree(id)).collect();
    }
}

#[test]
fn groups_of_servers_before_23_contain_their_children() {
    let proxy = proxy();
    let groups = std::sync::Arc::new(Groups::read());
    let trees = std::sync::Arc::clone(&groups);
    proxy.fault(Fault::rewrite(move |list| trees.trees(list)).at(&path("groups")).always());
    proxy.fault(
        Fault::response(405, &[], r#"{"error":"HTTP 405 Method Not Allowed"}"#).at(&path("groups/*/children")).always(),
    );
    let server = server(&proxy.base_url());
    let columns = "id text, name text, path text, parent_id text";
    let row = |group: &Json| ["/id", "/name", "/path", "/parentId"].map(|pointer| text(group, pointer)).to_vec();
    let all: BTreeSet<Row> = groups.by_id.values().map(row).collect();
    let found = rows(&server, &query("group", columns, &[]));
    assert_same("group", &found.iter().cloned().collect(), &all);
    assert_eq!(found.len(), all.len(), "a group comes twice");
    assert!(targets(&proxy).iter().all(|target| !target.contains("children")), "no list of children is requested");
    let parent = groups.children.keys().find(|id| !id.is_empty()).expect("a group with children").clone();
    let conditions = [
        (1, "name", "platform".to_owned()),
        (2, "path", "/departments/engineering/platform/databases".to_owned()),
        (3, "parent_id", parent),
    ];
    for (at, column, value) in conditions {
        let want: BTreeSet<Row> = all.iter().filter(|row| row[at] == value).cloned().collect();
        let found = scanned(&server, &query("group", columns, &[&format!("{column} = {value}")]));
        assert_same(column, &found, &want);
    }
}

#[test]
fn events_of_servers_before_26_2_have_no_ids_no_order_and_no_times_in_milliseconds() {
    let proxy = proxy();
    let columns =
        "id text, time timestamptz, type text, user_id text, session_id text, client_id text, ip_address text";
    let direct = scanned(&server(keycloak().base_url()), &query("event", columns, &[]));
    proxy.fault(Fault::drop_parameter("direction").at(&path("events")).always());
    proxy.fault(Fault::without_attributes(&["id"]).at(&path("events")).always());
    for name in ["dateFrom", "dateTo"] {
        let refused = Fault::response(
            400,
            &[],
            r#"{"errorMessage":"Invalid value for 'Date(From)', expected format is yyyy-MM-dd"}"#,
        );
        proxy.fault(refused.at(&path("events")).with_parameter(name).always());
    }
    let server = server(&proxy.base_url()).option("pushdown_comparisons", "true");
    let found = rows(&server, &query("event", columns, &[]));
    assert_eq!(found.len(), direct.len());
    let without_id =
        |rows: &mut dyn Iterator<Item = Row>| -> BTreeSet<Row> { rows.map(|row| row[1..].to_vec()).collect() };
    assert_same("event", &without_id(&mut found.iter().cloned()), &without_id(&mut direct.iter().cloned()));
    let ids: BTreeSet<&String> = found.iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), found.len(), "made ids are unique");
    assert!(found.iter().all(|row| row[0].matches('/').count() == 4 && row[0].contains(&row[2])), "{:?}", found[0]);
    proxy.take_journal();
    let time = found[found.len() / 2][1].clone();
    let outcome = run(&server, &query("event", columns, &[&format!("time >= {time}")])).expect("rows");
    assert_eq!(outcome.scanned, found.len(), "Postgres checks the condition");
    assert!(!outcome.rows.is_empty() && outcome.rows.len() < found.len());
    let sent = targets(&proxy);
    assert!(sent[0].contains("dateFrom=") && sent[1..].iter().all(|target| !target.contains("dateFrom=")), "{sent:?}");
    let messages = format!("{:?}", outcome.messages);
    assert!(messages.contains("the list is read without conditions instead"), "{messages}");
}

#[test]
fn a_parameter_that_the_server_does_not_know_leaves_the_rows_right() {
    let columns = "id text, username text, first_name text, enabled boolean";
    let direct = server(keycloak().base_url());
    let cases = [
        ("user", columns, vec!["first_name = Ada"], "firstName"),
        ("user", columns, vec!["username ~~ '%user0004%'"], "username"),
        ("user", columns, vec!["username = user00042"], "exact"),
        (
            "user_attribute",
            "user_id text, attribute_key text, attribute_value text",
            vec!["attribute_key = department", "attribute_value = engineering"],
            "q",
        ),
        ("client", "id text, client_id text", vec!["client_id = app"], "clientId"),
        ("organization", "id text, name text", vec!["name = 'Organization 3 & Co'"], "search"),
    ];
    for (object, columns, conditions, parameter) in cases {
        let proxy = proxy();
        proxy.fault(Fault::drop_parameter(parameter).always());
        let query = query(object, columns, &conditions);
        let want = scanned(&direct, &query);
        let found = scanned(&server(&proxy.base_url()), &query);
        assert_same(&format!("{object} without {parameter}"), &found, &want);
    }
}
