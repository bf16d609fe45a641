//! The seed is the same on both servers, and has users and groups of every kind.

use std::collections::BTreeMap;

use scim_server::{ACME_USER, ENTERPRISE_USER, Implementation, Server};
use serde_json::{Value, json};

use crate::{servers, text};

/// What both servers have to agree on: all but addresses, versions, the digits of fractions of a second, arrays that
/// are empty rather than absent, and the groups of users, which scim2-server does not derive from members.
fn comparable(resource: &Value) -> Value {
    match resource {
        Value::Object(object) => {
            let is_kept = |(key, value): &(&String, &Value)| {
                !["location", "$ref", "version", "groups"].contains(&key.as_str()) && **value != json!([])
            };
            object.iter().filter(is_kept).map(|(key, value)| (key.clone(), comparable(value))).collect()
        }
        Value::Array(values) => values.iter().map(comparable).collect(),
        Value::String(text) if text.ends_with('Z') && text.contains('T') => {
            let seconds = text.trim_end_matches('Z');
            let seconds =
                if seconds.contains('.') { seconds.trim_end_matches('0').trim_end_matches('.') } else { seconds };
            format!("{seconds}Z").into()
        }
        other => other.clone(),
    }
}

#[test]
fn both_servers_have_the_same_content() {
    type List = fn(&Server) -> Vec<Value>;
    let users: List = |server| server.client().users().expect("users");
    let groups: List = |server| server.client().groups().expect("groups");
    for (list, number) in [(users, 300), (groups, 40)] {
        // scim2-server lists resources by id, and SCIMMY in the order of their creation.
        let [first, second] = servers().each_ref().map(|server| {
            let mut resources = list(server);
            resources.sort_by_key(|resource| text(resource, "id").to_owned());
            resources
        });
        assert_eq!([first.len(), second.len()], [number; 2]);
        for (first, second) in first.iter().zip(&second) {
            assert_eq!(comparable(first), comparable(second));
        }
    }
}

/// The number of rows with each value of what a function says of them.
fn numbers<K: Ord>(rows: &[Value], key: impl Fn(&Value) -> K) -> BTreeMap<K, usize> {
    rows.iter().fold(BTreeMap::new(), |mut numbers, row| {
        *numbers.entry(key(row)).or_default() += 1;
        numbers
    })
}

fn count(rows: &[Value], is_wanted: impl Fn(&Value) -> bool) -> usize {
    rows.iter().filter(|row| is_wanted(row)).count()
}

fn length(row: &Value, key: &str) -> Option<usize> {
    row[key].as_array().map(Vec::len)
}

#[test]
fn users_are_of_every_kind() {
    let users = servers()[0].client().users().expect("users");
    let expected = [
        ("externalId", 150),
        ("name", 270),
        ("displayName", 228),
        ("nickName", 60),
        ("profileUrl", 50),
        ("title", 104),
        ("userType", 150),
        ("preferredLanguage", 75),
        ("locale", 150),
        ("timezone", 100),
        ("emails", 250),
        ("phoneNumbers", 172),
        ("addresses", 112),
        ("roles", 120),
        ("entitlements", 33),
        ("photos", 27),
        ("ims", 23),
        ("x509Certificates", 8),
        (ENTERPRISE_USER, 200),
        (ACME_USER, 75),
    ];
    let found = expected.map(|(attribute, _)| (attribute, count(&users, |user| !user[attribute].is_null())));
    assert_eq!(found, expected);
    let active = numbers(&users, |user| user["active"].as_bool());
    assert_eq!(active, BTreeMap::from([(None, 60), (Some(false), 60), (Some(true), 180)]));
    let emails = numbers(&users, |user| length(user, "emails"));
    assert_eq!(emails, BTreeMap::from([(None, 50), (Some(1), 100), (Some(2), 100), (Some(3), 50)]));
    let is_primary_at = |user: &Value, at: usize| user["emails"][at]["primary"] == true;
    assert_eq!([0, 1].map(|at| count(&users, |user| is_primary_at(user, at))), [100, 50]);
    assert!(users.iter().any(|user| user["displayName"] == "" && user["title"].is_null()));
    let names: Vec<&str> = users.iter().map(|user| text(user, "userName")).collect();
    for part in ["+tag", "%", "&", "'", "\"", "_", "bücher", "@Example.COM"] {
        assert!(names.iter().any(|name| name.contains(part)), "{part}");
    }
    let has_manager = |user: &Value| user[ENTERPRISE_USER]["manager"]["value"].is_string();
    assert_eq!(count(&users, has_manager), 124);
    assert!(users.iter().filter(|user| has_manager(user)).all(|user| {
        let manager = &user[ENTERPRISE_USER]["manager"]["value"];
        users.iter().any(|other| other["id"] == *manager && other["id"] != user["id"])
    }));
    // Two attributes with the same name and different values.
    let departments = |user: &Value| [ENTERPRISE_USER, ACME_USER].map(|urn| user[urn]["department"].clone());
    assert!(users.iter().map(departments).any(|[one, other]| one.is_string() && other.is_string() && one != other));
}

#[test]
fn groups_are_of_every_kind() {
    for server in servers() {
        let groups = server.client().groups().expect("groups");
        let members = numbers(&groups, |group| length(group, "members").unwrap_or(0));
        assert_eq!((members[&0], members[&300], *members.keys().last().expect("a group")), (6, 1, 300));
        let nested = |group: &Value| {
            let members = group["members"].as_array().into_iter().flatten();
            members
                .filter(|member| member["type"] == "Group")
                .map(|member| text(member, "display").to_owned())
                .collect()
        };
        let nested: Vec<Vec<String>> = groups.iter().map(nested).filter(|names: &Vec<_>| !names.is_empty()).collect();
        assert_eq!(nested, [vec!["Everyone", "Nobody", "Emptied"], vec!["All teams"]]);
        let names = numbers(&groups, |group| text(group, "displayName").to_owned());
        assert_eq!((names["Same name"], names["Tour guides"], names["tour guides"]), (2, 1, 1));
        assert!(names.contains_key("R&D \"Skunk\" Works") && names.contains_key("back\\slash"));
        assert_eq!(count(&groups, |group| group["externalId"].is_string()), 14);
    }
}

#[test]
fn every_table_has_its_rows() {
    // The number of rows, and of those that have a value in a column.
    let expected = [
        ("users", "user_name", 300, 300),
        ("users", "email", 300, 250),
        ("users", "last_name", 300, 210),
        ("users", "department", 300, 150),
        ("users", "acme_department", 300, 66),
        ("users", "acme_desk_building", 300, 19),
        ("users", "manager_id", 300, 124),
        ("users", "last_modified", 300, 300),
        ("user_emails", "is_primary", 450, 250),
        ("user_phone_numbers", "value", 258, 258),
        ("user_addresses", "country", 149, 112),
        ("user_roles", "type", 240, 120),
        ("groups", "created", 40, 40),
        ("group_members", "member_id", 757, 757),
        ("group_members", "ref", 757, 757),
        ("schemas", "name", 4, 4),
        ("resource_types", "endpoint", 2, 2),
        ("service_provider_config", "filter_max_results", 1, 1),
    ];
    for server in servers() {
        let client = server.client();
        let mut tables = BTreeMap::new();
        let found = expected.map(|(table, column, ..)| {
            let rows = tables.entry(table).or_insert_with(|| client.table(table).expect("a table"));
            (table, column, rows.len(), rows.iter().filter(|row| !row.value(table, column).is_null()).count())
        });
        assert_eq!(found, expected, "{}", server.implementation());
    }
    // Only the store behind SCIMMY derives the groups of users.
    let of = |server: &Server, table: &str| server.client().table(table).expect("a table").len();
    assert_eq!(servers().each_ref().map(|server| of(server, "user_groups")), [0, 753]);
    assert!(servers()[0].client().table("nothing").is_err());
    assert_eq!(servers().each_ref().map(Server::implementation), Implementation::ALL);
}

#[test]
fn columns_have_the_values_of_their_attributes() {
    for server in servers() {
        let client = server.client();
        let groups = client.table("groups").expect("groups");
        let named = |name: &str| groups.iter().find(|group| group.object["displayName"] == name).expect("a group");
        let counts = ["Everyone", "Nobody"].map(|name| named(name).value("groups", "member_count"));
        assert_eq!(counts, [json!(300), Value::Null]);
        let users = client.table("users").expect("users");
        let user = users.iter().find(|user| user.object["externalId"] == "000002").expect("a user");
        // The primary address is the second one.
        assert_eq!(user.value("users", "email"), user.object["emails"][1]["value"]);
        assert_eq!(user.value("users", "attrs"), user.object);
        let members = client.table("group_members").expect("members");
        let of_everyone = |column: &str, value: &Value| {
            members.iter().filter(|row| row.value("group_members", column) == *value).count()
        };
        assert_eq!(of_everyone("group_id", &named("Everyone").object["id"]), 300);
        assert!(of_everyone("member_id", &user.object["id"]) > 0);
    }
    // An array that is empty rather than absent, which scim2-server does not keep.
    let groups = servers()[1].client().table("groups").expect("groups");
    assert_eq!(groups[2].value("groups", "member_count"), 0);
}
