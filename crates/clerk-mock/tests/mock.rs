//! The mock over real HTTP: authorisation, pagination and its peculiarities, filters, errors, faults.

use clerk_mock::{KEY, Mock};
use serde_json::{Value, json};

fn send(mock: &Mock, target: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut request = agent.get(format!("{}{target}", mock.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = request.call().expect("a response");
    let body = response.body_mut().read_to_string().expect("a body");
    (response.status().as_u16(), serde_json::from_str(&body).unwrap_or(Value::String(body)))
}

fn get(mock: &Mock, target: &str) -> (u16, Value) {
    let bearer = format!("Bearer {KEY}");
    send(mock, target, &[("authorization", &bearer)])
}

fn ids(body: &Value) -> Vec<&str> {
    let rows = body.as_array().or(body["data"].as_array()).expect("a list");
    rows.iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

fn mock() -> Mock {
    Mock::with_users(700).expect("a mock")
}

#[test]
fn requests_need_the_api_key() {
    let mock = mock();
    for headers in [vec![], vec![("authorization", "Bearer sk_test_other")], vec![("authorization", KEY)]] {
        let (status, body) = send(&mock, "/users", &headers);
        assert_eq!((status, body["errors"][0]["code"].as_str()), (401, Some("clerk_key_invalid")));
    }
    let bearer = format!("Bearer {KEY}");
    let with_version =
        |version| send(&mock, "/domains", &[("authorization", bearer.as_str()), ("clerk-api-version", version)]).0;
    assert_eq!((with_version("2026-05-12"), with_version("1999-01-01")), (200, 400));
    let journal = mock.take_journal();
    assert_eq!(journal.len(), 5);
    assert!(journal.iter().all(|request| request.header("authorization").is_none()), "the journal contains the secret");
}

#[test]
fn pages_follow_limits_orders_and_cursors() {
    let mock = mock();
    let all = get(&mock, "/users?limit=500&order_by=created_at").1;
    let all = ids(&all);
    let page = |target: &str| {
        let (status, body) = get(&mock, target);
        assert_eq!(status, 200, "{target}");
        ids(&body).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    // The default page size, which also replaces a limit that is too large.
    assert_eq!(page("/users").len(), 10);
    assert_eq!(page("/users?limit=501").len(), 10);
    assert_eq!(page("/users?limit=500&offset=690").len(), 10);
    assert_eq!(page("/users?limit=500&offset=9999").len(), 0);
    // Orders. The default is newest first. A plus that is not percent-encoded arrives as a space.
    assert_ne!(page("/users?limit=1"), all[..1]);
    for order in ["created_at", "%2Bcreated_at", "+created_at"] {
        assert_eq!(page(&format!("/users?limit=2&order_by={order}")), all[..2]);
    }
    assert_eq!(page("/users?limit=3&order_by=-created_at"), page("/users?limit=3"));
    assert_eq!(page("/users?limit=2&offset=2&order_by=created_at"), all[2..4]);
    // Cursors.
    let after = format!("/users?limit=2&order_by=created_at&starting_after={}", all[3]);
    assert_eq!(page(&after), all[4..6]);
    let backwards = format!("/users?limit=2&starting_after={}", all[3]);
    assert_eq!(page(&backwards), [all[2], all[1]]);
    // Endpoints without pagination ignore its parameters.
    assert_eq!(page("/domains?limit=1&offset=1").len(), 3);
    assert_eq!(page("/blocklist_identifiers?limit=1").len(), 12);
}

#[test]
fn lists_are_arrays_or_objects_with_a_total() {
    let mock = mock();
    assert!(get(&mock, "/invitations").1.is_array());
    // Revoked invitations are returned only on request.
    assert_eq!(get(&mock, "/invitations?paginated=true").1["total_count"], 9);
    assert_eq!(get(&mock, "/invitations?paginated=true&status=revoked").1["total_count"], 3);
    assert_eq!(get(&mock, "/invitations?paginated=false&limit=1").1.as_array().map(Vec::len), Some(9));
    assert_eq!(get(&mock, "/organizations?limit=1").1["total_count"], 70);
    assert!(get(&mock, "/users?paginated=true").1["data"].is_array());
    assert!(get(&mock, "/organizations?limit=1").1["data"][0].get("members_count").is_none());
    assert!(get(&mock, "/organizations?limit=1&include_members_count=true").1["data"][0]["members_count"].is_number());
}

#[test]
fn errors_have_clerks_status_and_body() {
    let mock = mock();
    let first = get(&mock, "/users?limit=1").1;
    let id = ids(&first)[0];
    let cases = [
        ("/nothing".to_owned(), 404),
        ("/users/user_none".into(), 404),
        ("/domains/dmn_1".into(), 404),
        (format!("/users/{id}"), 200),
        ("/users?limit=0".into(), 422),
        ("/users?limit=x".into(), 422),
        ("/users?offset=-1".into(), 422),
        ("/users?order_by=age".into(), 422),
        (format!("/users?starting_after={id}&offset=1"), 422),
        (format!("/users?starting_after={id}&offset=0"), 200),
        (format!("/users?starting_after={id}&order_by=-updated_at"), 422),
        ("/users?starting_after=user_none".into(), 422),
    ];
    for (target, want) in cases {
        let (status, body) = get(&mock, &target);
        assert_eq!(status, want, "{target}");
        let is_error = body["errors"][0]["long_message"].is_string() && body["clerk_trace_id"].is_string();
        assert_eq!(is_error, want != 200, "{target}");
    }
}

#[test]
fn filters_select_and_count_the_same_users() {
    let mock = mock();
    let rows = mock.rows("users");
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let email = |row: &Value| {
        row["email_addresses"]
            .as_array()
            .and_then(|list| list.last())
            .map_or(String::new(), |last| text(last, "email_address"))
    };
    let time = |row: &Value, key: &str| row[key].as_i64();
    let some = &rows[7];
    let (id, other) = (text(some, "id"), text(&rows[8], "id"));
    let middle = time(&rows[350], "created_at").expect("a time");
    let by = |filter: Box<dyn Fn(&Value) -> bool>| rows.iter().filter(|row| filter(row)).count();
    let with_phone = rows.iter().find(|row| !row["primary_phone_number_id"].is_null()).expect("a user with a phone");
    let phone = text(&with_phone["phone_numbers"][0], "phone_number");
    let named = rows.iter().find(|row| row["username"].is_string()).expect("a user with a username");
    let (username, named_id) = (text(named, "username"), text(named, "id"));
    let external = rows.iter().find(|row| row["external_id"].is_string()).expect("a user with an external id");
    let external_id = text(external, "external_id");
    let google = rows.iter().find(|row| row["external_accounts"][0].is_object()).expect("a user with a Google account");
    let google_id = text(&google["external_accounts"][0], "provider_user_id");
    let cases: Vec<(String, usize)> = vec![
        (format!("user_id={id}&user_id={other}"), 2),
        (format!("user_id=%2B{id}"), 1),
        (format!("user_id=-{id}"), 699),
        ("user_id=user_none".into(), 0),
        (format!("username={username}"), 1),
        (format!("phone_number={}", phone.replace('+', "%2B")), 1),
        // A plus that is not percent-encoded arrives as a space.
        (format!("phone_number={phone}"), 0),
        (format!("external_id={external_id}"), 1),
        (format!("provider=oauth_google&provider_user_id={google_id}"), 1),
        ("email_address_query=EXAMPLE3".into(), by(Box::new(move |row| email(row).contains("example3")))),
        ("username_query=USER1".into(), by(Box::new(move |row| text(row, "username").contains("user1")))),
        ("name_query=turing".into(), by(Box::new(move |row| text(row, "last_name") == "Turing"))),
        ("banned=true".into(), by(Box::new(|row| row["banned"] == true))),
        ("banned=false".into(), by(Box::new(|row| row["banned"] == false))),
        (format!("created_at_after={middle}"), by(Box::new(move |row| time(row, "created_at") > Some(middle)))),
        (
            format!("last_active_at_before={middle}"),
            // The filter compares the exact time, which is a day after the last sign-in. The row has only the day.
            by(Box::new(move |row| time(row, "last_sign_in_at").is_some_and(|at| at + 86_400_000 < middle))),
        ),
        (
            format!("last_sign_in_at_after={middle}&banned=true"),
            by(Box::new(move |row| time(row, "last_sign_in_at") > Some(middle) && row["banned"] == true)),
        ),
        (format!("query={named_id}"), 1),
    ];
    for (filter, want) in cases {
        let (status, body) = get(&mock, &format!("/users?limit=500&{filter}"));
        assert_eq!((status, ids(&body).len()), (200, want.min(500)), "{filter}");
        let (_, count) = get(&mock, &format!("/users/count?{filter}"));
        assert_eq!(count, json!({ "object": "total_count", "total_count": want }), "{filter}");
    }
}

#[test]
fn faults_can_be_added_and_the_journal_read_over_http() {
    let mock = mock();
    let base = mock.url().replace("/v1", "/mock");
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let post = |fault: &str| agent.post(format!("{base}/faults")).send(fault).expect("a response").status().as_u16();
    assert_eq!(post(r#"{"path":"/users","skip":1,"status":429,"headers":{"retry-after":"3"}}"#), 200);
    assert_eq!(post(r#"{"insert":2}"#), 200);
    assert_eq!(post(r#"{"what":2}"#), 400);
    let one_organization = get(&mock, "/organizations?limit=1").1;
    assert_eq!(one_organization["total_count"], 72);
    assert_eq!([get(&mock, "/users").0, get(&mock, "/users").0, get(&mock, "/users").0], [200, 429, 200]);
    let journal = agent.get(format!("{base}/journal")).call().expect("a response").body_mut().read_to_string();
    let journal: Value = serde_json::from_str(&journal.expect("a body")).expect("JSON");
    assert_eq!(journal[0]["bytes"], one_organization.to_string().len());
    let statuses: Vec<&Value> = journal.as_array().expect("a list").iter().map(|request| &request["status"]).collect();
    assert_eq!(statuses, [200, 200, 429, 200]);
    assert_eq!(post(r#"{"close":true}"#), 200);
    assert!(agent.get(format!("{}/users", mock.url())).call().is_err());
    assert_eq!(post(r#"{"path":"/domains","truncate":5}"#), 200);
    let mut half = agent.get(format!("{}/domains", mock.url())).call().expect("the head of a response");
    assert!(half.body_mut().read_to_string().is_err(), "the body is complete");
}

#[test]
fn the_data_depends_only_on_the_seed() {
    assert_eq!(mock().rows("users"), mock().rows("users"));
    let other =
        Mock::start(&clerk_mock::Config { seed: 2, size: clerk_mock::Size::of_users(700), ..Default::default() });
    assert_ne!(mock().rows("users"), other.expect("a mock").rows("users"));
}
