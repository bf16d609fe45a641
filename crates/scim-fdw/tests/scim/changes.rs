//! Rows that come and go while a list is read: none of the others is lost, and none comes twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use scim_server::{Fault, Implementation, Server, Size};
use serde_json::{Value as Json, json};
use wrappers_harness::expect::{query, scanned};

use crate::common::{proxy_of, server};

#[test]
fn users_that_are_created_and_deleted_between_two_pages() {
    for implementation in Implementation::ALL {
        let scim: &'static Server =
            Box::leak(Box::new(Server::start(implementation, Size::default()).expect("a server")));
        let proxy = proxy_of(scim.base_url());
        let id = |user: &Json| user["id"].as_str().expect("an id").to_owned();
        let users: Vec<String> = scim.client().users().expect("users").iter().map(id).collect();
        let deleted: Vec<String> = users.iter().step_by(9).take(30).cloned().collect();
        let kept: BTreeSet<String> = users.iter().filter(|id| !deleted.contains(id)).cloned().collect();
        let work = Arc::new(move |page: usize| {
            let client = scim.client();
            for id in deleted.iter().skip(page * 5).take(5) {
                client.delete(&format!("Users/{id}")).expect("a deleted user");
            }
            for number in 0..3 {
                let name = format!("new-{page}-{number}@example.com");
                let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name });
                client.create("Users", &user).expect("a user");
            }
        });
        for page in 0..6 {
            let work = Arc::clone(&work);
            proxy.fault(Fault::before(move || work(page)).at("/Users").after(page as u32 + 2));
        }
        let short = Fault::rewrite(|list| {
            if let Some(rows) = list["Resources"].as_array_mut() {
                rows.truncate(40);
            }
        });
        proxy.fault(short.at("/Users").always());
        let found = scanned(&server(&proxy.base_url()), &query("users", "id text", &[]));
        let found: BTreeSet<String> = found.into_iter().map(|mut row| row.swap_remove(0)).collect();
        let lost: Vec<&String> = kept.difference(&found).collect();
        assert!(lost.is_empty(), "{} users were lost on {}", lost.len(), implementation.name());
    }
}
