//! Writes over real HTTP: their responses, and what later requests read.

mod addresses;
mod lists;
mod organizations;
mod roles;
mod states;
mod users;

use clerk_mock::{KEY, Mock};
use serde_json::Value;

pub fn send(mock: &Mock, method: &str, target: &str, body: Value) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}{target}", mock.url()))
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", "application/json")
        .body(body)
        .expect("a request");
    let mut response = agent.run(request).expect("a response");
    let text = response.body_mut().read_to_string().expect("a body");
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Sends a request that succeeds.
pub fn done(mock: &Mock, method: &str, target: &str, body: Value) -> Value {
    let (status, response) = send(mock, method, target, body.clone());
    assert!((200..300).contains(&status), "{method} {target} {body}: {status} {response}");
    response
}

/// Reads what exists.
pub fn get(mock: &Mock, target: &str) -> Value {
    done(mock, "GET", target, Value::Null)
}

/// A request that fails: its method, target and body, the status and code of the error, and the parameter it is about.
pub type Refused<'a> = (&'a str, String, Value, u16, &'a str, &'a str);

/// Sends requests that fail, and checks their status, code and parameter.
pub fn refused(mock: &Mock, cases: Vec<Refused>) {
    for (method, target, body, want, code, parameter) in cases {
        let (status, response) = send(mock, method, &target, body.clone());
        let error = &response["errors"][0];
        let got = (status, error["code"].as_str().unwrap_or(""), error["meta"]["param_name"].as_str().unwrap_or(""));
        assert_eq!(got, (want, code, parameter), "{method} {target} {body}: {response}");
    }
}

/// The id of a row.
pub fn id(row: &Value) -> &str {
    row["id"].as_str().unwrap_or_else(|| panic!("no id in {row}"))
}

/// A mock for a test.
pub fn mock() -> Mock {
    Mock::with_users(200).expect("a mock")
}

/// The first row that satisfies a condition.
pub fn find(rows: &[Value], condition: impl Fn(&Value) -> bool) -> &Value {
    rows.iter().find(|row| condition(row)).expect("such a row")
}
