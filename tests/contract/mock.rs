//! The mock agrees with the OpenAPI document: its endpoints, its parameters and its responses.

use std::collections::BTreeSet;

use clerk_mock::routes::{Check, ROUTES, Route, Shape};
use clerk_mock::{KEY, Mock};
use serde_json::Value;

use crate::facts::{ORDERS, facts};
use crate::has;
use openapi_facts::{check_response, parameters, response_schema, unnamed};

fn get(mock: &Mock, target: &str) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = agent.get(format!("{}{target}", mock.url())).header("authorization", format!("Bearer {KEY}"));
    let mut response = request.call().expect("a response");
    let body = response.body_mut().read_to_string().expect("a body");
    (response.status().as_u16(), serde_json::from_str(&body).expect("JSON"))
}

/// The target of a request to a route, with ids of rows that the mock has, so that the response is not empty.
fn target(mock: &Mock, route: &Route) -> String {
    let id = match (route.list, route.parent) {
        ("templates", _) => "email".to_owned(),
        (list @ ("user_email_addresses" | "user_phone_numbers"), _) => {
            let attribute = list.trim_start_matches("user_");
            let embedded_id = |user: &Value| Some(user[attribute].as_array()?.first()?["id"].as_str()?.to_owned());
            mock.rows("users").iter().find_map(embedded_id).expect("a user with such rows")
        }
        (_, "organizations") | ("organizations", _) => first_id(mock, "organizations"),
        (list, "") => first_id(mock, list),
        (_, parent) => first_id(mock, parent),
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
    if route.max_page_size > 0 {
        query.push(format!("limit={}", route.max_page_size.min(300)));
    }
    let shows = route.checks.iter().filter(|check| matches!(check, Check::IncludesIfTrue(..)));
    query.extend(shows.map(|check| format!("{}=true", check.param())));
    format!("{}?{}", route.endpoint.replace("{}", &id), query.join("&"))
}

fn first_id(mock: &Mock, list: &str) -> String {
    mock.rows(list).first().and_then(|row| row["id"].as_str()).unwrap_or("").to_owned()
}

#[test]
fn responses_have_the_documented_schemas() {
    let text = facts();
    let mock = Mock::with_users(300).expect("a mock");
    for route in ROUTES {
        let target = target(&mock, route);
        let (status, response) = get(&mock, &target);
        assert_eq!(status, 200, "{target}: {response}");
        let rows = match route.shape {
            Shape::SingleObject => vec![&response],
            Shape::Wrapped(key) => response[key].as_array().expect("a list").iter().collect(),
            _ => response.as_array().expect("a list").iter().collect(),
        };
        assert!(!rows.is_empty(), "{target} returns no rows");
        check_response(text, response_schema(text, route.endpoint), &response, &target);
    }
    let (_, count) = get(&mock, "/users/count?banned=false");
    check_response(text, response_schema(text, "/users/count"), &count, "/users/count");
    for target in [
        "/nothing",
        "/users/user_none",
        "/organizations/org_none/memberships",
        "/users?limit=0",
        "/users?order_by=age",
        "/users?starting_after=x&offset=1",
        "/api_keys",
    ] {
        let (status, response) = get(&mock, target);
        assert!([404, 422].contains(&status), "{target}: {status}");
        check_response(text, &text["components"]["schemas"]["ClerkErrors"], &response, target);
    }
}

#[test]
fn parameters_are_the_documented_ones() {
    let text = facts();
    for route in ROUTES {
        let known = parameters(text, route.endpoint);
        for check in route.checks {
            assert!(known.contains_key(check.param()), "{}: {}", route.endpoint, check.param());
        }
        assert_eq!(known.contains_key("order_by"), !route.orders.is_empty(), "{}", route.endpoint);
        if let Some(order) = known.get("order_by") {
            assert!(route.orders.iter().all(|key| has(&order[ORDERS], key)), "{}: {order}", route.endpoint);
        }
        assert!(!known.contains_key("paginated") || route.shape != Shape::Array, "{}", route.endpoint);
        let max = known.get("limit").and_then(|limit| limit["schema"]["maximum"].as_f64());
        assert_eq!(max.unwrap_or(0.0), route.max_page_size as f64, "{}", route.endpoint);
    }
}

#[test]
fn users_can_be_filtered_by_every_documented_parameter() {
    let text = facts();
    let paging = ["limit", "offset", "starting_after", "order_by"];
    let mut known = parameters(text, "/users");
    known.retain(|name, _| !paging.contains(&name.as_str()));
    let filters: BTreeSet<&str> = clerk_mock::USER_FILTERS.into_iter().collect();
    assert_eq!(filters, known.keys().map(String::as_str).collect());
    assert_eq!(filters, parameters(text, "/users/count").keys().map(String::as_str).collect());
}

/// The mock implements every filter that the catalogue may send: a filter that it ignored could not reveal a mistake.
#[test]
fn every_filter_of_the_catalogue_is_implemented() {
    for object in clerk_catalogue::CATALOGUE.objects {
        for access_path in object.access_paths {
            let endpoint = unnamed(access_path.endpoint.split('?').next().unwrap_or(""));
            let route = ROUTES.iter().find(|route| route.endpoint == endpoint);
            let route = route.unwrap_or_else(|| panic!("the mock has no {endpoint}"));
            for filter in access_path.filters {
                let knows = |check: &Check| {
                    !matches!(check, Check::NoEffect(_)) && check.param() == filter.placement.parameter()
                };
                let is_known = route.checks.iter().any(knows)
                    || (endpoint == "/users" && clerk_mock::USER_FILTERS.contains(&filter.placement.parameter()));
                assert!(is_known, "{endpoint}: {}", filter.placement.parameter());
            }
            assert!(
                access_path.orders.iter().all(|order| route.orders.contains(&order.key)),
                "{endpoint}: {:?}",
                access_path.orders
            );
        }
    }
}
