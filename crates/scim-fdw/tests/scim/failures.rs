//! Wrong options, answers that are no lists, and filters that are ignored.

use scim_server::{Fault, Implementation, TOKEN};
use wrappers_harness::expect::{query, rows};
use wrappers_harness::{Node, run};

use crate::common::{proxy_of, server, servers, shared, without_options};

#[test]
fn invalid_options_are_errors_before_any_request() {
    let url = "https://scim.example.com";
    let with_token = || without_options().option("bearer_token", TOKEN);
    let cases = [
        (with_token(), "option base_url or org_id must be set"),
        (with_token().option("base_url", url).option("org_id", "o"), "option base_url and org_id are both set"),
        (with_token().option("base_url", "scim.example.com"), "option base_url must be a URL"),
        (with_token().option("org_id", ".."), "option org_id must not be empty"),
        (
            with_token().option("base_url", url).option("profile", "okta"),
            "option profile must be one of: basic, contentful, rfc7644",
        ),
        (without_options().option("base_url", url), "option bearer_token or bearer_token_id"),
        (
            without_options().option("base_url", url).option("bearer_token", "a\nb"),
            "option bearer_token provides a secret",
        ),
    ];
    for (server, want) in cases {
        let error = run(&server, &query("users", "id text", &[])).expect_err("an error").to_string();
        assert!(error.contains(want) && !error.contains(TOKEN), "{error}");
    }
}

#[test]
fn an_unknown_id_has_no_rows_but_a_wrong_base_url_or_token_is_an_error() {
    let cases = [
        ("users", "id text", "id = nobody"),
        ("user_emails", "user_id text, value text", "user_id = nobody"),
        ("groups", "id text", "id = nothing"),
        ("group_members", "group_id text", "group_id = nothing"),
    ];
    for scim in servers() {
        for (object, columns, condition) in cases {
            let query = query(object, columns, &[condition]);
            assert!(rows(&server(scim.base_url()), &query).is_empty(), "{object}");
            let wrong = server(&format!("{}/wrong", scim.base_url()));
            let error = run(&wrong, &query).expect_err("an error").to_string();
            assert!(error.contains("HTTP 404") && error.contains("check the option base_url"), "{error}");
            let denied = server(scim.base_url()).option("bearer_token", "not-the-token");
            let error = run(&denied, &query).expect_err("an error").to_string();
            assert!(error.contains("HTTP 401") && error.contains("check the options bearer_token"), "{error}");
            assert!(!error.contains("not-the-token"), "{error}");
        }
    }
}

#[test]
fn a_body_that_breaks_off_is_an_error_and_returns_none_of_its_rows() {
    let proxy = proxy_of(shared(Implementation::Scim2Server).base_url());
    let server = server(&proxy.base_url());
    let users = query("users", "id text", &[]);
    let faults: [fn() -> Fault; 2] = [|| Fault::glue(20_000), || Fault::truncate(20_000)];
    for fault in faults {
        proxy.fault(fault().at("/Users").always());
        let mut node = Node::new(&server).expect("an instance");
        node.begin(&users).expect("a plan");
        let error = node.next_row().expect_err("an error").to_string();
        assert!(error.starts_with("users: "), "{error}");
        proxy.reset();
    }
}

#[test]
fn a_server_that_ignores_filters_or_refuses_parameters_changes_no_result() {
    for scim in servers() {
        let users = "id text, user_name text, active boolean";
        let all = rows(&server(scim.base_url()), &query("users", users, &[]));
        let name = &all[7][1];
        let condition = format!("user_name = '{name}'");
        let proxy = proxy_of(scim.base_url());
        let server = server(&proxy.base_url());
        proxy.fault(Fault::drop_parameter("filter").at("/Users").always());
        let outcome = run(&server, &query("users", users, &[&condition])).expect("rows");
        assert_eq!(outcome.rows.len(), 1);
        assert!(
            format!("{:?}", outcome.messages).contains("ignores the filter on user_name"),
            "{:?}",
            outcome.messages
        );
        proxy.reset();
        for (status, parameter) in [(400, "filter"), (414, "filter"), (400, "excludedAttributes")] {
            let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":"No."}"#;
            proxy.fault(Fault::response(status, &[], body).at("/Users").with_parameter(parameter).always());
            let found = rows(&server, &query("users", users, &[&condition]));
            assert_eq!(found.len(), 1, "{status} {parameter}");
            assert!(proxy.take_journal().iter().any(|request| request.status == status), "{status} {parameter}");
            proxy.reset();
        }
        // A list that cannot be read without a filter is an error.
        let too_many = r#"{"status":"400","scimType":"tooMany","detail":"Too many results."}"#;
        proxy.fault(Fault::response(400, &[], too_many).at("/Users").always());
        let error = run(&server, &query("users", users, &[])).expect_err("an error").to_string();
        assert!(error.contains("Too many results. (code tooMany); add a condition"), "{error}");
    }
}

#[test]
fn groups_without_members_are_noticed() {
    let proxy = proxy_of(shared(Implementation::Scim2Server).base_url());
    let without = Fault::rewrite(|list| {
        for group in list["Resources"].as_array_mut().into_iter().flatten() {
            group.as_object_mut().expect("a group").remove("members");
        }
    });
    proxy.fault(without.at("/Groups").always());
    let members = query("group_members", "group_id text, member_id text", &[]);
    let outcome = run(&server(&proxy.base_url()), &members).expect("no rows");
    assert!(outcome.rows.is_empty() && format!("{:?}", outcome.messages).contains("add a condition on group_id"));
}
