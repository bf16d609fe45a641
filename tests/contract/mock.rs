//! The mock against the text: its paths, its parameters, and every answer it gives.

use std::collections::BTreeSet;

use clerk_mock::routes::{Check, ROUTES, Route, Shape};
use clerk_mock::{KEY, Mock};
use serde_json::Value;

use crate::text::{answer_schema, check_answer, openapi, parameters, unnamed};

fn get(mock: &Mock, target: &str) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = agent.get(format!("{}{target}", mock.url())).header("authorization", format!("Bearer {KEY}"));
    let mut answer = request.call().expect("an answer");
    let body = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), serde_json::from_str(&body).expect("JSON"))
}

/// A request of a route, of rows that there are.
fn target(mock: &Mock, route: &Route) -> String {
    let id = match (route.list, route.under) {
        ("templates", _) => "email".to_owned(),
        (list @ ("user_email_addresses" | "user_phone_numbers"), _) => {
            let attribute = list.trim_start_matches("user_");
            let part = |user: &Value| Some(user[attribute].as_array()?.first()?["id"].as_str()?.to_owned());
            mock.rows("users").iter().find_map(part).expect("a part of a user")
        }
        (_, "organizations") | ("organizations", _) => first_id(mock, "organizations"),
        (list, "") => first_id(mock, list),
        (_, under) => first_id(mock, under),
    };
    let mut query = vec![];
    if !route.required.is_empty() {
        let value = match route.list {
            "api_keys" => mock.rows("api_keys")[0]["subject"].as_str().unwrap_or("").to_owned(),
            "sessions" => mock.rows("sessions")[0]["user_id"].as_str().unwrap_or("").to_owned(),
            _ => id.clone(),
        };
        query.push(format!("{}={value}", route.required));
    }
    if route.max > 0 {
        query.push(format!("limit={}", route.max.min(300)));
    }
    let shows = route.checks.iter().filter(|check| matches!(check, Check::Shows(..)));
    query.extend(shows.map(|check| format!("{}=true", check.param())));
    format!("{}?{}", route.path.replace("{}", &id), query.join("&"))
}

fn first_id(mock: &Mock, list: &str) -> String {
    mock.rows(list).first().and_then(|row| row["id"].as_str()).unwrap_or("").to_owned()
}

#[test]
fn it_answers_as_the_text_says() {
    let Some(text) = openapi() else { return };
    let mock = Mock::with_users(300).expect("a mock");
    for route in ROUTES {
        let target = target(&mock, route);
        let (status, answer) = get(&mock, &target);
        assert_eq!(status, 200, "{target}: {answer}");
        let rows = match route.shape {
            Shape::One => vec![&answer],
            Shape::Under(key) => answer[key].as_array().expect("a list").iter().collect(),
            _ => answer.as_array().expect("a list").iter().collect(),
        };
        assert!(!rows.is_empty(), "{target} gives nothing");
        check_answer(text, answer_schema(text, route.path), &answer, &target);
    }
    let (_, count) = get(&mock, "/users/count?banned=false");
    check_answer(text, answer_schema(text, "/users/count"), &count, "/users/count");
    for target in [
        "/nothing",
        "/users/user_none",
        "/organizations/org_none/memberships",
        "/users?limit=0",
        "/users?order_by=age",
        "/users?starting_after=x&offset=1",
        "/api_keys",
    ] {
        let (status, answer) = get(&mock, target);
        assert!([404, 422].contains(&status), "{target}: {status}");
        check_answer(text, &text["components"]["schemas"]["ClerkErrors"], &answer, target);
    }
}

#[test]
fn its_parameters_are_the_texts() {
    let Some(text) = openapi() else { return };
    for route in ROUTES {
        let known = parameters(text, route.path);
        for check in route.checks {
            assert!(known.contains_key(check.param()), "{}: {}", route.path, check.param());
        }
        assert_eq!(known.contains_key("order_by"), !route.orders.is_empty(), "{}", route.path);
        if let Some(order) = known.get("order_by") {
            let described = order["description"].as_str().unwrap_or("");
            assert!(route.orders.iter().all(|order| described.contains(order)), "{}: {described}", route.path);
        }
        assert!(!known.contains_key("paginated") || route.shape != Shape::Bare, "{}", route.path);
        let max = known.get("limit").and_then(|limit| limit["schema"]["maximum"].as_f64());
        assert_eq!(max.unwrap_or(0.0), route.max as f64, "{}", route.path);
    }
}

#[test]
fn it_filters_users_by_what_the_text_has() {
    let Some(text) = openapi() else { return };
    let paging = ["limit", "offset", "starting_after", "order_by"];
    let mut known = parameters(text, "/users");
    known.retain(|name, _| !paging.contains(&name.as_str()));
    let filters: BTreeSet<&str> = clerk_mock::USER_FILTERS.into_iter().collect();
    assert_eq!(filters, known.keys().map(String::as_str).collect());
    assert_eq!(filters, parameters(text, "/users/count").keys().map(String::as_str).collect());
}

/// Whatever the catalogue may send, the mock knows: a filter that it ignored would show nothing of a mistake in it.
#[test]
fn it_knows_every_filter_that_the_catalogue_sends() {
    for object in clerk_catalogue::CATALOGUE.objects {
        for access in object.access {
            let path = unnamed(access.path.split('?').next().unwrap_or(""));
            let route = ROUTES.iter().find(|route| route.path == path);
            let route = route.unwrap_or_else(|| panic!("the mock has no {path}"));
            for filter in access.filters {
                let knows =
                    |check: &Check| !matches!(check, Check::Ignored(_)) && check.param() == filter.target.parameter();
                let is_known = route.checks.iter().any(knows)
                    || (path == "/users" && clerk_mock::USER_FILTERS.contains(&filter.target.parameter()));
                assert!(is_known, "{path}: {}", filter.target.parameter());
            }
            assert!(access.orders.iter().all(|order| route.orders.contains(&order.key)), "{path}: {:?}", access.orders);
        }
    }
}
