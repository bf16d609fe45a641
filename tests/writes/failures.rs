//! Writes that fail: what took effect nevertheless, what the error says of it, and which requests are repeated.

use clerk_mock::{Action, Fault, Mock};
use serde_json::Value as Json;
use wrappers_harness::{CallError, Node};

use crate::check::{messages, open, row, server};
use crate::select::fill;

/// Number of attempts of the host: its HTTP middleware repeats a failed request before it reports the failure to the
/// guest.
const HOST_ATTEMPTS: u32 = 4;

fn open_table(mock: &Mock, object: &str) -> Node {
    open(&server(mock), object).expect("a write")
}

fn error(outcome: Result<(), CallError>) -> String {
    outcome.expect_err("an error").to_string()
}

/// Number of requests that the mock has received since the last call.
fn requests(mock: &Mock) -> usize {
    mock.take_journal().len()
}

/// The row of the mock with this id.
fn find(mock: &Mock, object: &str, id: &str) -> Option<Json> {
    mock.rows(object).into_iter().find(|row| row["id"] == id)
}

#[test]
fn an_error_between_the_requests_of_a_row_names_those_that_took_effect() {
    let mock = crate::mock();
    let id = fill(&mock, "{users:!banned,!locked}");
    let update = row(&[
        ("first_name text", "Augusta"),
        ("public_metadata jsonb", r#"{"a":1}"#),
        ("banned boolean", "true"),
        ("locked boolean", "true"),
    ]);
    let patch = format!("PATCH /users/{id}");
    let put = format!("PUT /users/{id}/metadata");
    let ban = format!("POST /users/{id}/ban");
    let failed = |target: &str| format!(": {target}: HTTP 403: This is status 403 on demand. (code on_demand), trace ");
    // Number of requests that succeed, and the error.
    let cases = [
        (0, format!("users: row {id} was not updated{}", failed(&patch))),
        (1, format!("users: row {id} was updated only in part; these requests took effect: {patch}{}", failed(&put))),
        (
            2,
            format!(
                "users: row {id} was updated only in part; these requests took effect: {patch}, {put}{}",
                failed(&ban)
            ),
        ),
    ];
    for (succeeding, want) in cases {
        mock.reset();
        let before = find(&mock, "users", &id).expect("a user");
        mock.fault(Fault::status(403).after(succeeding));
        let error = error(open_table(&mock, "users").update(&id, &update));
        assert!(error.starts_with(&want), "{error}\n{want}");
        // The requests after the failed one are not sent.
        assert_eq!(requests(&mock), succeeding as usize + 1);
        let after = find(&mock, "users", &id).expect("a user");
        assert_eq!(after["first_name"] == "Augusta", succeeding > 0, "{after}");
        assert_eq!(after["public_metadata"] != before["public_metadata"], succeeding > 1, "{after}");
        assert_eq!([&after["banned"], &after["locked"]], [false, false]);
    }
}

/// A verb is repeated after a lost response, like all requests that can safely be sent twice.
#[test]
fn idempotent_requests_whose_responses_are_lost_are_repeated() {
    let mock = crate::mock();
    let user = fill(&mock, "{users:!banned}");
    let role = fill(&mock, "{organization_roles}");
    let lost = || [Fault::close(), Fault::status(502), Fault::new(Action::Truncate { truncate: 3 })];
    type Write = fn(&mut Node, &str) -> Result<(), CallError>;
    let writes: [(&str, &str, Write); 4] = [
        ("users", &user, |node, id| node.update(id, &row(&[("first_name text", "Ada")]))),
        ("users", &user, |node, id| node.update(id, &row(&[("banned boolean", "true")]))),
        ("users", &user, |node, id| node.update(id, &row(&[("public_metadata jsonb", "{}")]))),
        ("organization_roles", &role, |node, id| node.delete(id)),
    ];
    for (object, id, write) in writes {
        for fault in lost() {
            mock.reset();
            // The host's middleware does not notice that a body is incomplete.
            let attempts = if matches!(fault.action, Action::Truncate { .. }) { 1 } else { HOST_ATTEMPTS };
            let what = format!("{object} {:?}", fault.action);
            mock.fault(fault.executed().times(attempts));
            let mut node = open_table(&mock, object);
            write(&mut node, id).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(requests(&mock), attempts as usize + 1, "{what}");
        }
    }
    assert_eq!(find(&mock, "organization_roles", &role), None);
}

/// If the host itself repeats a DELETE that took effect, the guest cannot tell that from a row that did not exist.
#[test]
fn a_delete_that_the_host_repeats_is_an_error_that_says_what_may_have_happened() {
    let mock = crate::mock();
    let id = fill(&mock, "{users}");
    mock.fault(Fault::close().executed());
    let error = error(open_table(&mock, "users").delete(&id));
    let want = format!("users: row {id} was not deleted, because the API does not know it; it may have been deleted: ");
    assert!(error.starts_with(&want), "{error}");
    assert_eq!((requests(&mock), find(&mock, "users", &id)), (2, None));
}

#[test]
fn an_insert_whose_response_is_lost_is_not_repeated_by_the_guest() {
    for (fault, attempts) in [
        (Fault::close(), HOST_ATTEMPTS),
        (Fault::status(503), HOST_ATTEMPTS),
        (Fault::status(500), HOST_ATTEMPTS),
        (Fault::new(Action::Truncate { truncate: 3 }), 1),
    ] {
        for is_executed in [true, false] {
            let mock = crate::mock();
            let before = mock.rows("redirect_urls").len();
            let what = format!("{:?} {is_executed}", fault.action);
            let fault = Fault { executed: is_executed, ..fault.clone() }.times(1000);
            mock.fault(fault);
            let mut node = open_table(&mock, "redirect_urls");
            let error = error(node.insert(&row(&[("url text", "app://callback")])));
            let want = "redirect_urls: the row may have been inserted, because no response says whether a request \
                        took effect: POST /redirect_urls: ";
            assert!(error.starts_with(want), "{what}: {error}");
            assert_eq!(requests(&mock), attempts as usize, "{what}");
            assert_eq!(mock.rows("redirect_urls").len(), before + usize::from(is_executed), "{what}");
        }
    }
}

/// An INSERT that can be sent twice is repeated: of credits with an idempotency key, and into the waitlist.
#[test]
fn an_insert_that_is_idempotent_is_repeated() {
    let mock = crate::mock();
    let user = fill(&mock, "{users#29}");
    mock.fault(Fault::close().method("POST").executed().times(HOST_ATTEMPTS));
    let credit = row(&[
        ("user_id text", &user),
        ("amount bigint", "500"),
        ("action text", "increase"),
        ("idempotency_key text", "key-1"),
    ]);
    open_table(&mock, "user_billing_credits").insert(&credit).expect("a write");
    assert_eq!(requests(&mock), HOST_ATTEMPTS as usize + 1);
    let balances: Vec<Json> = mock.rows("user_billing_credits").into_iter().map(|row| row["balance"].clone()).collect();
    assert_eq!(balances.last().map(|balance| &balance["amount"]), Some(&Json::from(500)));

    let before = mock.rows("waitlist_entries").len();
    mock.fault(Fault::close().method("POST").executed().times(HOST_ATTEMPTS));
    open_table(&mock, "waitlist_entries").insert(&row(&[("email_address text", "new@example.com")])).expect("a write");
    assert_eq!(requests(&mock), HOST_ATTEMPTS as usize + 1);
    assert_eq!(mock.rows("waitlist_entries").len(), before + 1);
}

/// With status 429 Clerk has not executed a request, so every request is repeated.
#[test]
fn writes_wait_as_long_as_clerk_asks() {
    let mock = crate::mock();
    let before = mock.rows("redirect_urls").len();
    mock.fault(Fault::status_with(429, "Retry-After", "7").times(HOST_ATTEMPTS));
    let mut node = open_table(&mock, "redirect_urls");
    node.insert(&row(&[("url text", "app://callback")])).expect("a write");
    let slept = node.environment().clock.slept.as_secs_f64();
    assert!((7.0..9.0).contains(&slept), "slept {slept} s");
    assert_eq!(requests(&mock), HOST_ATTEMPTS as usize + 1);
    assert_eq!(mock.rows("redirect_urls").len(), before + 1);

    // The time that a statement waits is limited for each row, not for all of them together.
    for n in 0..15 {
        mock.fault(Fault::status_with(429, "Retry-After", "55").times(HOST_ATTEMPTS));
        node.insert(&row(&[("url text", &format!("app://callback/{n}"))])).expect("a write");
    }
    assert!(node.environment().clock.slept.as_secs() >= 15 * 55);

    mock.take_journal();
    mock.fault(Fault::status_with(429, "Retry-After", "3600").times(1000));
    let error = error(node.insert(&row(&[("url text", "app://other")])));
    assert!(
        error.starts_with("redirect_urls: the row was not inserted: POST /redirect_urls: gave up after 1 "),
        "{error}"
    );
    assert!(error.contains("and the API asks to wait another 3600.0 s"), "{error}");
    assert!(error.ends_with("; before that, the statement inserted 16 rows, which stays so"), "{error}");
}

#[test]
fn a_row_that_does_not_exist_is_an_error() {
    let mock = crate::mock();
    let organization = fill(&mock, "{organizations}");
    let member = format!("{organization}/user_none");
    let users = || open_table(&mock, "users");
    let members = || open_table(&mock, "organization_memberships");
    let cases = [
        ("users", "user_none", "updated", users().update("user_none", &row(&[("first_name text", "Ada")]))),
        ("users", "user_none", "updated", users().update("user_none", &row(&[("banned boolean", "true")]))),
        ("users", "user_none", "deleted", users().delete("user_none")),
        (
            "organization_memberships",
            &*member,
            "updated",
            members().update(&member, &row(&[("role text", "org:admin")])),
        ),
        ("organization_memberships", &*member, "deleted", members().delete(&member)),
    ];
    for (object, id, done, outcome) in cases {
        let error = error(outcome);
        let want =
            format!("{object}: row {id} was not {done}, because the API does not know it; it may have been deleted: ");
        assert!(error.starts_with(&want), "{error}");
        assert!(error.contains("HTTP 404: No resource was found with ID "), "{error}");
    }
    assert_eq!(requests(&mock), 5);
}

#[test]
fn a_wrong_key_is_an_error_without_effect() {
    let mock = crate::mock();
    let id = fill(&mock, "{users}");
    let server = server(&mock).option("api_key", "sk_test_wrong");
    let error = error(open(&server, "users").expect("a write").delete(&id));
    assert!(error.starts_with(&format!("users: row {id} was not deleted: DELETE /users/{id}: HTTP 401: ")), "{error}");
    assert!(error.ends_with("; check the secret key that the option api_key or api_key_id supplies"), "{error}");
    assert!(!error.contains("sk_test_wrong") && find(&mock, "users", &id).is_some());
    assert_eq!(requests(&mock), 1);
}

/// A parameter that refers to nothing also has the status 404, although the row exists.
#[test]
fn a_parameter_that_refers_to_nothing_is_no_missing_row() {
    let mock = crate::mock();
    let id = fill(&mock, "{users}");
    let update = row(&[("primary_email_address_id text", "idn_none")]);
    let error = error(open_table(&mock, "users").update(&id, &update));
    assert!(error.contains("primary_email_address_id refers to nothing that exists"), "{error}");
    assert!(find(&mock, "users", &id).is_some());
}

#[test]
fn an_error_of_a_later_row_says_how_many_rows_were_written() {
    let mock = crate::mock();
    let url = |n: u32| row(&[("url text", &format!("app://{n}"))]);
    let mut node = open_table(&mock, "redirect_urls");
    node.insert(&url(1)).expect("a write");
    let refused = error(node.insert(&url(1)));
    let want = "redirect_urls: the row was not inserted: POST /redirect_urls: HTTP 422: That url is taken. Please try \
                another. (code form_identifier_exists), trace ";
    assert!(refused.starts_with(want), "{refused}");
    assert!(refused.ends_with("; before that, the statement inserted 1 row, which stays so"), "{refused}");
    node.insert(&url(2)).expect("a write");
    // The same is true of a row for which no request is sent.
    mock.take_journal();
    let wrong = error(node.insert(&row(&[("url boolean", "true")])));
    assert!(wrong.ends_with("; before that, the statement inserted 2 rows, which stays so"), "{wrong}");

    let mut node = open_table(&mock, "redirect_urls");
    let ids: Vec<String> = (0..3).map(|n| fill(&mock, &format!("{{redirect_urls#{n}}}"))).collect();
    ids.iter().for_each(|id| node.delete(id).expect("a write"));
    let gone = error(node.delete("ru_none"));
    assert!(gone.ends_with("; before that, the statement deleted 3 rows, which stays so"), "{gone}");
    assert_eq!(requests(&mock), 4);

    let id = fill(&mock, "{users}");
    let mut node = open_table(&mock, "users");
    node.update(&id, &row(&[("first_name text", "Ada")])).expect("a write");
    let unknown = error(node.update(&id, &row(&[("first_nam text", "Ada")])));
    assert!(unknown.ends_with("; before that, the statement updated 1 row, which stays so"), "{unknown}");
    assert_eq!(requests(&mock), 1);
}

#[test]
fn the_debug_option_reports_each_request() {
    let mock = crate::mock();
    let id = fill(&mock, "{users}");
    let server = server(&mock).option("debug", "true");
    let mut node = open(&server, "users").expect("a write");
    node.update(&id, &row(&[("first_name text", "Ada"), ("banned boolean", "true")])).expect("a write");
    let mut texts = messages(&node);
    let mut node = open(&server, "users").expect("a write");
    node.delete(&id).expect("a write");
    texts.extend(messages(&node));
    let wanted = [
        format!("users: PATCH /users/{id} took effect on row {id} in "),
        format!("users: POST /users/{id}/ban took effect on row {id} in "),
        format!("users: DELETE /users/{id} took effect on row {id} in "),
    ];
    let found = texts.iter().filter(|text| wanted.iter().any(|want| text.starts_with(want))).count();
    assert_eq!(found, wanted.len(), "{texts:?}");
}
