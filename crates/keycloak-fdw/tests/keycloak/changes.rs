//! Rows that come and go while a list is read: none of the others is lost, and none comes twice.

use std::collections::BTreeSet;

use keycloak_server::{Fault, REALM, Server, Version};
use serde_json::json;
use wrappers_harness::expect::{query, scanned, text};

use crate::common::{proxy_of, server};

/// A server whose data this test changes.
fn changing_server() -> &'static Server {
    let version = Version::from_environment().expect("a version");
    Box::leak(Box::new(Server::start(&version).expect("a server")))
}

#[test]
fn users_that_are_created_and_deleted_between_two_pages() {
    let keycloak = changing_server();
    let proxy = proxy_of(keycloak);
    let users = keycloak.admin().realm(REALM).users().expect("users");
    let deleted: Vec<String> = users.iter().take(450).step_by(9).map(|user| text(user, "/id")).collect();
    let kept: BTreeSet<String> =
        users.iter().map(|user| text(user, "/id")).filter(|id| !deleted.contains(id)).collect();
    let work = move |page: usize| {
        let admin = keycloak.admin();
        for id in deleted.iter().skip(page * 10).take(10) {
            admin.delete(&format!("{REALM}/users/{id}")).expect("a deleted user");
        }
        for number in 0..5 {
            let name = format!("{page}{number} inserted at the beginning");
            admin.create(&format!("{REALM}/users"), &json!({ "username": name })).expect("a user");
        }
    };
    let work = std::sync::Arc::new(work);
    for page in 0..5 {
        let work = std::sync::Arc::clone(&work);
        let change = Fault::before(move || work(page));
        proxy.fault(change.at(&format!("/admin/realms/{REALM}/users")).after(page as u32 + 1));
    }
    let found = scanned(&server(&proxy.base_url()), &query("user", "id text", &[]));
    let found: BTreeSet<String> = found.into_iter().map(|mut row| row.swap_remove(0)).collect();
    let lost: Vec<&String> = kept.difference(&found).collect();
    assert!(lost.is_empty(), "{} users were lost", lost.len());
}

#[test]
fn a_group_that_moves_while_the_tree_is_read_is_returned_once() {
    let keycloak = changing_server();
    let proxy = proxy_of(keycloak);
    let admin = keycloak.admin();
    let groups = admin.realm(REALM).groups().expect("groups");
    let id = |path: &str| {
        let found = groups.iter().find(|group| group["path"] == path).unwrap_or_else(|| panic!("{path}"));
        text(found, "/id")
    };
    let (moved, first, second) = (id("/departments/engineering/web"), id("/departments"), id("/teams"));
    let body = groups.iter().find(|group| group["id"] == *moved).expect("the group").clone();
    // The children of departments are read before those of teams, and engineering's after both.
    let change = Fault::before(move || {
        keycloak.admin().post(&format!("{REALM}/groups/{second}/children"), &body).expect("the group moves");
    });
    proxy.fault(change.at(&format!("/admin/realms/{REALM}/groups/{first}/children")));
    let found = scanned(&server(&proxy.base_url()), &query("group", "id text", &[]));
    assert_eq!(found.len(), groups.len());
}
