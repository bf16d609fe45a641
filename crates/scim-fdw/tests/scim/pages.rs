//! Lists of several pages: sorted, by cursor, by servers that shorten pages, and while rows come and go.

use std::collections::BTreeSet;

use scim_server::{Fault, Implementation, Server, Size};
use serde_json::Value as Json;
use wrappers_harness::expect::{query, rows, scanned};
use wrappers_harness::run;

use crate::common::{proxy_of, server, servers, shared, targets};

/// The number of users of a server whose lists have two pages.
const USERS: usize = 1200;

/// The ids of all users.
fn ids(scim: &Server) -> BTreeSet<Vec<String>> {
    let id = |user: &Json| vec![user["id"].as_str().expect("an id").to_owned()];
    scim.client().users().expect("users").iter().map(id).collect()
}

#[test]
fn a_list_of_several_pages_is_sorted_if_the_server_can_sort() {
    for implementation in Implementation::ALL {
        let scim = Server::start(implementation, Size::of_users(USERS)).expect("a server");
        let proxy = proxy_of(scim.base_url());
        let found = scanned(&server(&proxy.base_url()), &query("users", "id text", &[]));
        assert_eq!(found, ids(&scim));
        let sent = targets(&proxy);
        assert_eq!(sent.len(), 4, "{sent:?}");
        assert!(sent[0].ends_with("&count=1000") && !sent[0].contains("sortBy"), "{}", sent[0]);
        assert_eq!(sent[1], "/ServiceProviderConfig");
        for (target, start) in sent[2..].iter().zip(["", "&startIndex=1000"]) {
            assert!(target.ends_with(&format!("&sortBy=id&sortOrder=ascending&count=1000{start}")), "{target}");
        }
    }
}

#[test]
fn a_list_of_several_pages_is_read_by_cursor_if_the_server_has_cursors() {
    let scim = Server::with_cursors(Size::of_users(USERS)).expect("a server");
    let proxy = proxy_of(scim.base_url());
    let found = scanned(&server(&proxy.base_url()), &query("users", "id text", &[]));
    assert_eq!(found, ids(&scim));
    let sent = targets(&proxy);
    assert_eq!(sent.len(), 4, "{sent:?}");
    assert_eq!(sent[1], "/ServiceProviderConfig");
    assert!(sent[2].ends_with("&count=1000&cursor="), "{}", sent[2]);
    assert!(sent[3].contains("&cursor=") && !sent[3].contains("startIndex"), "{}", sent[3]);
}

/// A server that returns at most `max` rows in a page, and as `itemsPerPage` something else.
fn short_pages(max: usize, total_of_page: bool) -> Fault {
    Fault::rewrite(move |list| {
        let Some(rows) = list["Resources"].as_array_mut() else { return };
        rows.truncate(max);
        let rows = rows.len();
        list["itemsPerPage"] = 0.into();
        if total_of_page {
            list["totalResults"] = rows.into();
        }
    })
    .always()
}

#[test]
fn pages_may_be_shorter_than_requested_and_totals_may_be_those_of_the_page() {
    for scim in servers() {
        let want = ids(scim);
        for total_of_page in [false, true] {
            let proxy = proxy_of(scim.base_url());
            proxy.fault(short_pages(50, total_of_page).at("/Users"));
            let found = scanned(&server(&proxy.base_url()), &query("users", "id text", &[]));
            assert_eq!(found, want, "{total_of_page}");
        }
    }
}

#[test]
fn an_order_that_a_server_announces_and_refuses_changes_no_result() {
    for scim in servers() {
        let proxy = proxy_of(scim.base_url());
        proxy.fault(short_pages(50, false).at("/Users"));
        proxy.fault(Fault::status(400).at("/Users").with_parameter("sortBy").always());
        let outcome = run(&server(&proxy.base_url()), &query("users", "id text", &[])).expect("rows");
        assert_eq!(outcome.rows.len(), ids(scim).len());
        let refused = proxy.take_journal().iter().filter(|request| request.status == 400).count();
        assert_eq!(refused, 1);
        assert!(format!("{:?}", outcome.messages).contains("read in the order that it has"), "{:?}", outcome.messages);
    }
}

#[test]
fn a_server_that_ignores_positions_or_returns_too_little_is_noticed() {
    let scim = shared(Implementation::Scim2Server);
    let proxy = proxy_of(scim.base_url());
    // Every page ends after 40 rows of which the first page has the first, and the total is higher.
    proxy.fault(Fault::drop_parameter("startIndex").at("/Users").always());
    proxy.fault(short_pages(40, false).at("/Users"));
    let outcome = run(&server(&proxy.base_url()), &query("users", "id text", &[])).expect("rows");
    let messages = format!("{:?}", outcome.messages);
    assert!(outcome.rows.len() == 40 && messages.contains("rows may be missing"), "{messages}");
}

#[test]
fn the_list_of_rows_may_have_a_lower_case_name_or_be_absent() {
    let scim = shared(Implementation::Scim2Server);
    let proxy = proxy_of(scim.base_url());
    let lower_case = Fault::rewrite(|list| {
        if let Some(list) = list.as_object_mut()
            && let Some(rows) = list.remove("Resources")
        {
            list.insert("resources".to_owned(), rows);
        }
    });
    proxy.fault(lower_case.always());
    let server = server(&proxy.base_url());
    assert_eq!(scanned(&server, &query("users", "id text", &[])), ids(scim));
    proxy.reset();
    let absent = Fault::rewrite(|list| {
        if let Some(list) = list.as_object_mut() {
            list.remove("Resources");
        }
    });
    proxy.fault(absent.always());
    assert!(rows(&server, &query("users", "id text, user_name text", &["user_name = nobody"])).is_empty());
    // A total with no rows is not an empty list.
    let outcome = run(&server, &query("users", "id text", &[])).expect("a list");
    assert!(format!("{:?}", outcome.messages).contains("rows may be missing"));
}
