//! The requests of typical queries.

use scim_server::Implementation;
use wrappers_harness::expect::{query, rows, scanned};
use wrappers_harness::{Node, run};

use crate::common::{proxy_of, server, servers, shared, targets};

/// What a list of users excludes if the query needs none of it.
const ALL: &str = "excludedAttributes=emails%2CphoneNumbers%2Cims%2Cphotos%2Caddresses%2Cgroups%2Centitlements%2Croles%2Cx509Certificates";

#[test]
fn queries_send_few_requests() {
    let scim = shared(Implementation::Scim2Server);
    let proxy = proxy_of(scim.base_url());
    let server = server(&proxy.base_url()).option("pushdown_comparisons", "true");
    let users = "id text, user_name text, first_name text, active boolean, last_modified timestamptz";
    let with_email = "id text, email text";
    let user = &scim.client().users().expect("users")[3];
    let id = user["id"].as_str().expect("an id");
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&query("users", users, &[])).expect("a plan");
    assert_eq!(proxy.take_journal(), [], "EXPLAIN sends no request");
    let by_id = format!("id = {id}");
    let of_user = format!("user_id = {id}");
    let filter = |filter: &str, rest: &str| format!("/Users?filter={filter}&{rest}&count=1000");
    let cases: Vec<(&str, &str, Vec<&str>, String)> = vec![
        ("users", users, vec![&by_id], format!("/Users/{id}")),
        (
            "users",
            users,
            vec!["user_name = 'no+\"one\"@x'", "active = true"],
            filter("userName%20eq%20%22no%2B%5C%22one%5C%22%40x%22%20and%20active%20eq%20true", ALL),
        ),
        (
            "users",
            users,
            vec!["user_name in none@x,nobody@x"],
            filter("%28userName%20eq%20%22none%40x%22%20or%20userName%20eq%20%22nobody%40x%22%29", ALL),
        ),
        ("users", users, vec!["user_name ~~ 'nob%'"], filter("userName%20sw%20%22nob%22", ALL)),
        ("users", users, vec!["first_name ~~ '%xyz%'"], filter("name.givenName%20co%20%22xyz%22", ALL)),
        (
            "users",
            users,
            vec!["last_modified >= '2999-01-01 00:00:00'"],
            filter("meta.lastModified%20ge%20%222998-12-31T23%3A59%3A58.999Z%22", ALL),
        ),
        (
            "users",
            with_email,
            vec!["email = nobody@x"],
            filter("emails.value%20eq%20%22nobody%40x%22", &ALL.replace("emails%2C", "")),
        ),
        ("user_emails", "user_id text, value text", vec![&of_user], format!("/Users/{id}")),
        (
            "groups",
            "id text, display_name text",
            vec!["display_name = nothing"],
            "/Groups?filter=displayName%20eq%20%22nothing%22&excludedAttributes=members&count=1000".to_owned(),
        ),
        (
            "group_members",
            "group_id text, member_id text",
            vec!["member_id = nobody"],
            "/Groups?filter=members.value%20eq%20%22nobody%22&count=1000".to_owned(),
        ),
        ("schemas", "id text", vec![], "/Schemas".to_owned()),
        ("service_provider_config", "sort_supported boolean", vec![], "/ServiceProviderConfig".to_owned()),
    ];
    for (object, columns, conditions, want) in cases {
        rows(&server, &query(object, columns, &conditions));
        assert_eq!(targets(&proxy), [want], "{object} {conditions:?}");
    }
    let kept_local = ["user_name ~~* 'nob%'", "user_name ~~ '%no%'", "first_name = 'é'", "first_name is null"];
    for condition in kept_local {
        rows(&server, &query("users", users, &[condition]));
        assert!(targets(&proxy).iter().all(|target| !target.contains("filter")), "{condition}");
    }
}

#[test]
fn the_basic_profile_filters_by_names_alone() {
    for scim in servers() {
        let proxy = proxy_of(scim.base_url());
        let server = server(&proxy.base_url()).option("profile", "basic");
        let users = "id text, user_name text, email text, active boolean";
        let name = "nobody@example.com";
        for (condition, has_filter) in [("user_name", true), ("email", false), ("id", false)] {
            let condition = format!("{condition} in {name},x@example.com");
            assert!(rows(&server, &query("users", users, &[&condition])).is_empty());
            let sent = targets(&proxy);
            let expected =
                sent.iter().any(|target| target.contains("filter=userName%20eq%20%22nobody%40example.com%22"));
            assert_eq!(expected, has_filter, "{condition}: {sent:?}");
        }
        // Servers disagree on backslashes, so such a name is not sent.
        let named = query("groups", "id text, display_name text", &["display_name = 'back\\slash'"]);
        assert_eq!(rows(&server, &named).len(), 1);
        assert!(targets(&proxy).iter().all(|target| !target.contains("filter=")));
        let all = scim.client().table("user_emails").expect("rows").len();
        assert_eq!(rows(&server, &query("user_emails", "user_id text, value text", &[])).len(), all);
    }
}

#[test]
fn the_members_of_a_few_groups_are_read_group_by_group() {
    let scim = shared(Implementation::Scim2Server);
    let proxy = proxy_of(scim.base_url());
    let groups = scim.client().groups().expect("groups");
    let ids: Vec<&str> = groups.iter().skip(8).take(2).map(|group| group["id"].as_str().expect("an id")).collect();
    let condition = format!("group_id in {}", ids.join(","));
    scanned(&server(&proxy.base_url()), &query("group_members", "group_id text, member_id text", &[&condition]));
    assert_eq!(targets(&proxy), [format!("/Groups/{}", ids[0]), format!("/Groups/{}", ids[1])]);
}

#[test]
fn counts_take_one_request_and_equal_the_number_of_rows() {
    for scim in servers() {
        let proxy = proxy_of(scim.base_url());
        let server = server(&proxy.base_url());
        for (object, endpoint) in [("users", "/Users"), ("groups", "/Groups")] {
            let counted = rows(&server, &query(object, "", &[])).len();
            assert_eq!(targets(&proxy), [format!("{endpoint}?count=0")]);
            assert_eq!(counted, scanned(&server, &query(object, "id text", &[])).len());
            proxy.take_journal();
        }
    }
}

#[test]
fn a_filter_that_a_server_refuses_is_left_out_once_with_a_notice() {
    // SCIMMY does not understand escaped quotation marks.
    let proxy = proxy_of(shared(Implementation::Scimmy).base_url());
    let columns = "id text, first_name text";
    let all = rows(&server(&proxy.base_url()), &query("users", columns, &[]));
    let quoted = all.iter().find(|row| row[1].contains('"') && !row[1].contains('\'')).expect("a name with quotes");
    proxy.take_journal();
    let condition = format!("first_name = '{}'", quoted[1]);
    let outcome = run(&server(&proxy.base_url()), &query("users", columns, &[&condition])).expect("rows");
    assert!(outcome.rows.iter().any(|row| row[0].to_string() == quoted[0]));
    let journal = proxy.take_journal();
    let statuses: Vec<u16> = journal.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [400, 200]);
    assert!(!journal[1].target.contains("filter"), "{}", journal[1].target);
    let messages = format!("{:?}", outcome.messages);
    assert!(messages.contains("invalidFilter") && messages.contains("read without conditions"), "{messages}");
}
