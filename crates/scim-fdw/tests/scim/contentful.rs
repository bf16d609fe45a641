//! Contentful's profile, on a stand-in with its documented traits.

use std::collections::BTreeSet;

use scim_server::{Contentful, Fault, Implementation, ORG, Size, TOKEN};
use serde_json::Value as Json;
use wrappers_harness::expect::{Row, assert_same, query, rows, scanned, text};
use wrappers_harness::{Server, run};

use crate::common::{proxy_of, shared, targets, without_options};

fn contentful() -> Contentful {
    let stand_in = Contentful::start(shared(Implementation::Scim2Server)).expect("a stand-in");
    stand_in.set_rate_limit(None);
    stand_in
}

fn server(base_url: &str) -> Server {
    without_options().option("base_url", base_url).option("profile", "contentful").option("bearer_token", TOKEN)
}

#[test]
fn every_table_has_the_rows_that_contentful_lists() {
    let stand_in = contentful();
    let server = server(&stand_in.base_url());
    let client = stand_in.client();
    let (users, groups) = (client.users().expect("users"), client.groups().expect("groups"));
    let row = |pointers: &[&str], of: &Json| -> Row { pointers.iter().map(|pointer| text(of, pointer)).collect() };
    let pointers = ["/id", "/userName", "/userName", "/name/givenName", "/name/familyName", "/active"];
    let want: BTreeSet<Row> = users.iter().map(|user| row(&pointers, user)).collect();
    let columns = "id text, user_name text, email text, first_name text, last_name text, active boolean";
    assert_same("users", &scanned(&server, &query("users", columns, &[])), &want);
    let count = |group: &Json| group["members"].as_array().map_or(String::new(), |members| members.len().to_string());
    let want: BTreeSet<Row> =
        groups.iter().map(|group| vec![text(group, "/id"), text(group, "/displayName"), count(group)]).collect();
    let found = scanned(&server, &query("groups", "id text, display_name text, member_count bigint", &[]));
    assert_same("groups", &found, &want);
    let members = groups.iter().flat_map(|group| {
        let members = group["members"].as_array().cloned().unwrap_or_default();
        members.into_iter().map(|member| vec![text(group, "/id"), text(&member, "/value"), text(&member, "/display")])
    });
    let members: BTreeSet<Row> = members.collect();
    let found = scanned(&server, &query("group_members", "group_id text, member_id text, display text", &[]));
    assert_same("group_members", &found, &members);
    let pairs = members.iter().map(|row| row[..2].to_vec()).collect();
    assert_same("user_groups", &scanned(&server, &query("user_groups", "group_id text, user_id text", &[])), &pairs);
    let emails =
        users.iter().map(|user| vec![text(user, "/id"), text(user, "/emails/0/value"), "t".to_owned()]).collect();
    let found = scanned(&server, &query("user_emails", "user_id text, value text, is_primary boolean", &[]));
    assert_same("user_emails", &found, &emails);
}

#[test]
fn only_documented_filters_and_parameters_are_sent() {
    let stand_in = contentful();
    let origin = stand_in.base_url().split("/scim").next().expect("an origin").to_owned();
    let proxy = proxy_of(&origin);
    let path = format!("/scim/v2/organizations/{ORG}");
    let server = server(&format!("{}{path}", proxy.base_url()));
    let user = &stand_in.client().users().expect("users")[5];
    let (id, name) = (text(user, "/id"), text(user, "/userName"));
    let encoded = name.replace('@', "%40").replace('+', "%2B");
    let filtered = format!("/Users?filter=userName%20eq%20%22{encoded}%22&count=1000");
    let columns = "id text, user_name text, email text, first_name text, active boolean";
    let cases: Vec<(&str, &str, String, Vec<String>)> = vec![
        ("users", columns, format!("id = {id}"), vec![format!("/Users/{id}")]),
        ("users", columns, format!("user_name = '{name}'"), vec![filtered.clone()]),
        ("users", columns, format!("email = '{name}'"), vec![filtered.clone()]),
        ("user_emails", "user_id text, value text", format!("value = '{name}'"), vec![filtered]),
        ("users", columns, "active = true".to_owned(), vec!["/Users?count=1000".to_owned()]),
        ("users", columns, "user_name ~~ 'abc%'".to_owned(), vec!["/Users?count=1000".to_owned()]),
    ];
    for (object, columns, condition, want) in cases {
        let found = rows(&server, &query(object, columns, &[&condition]));
        let want: Vec<String> = want.iter().map(|target| format!("{path}{target}")).collect();
        let sent: Vec<String> = targets(&proxy).into_iter().filter(|target| !target.contains("startIndex=")).collect();
        assert_eq!(sent, want, "{object} {condition}");
        assert!(!found.is_empty() || condition.contains("~~"), "{condition}");
    }
    let users = rows(&server, &query("users", "", &[])).len();
    assert_eq!(targets(&proxy), [format!("{path}/Users?count=0")]);
    assert_eq!(users, stand_in.client().users().expect("users").len());
}

#[test]
fn pages_are_read_by_position_and_nothing_is_lost_if_rows_come_and_go() {
    let scim = scim_server::Server::start(Implementation::Scim2Server, Size::UNEVEN).expect("a server");
    let stand_in = Contentful::start(&scim).expect("a stand-in");
    stand_in.set_rate_limit(None);
    let client = stand_in.client();
    let id = |user: &Json| text(user, "/id");
    let users: Vec<String> = client.users().expect("users").iter().map(id).collect();
    let deleted: Vec<String> = users.iter().skip(20).step_by(31).take(6).cloned().collect();
    let kept: BTreeSet<&String> = users.iter().filter(|id| !deleted.contains(id)).collect();
    let proxy = proxy_of(stand_in.base_url().split("/scim").next().expect("an origin"));
    let path = format!("/scim/v2/organizations/{ORG}");
    for (page, id) in deleted.iter().enumerate() {
        let (id, base_url) = (id.clone(), scim.base_url().to_owned());
        let delete =
            move || scim_server::Client::new(&base_url).delete(&format!("Users/{id}")).expect("a deleted user");
        proxy.fault(Fault::before(delete).below(&path).after(page as u32 + 1));
    }
    let short = Fault::rewrite(|list| {
        if let Some(rows) = list["Resources"].as_array_mut() {
            rows.truncate(40);
        }
    });
    proxy.fault(short.below(&path).always());
    let found = scanned(&server(&format!("{}{path}", proxy.base_url())), &query("users", "id text", &[]));
    let found: BTreeSet<String> = found.into_iter().map(|mut row| row.swap_remove(0)).collect();
    let lost: Vec<&&String> = kept.iter().filter(|id| !found.contains(**id)).collect();
    assert!(lost.is_empty(), "{} users were lost", lost.len());
    let sent = targets(&proxy);
    assert!(sent.len() > 7 && sent.iter().all(|target| !target.contains("sortBy")), "{sent:?}");
}

#[test]
fn the_rate_limit_is_waited_for() {
    let stand_in = contentful();
    stand_in.set_rate_limit(Some(7));
    let groups = stand_in.client().groups();
    let ids: Vec<String> = groups.expect("groups").iter().map(|group| text(group, "/id")).take(20).collect();
    let condition = format!("id in {}", ids.join(","));
    let found = scanned(&server(&stand_in.base_url()), &query("groups", "id text", &[&condition]));
    assert_eq!(found.len(), ids.len());
}

#[test]
fn errors_show_what_contentful_says_and_what_to_do() {
    let stand_in = contentful();
    let groups = query("groups", "id text", &[]);
    let wrong_token = server(&stand_in.base_url()).option("bearer_token", "CFPAT-wrong");
    let error = run(&wrong_token, &groups).expect_err("an error").to_string();
    assert!(
        error.contains("HTTP 401") && error.contains("AccessTokenInvalid") && error.contains("bearer_token"),
        "{error}"
    );
    assert!(!error.contains("CFPAT-wrong"), "{error}");
    let wrong_org = server(&stand_in.base_url().replace(ORG, "elsewhere"));
    for conditions in [&[][..], &["id = x"]] {
        let error = run(&wrong_org, &query("groups", "id text", conditions)).expect_err("an error").to_string();
        assert!(error.contains("HTTP 404") && error.contains("org_id"), "{error}");
    }
    assert!(rows(&server(&stand_in.base_url()), &query("groups", "id text", &["id = x"])).is_empty());
}
