//! Faults of requests that write, and the bodies in the journal.

use clerk_mock::{Action, Fault, KEY, Mock};

/// Sends a request. Returns the status and the body, or an error if there is no complete response.
fn send(mock: &Mock, method: &str, target: &str, body: &str, kind: &str) -> Result<(u16, String), ureq::Error> {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}{target}", mock.url()))
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", kind)
        .body(body.to_owned())?;
    let mut response = agent.run(request)?;
    let text = response.body_mut().read_to_string()?;
    Ok((response.status().as_u16(), text))
}

#[test]
fn a_write_takes_effect_before_its_response_is_lost_only_on_request() {
    let faults = [
        Fault::status(503),
        Fault::status_body(200, "not JSON"),
        Fault::response("{}"),
        Fault::close(),
        Fault::new(Action::Truncate { truncate: 9 }),
    ];
    for (at, fault) in faults.into_iter().enumerate() {
        let mock = Mock::with_users(10).expect("a mock");
        let post = |name: &str| {
            let body = format!(r#"{{"url":"{name}://callback"}}"#);
            send(&mock, "POST", "/redirect_urls", &body, "application/json").ok()
        };
        let count = || mock.rows("redirect_urls").len();
        let before = count();
        mock.fault(fault.clone().method("POST"));
        // The fault does not apply to another method.
        assert_eq!(send(&mock, "GET", "/redirect_urls", "", "").expect("a response").0, 200);
        let lost = post("a");
        assert_eq!(count(), before, "fault {at} without effect: {lost:?}");
        mock.fault(fault.path("/redirect_urls").executed());
        assert_eq!(post("b"), lost.filter(|_| at < 3), "fault {at}");
        assert_eq!(count(), before + 1, "fault {at} with effect");
        let again = post("b").expect("a response");
        assert!(again.0 == 422 && again.1.contains("form_identifier_exists"), "the retry finds its own row: {again:?}");
    }
}

#[test]
fn faults_of_writes_can_be_added_over_http() {
    let mock = Mock::with_users(10).expect("a mock");
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let fault = r#"{"method":"DELETE","status":500,"executed":true}"#;
    let base = mock.url().replace("/v1", "/mock");
    assert_eq!(agent.post(format!("{base}/faults")).send(fault).expect("a response").status().as_u16(), 200);
    let user = mock.rows("users")[0]["id"].as_str().expect("an id").to_owned();
    let delete = || send(&mock, "DELETE", &format!("/users/{user}"), "", "").expect("a response").0;
    assert_eq!((delete(), delete()), (500, 404));
    assert_eq!(mock.rows("users").len(), 9);
}

#[test]
fn the_journal_has_bodies() {
    let mock = Mock::with_users(10).expect("a mock");
    let body = r#"{"name": "Ünïcode"}"#;
    let send = |body: &str, kind: &str| send(&mock, "POST", "/organizations", body, kind).expect("a response").0;
    assert_eq!(
        [send(body, "application/json"), send(body, "text/plain"), send("{", "application/json")],
        [200, 415, 400]
    );
    let journal = mock.take_journal();
    let received: Vec<(&str, u16, &str)> =
        journal.iter().map(|request| (request.method.as_str(), request.status, request.body.as_str())).collect();
    assert_eq!(received, [("POST", 200, body), ("POST", 415, body), ("POST", 400, "{")]);
}
