//! The traits of the stand-in for Contentful's API.

use std::sync::OnceLock;
use std::time::Duration;

use scim_server::{Client, Contentful, ORG, Proxy, RATE_LIMIT};
use serde_json::{Value, json};

use crate::{servers, text};

/// The stand-in of the tests that do not try its limit of requests.
fn contentful() -> &'static Contentful {
    static CONTENTFUL: OnceLock<Contentful> = OnceLock::new();
    CONTENTFUL.get_or_init(|| {
        let contentful = Contentful::start(&servers()[0]).expect("a stand-in");
        contentful.set_rate_limit(None);
        contentful
    })
}

fn filter(text: &str) -> String {
    format!("filter={}", form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>())
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn requests_are_answered_as_documented() {
    let client = contentful().client();
    let user = &client.users().expect("users")[0];
    let one = filter(&format!("userName eq \"{}\"", text(user, "userName")));
    for (path, status, id) in [
        ("Users", 200, None),
        (&format!("Users?{one}"), 200, None),
        (&format!("Users/{}", text(user, "id")), 200, None),
        (&format!("Groups?{}", filter(r#"displayName eq "R&D \"Skunk\" Works""#)), 200, None),
        // What is not documented is ignored.
        ("Users?sortBy=id&sortOrder=descending&attributes=userName&excludedAttributes=emails&cursor=", 200, None),
        ("Users?count=many&startIndex=first", 200, None),
        (&format!("Users?{}", filter("displayName eq \"Ada\"")), 400, Some("BadRequest")),
        (&format!("Users?{}", filter("userName sw \"a\"")), 400, Some("BadRequest")),
        (&format!("Users?{}", filter("userName eq \"a\" or userName eq \"b\"")), 400, Some("BadRequest")),
        (&format!("Users?{}", filter("meta.lastModified gt \"2026-01-01T00:00:00Z\"")), 400, Some("BadRequest")),
        (&format!("Groups?{}", filter("userName eq \"a\"")), 400, Some("BadRequest")),
        ("Users/nobody", 404, Some("NotFound")),
        ("Groups/nothing", 404, Some("NotFound")),
        ("ServiceProviderConfig", 404, Some("NotFound")),
        ("Schemas", 404, Some("NotFound")),
        ("ResourceTypes", 404, Some("NotFound")),
        ("Me", 404, Some("NotFound")),
    ] {
        let (found, body) = client.try_get(path).expect("an answer");
        assert_eq!(found, status, "{path}: {body}");
        assert_eq!(body["sys"]["id"].as_str(), id, "{path}: {body}");
        if id.is_some() {
            assert_eq!(body["sys"]["type"], "Error");
            assert!(body["message"].is_string() && body["requestId"].is_string(), "{body}");
        }
    }
}

#[test]
fn tokens_organizations_and_content_types_are_checked() {
    let base_url = contentful().base_url();
    let status = |client: &Client| client.try_get("Users?count=1").expect("an answer");
    let (unauthorized, error) = status(&Client::with_token(&base_url, "another"));
    assert_eq!((unauthorized, &error["sys"]["id"]), (401, &json!("AccessTokenInvalid")));
    let (missing, error) = status(&Client::new(&base_url.replace(ORG, "another")));
    assert_eq!((missing, &error["sys"]["id"]), (404, &json!("NotFound")));
    let without_type = ureq::get(format!("{base_url}/Users")).header("authorization", bearer());
    assert!(matches!(without_type.call(), Err(ureq::Error::StatusCode(415))));
}

fn bearer() -> String {
    format!("Bearer {}", scim_server::TOKEN)
}

#[test]
fn resources_have_the_documented_attributes() {
    let client = contentful().client();
    let upstream = servers()[0].client();
    let users = client.users().expect("users");
    let expected = upstream.users().expect("users");
    assert_eq!(users.len(), expected.len());
    let all = ["active", "emails", "id", "meta", "name", "schemas", "userName"];
    for (user, expected) in users.iter().zip(&expected) {
        assert!(keys(user).iter().all(|key| all.contains(key)), "{user}");
        assert!(keys(&user["name"]).iter().all(|key| ["givenName", "familyName"].contains(key)), "{user}");
        for same in ["id", "userName", "active"] {
            assert_eq!(user[same], expected[same]);
        }
        assert_eq!(user["emails"], json!([{ "value": user["userName"], "type": "work", "primary": true }]));
        let path = format!("/organizations/{ORG}/scim/v2/Users/{}", text(user, "id"));
        assert!(text(&user["meta"], "location").ends_with(&path), "{user}");
        assert_eq!(keys(&user["meta"]), ["created", "lastModified", "location", "resourceType"]);
        // A time in seconds has 20 characters.
        assert_eq!([text(&user["meta"], "created").len(), text(&user["meta"], "lastModified").len()], [20, 20]);
    }
    assert_eq!(keys(&users[0]), all);
    let groups = client.groups().expect("groups");
    assert_eq!(groups.len(), 40);
    for group in &groups {
        let all = ["displayName", "id", "members", "meta", "schemas"];
        assert!(keys(group).iter().all(|key| all.contains(key)), "{group}");
        for member in group["members"].as_array().into_iter().flatten() {
            assert_eq!(keys(member), ["display", "value"]);
            assert!(users.iter().any(|user| user["id"] == member["value"]), "{member}");
        }
    }
    let members = groups.iter().filter_map(|group| group["members"].as_array().map(Vec::len));
    assert_eq!(members.max(), Some(300));
}

#[test]
fn lists_have_numbers_as_strings_and_no_resources_if_empty() {
    let client = contentful().client();
    for (query, total, start, items) in [
        ("", "300", "1", "100"),
        ("count=7", "300", "1", "7"),
        ("count=1000", "300", "1", "300"),
        ("startIndex=0&count=2", "300", "1", "2"),
        ("startIndex=295&count=100", "300", "295", "6"),
        ("startIndex=301", "300", "301", "0"),
        ("count=0", "300", "1", "0"),
        ("count=-1", "300", "1", "0"),
        (&filter("userName eq \"nobody\""), "0", "1", "0"),
    ] {
        let list = client.get(&format!("Users?{query}")).expect("a list");
        let found = ["totalResults", "startIndex", "itemsPerPage"].map(|key| text(&list, key));
        assert_eq!(found, [total, start, items], "{query}");
        let resources = list.get("Resources").map(|resources| resources.as_array().expect("an array").len());
        assert_eq!(resources.map_or("0".to_owned(), |number| number.to_string()), items, "{query}");
        assert_ne!(resources, Some(0), "{query}");
    }
}

#[test]
fn a_filter_ignores_case_and_finds_special_characters() {
    let client = contentful().client();
    for user in client.users().expect("users").iter().take(20) {
        for name in [text(user, "userName").to_owned(), text(user, "userName").to_uppercase()] {
            let list =
                client.get(&format!("Users?{}", filter(&format!("userName eq {}", json!(name))))).expect("a list");
            assert_eq!(list["Resources"], json!([user]), "{name}");
        }
    }
}

#[test]
fn more_than_seven_requests_a_second_are_refused() {
    let contentful = Contentful::start(&servers()[0]).expect("a stand-in");
    let proxy = Proxy::start(&contentful.base_url()).expect("a proxy");
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    // A request that is counted and that the stand-in answers itself, so that nine take much less than a second.
    let get = || {
        let request = agent.get(format!("{}/Schemas", proxy.base_url())).header("authorization", bearer());
        let response = request.call().expect("a response");
        let header = |name: &str| {
            let name = format!("x-contentful-ratelimit-{name}");
            response.headers()[&name].to_str().expect("text").to_owned()
        };
        (response.status().as_u16(), ["second-limit", "second-remaining", "reset"].map(header))
    };
    let expect = |status: u16, remaining: u32, reset: &str| {
        (status, [RATE_LIMIT.to_string(), remaining.to_string(), reset.to_owned()])
    };
    // The second in which the stand-in started is over, so the next one begins with the first request.
    std::thread::sleep(Duration::from_millis(1100));
    let answers: Vec<_> = (0..9).map(|_| get()).collect();
    let mut expected: Vec<_> = (0..7).map(|request| expect(404, 6 - request, "0")).collect();
    expected.extend([expect(429, 0, "1"), expect(429, 0, "1")]);
    assert_eq!(answers, expected);
    let statuses: Vec<u16> = proxy.take_journal().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [404, 404, 404, 404, 404, 404, 404, 429, 429]);
    let (status, error) = contentful.client().try_get("Users?count=1").expect("an answer");
    assert_eq!((status, &error["sys"]["id"]), (429, &json!("RateLimitExceeded")));
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(get(), expect(404, 6, "0"));
    contentful.set_rate_limit(None);
    assert!((0..20).all(|_| get().0 == 404));
}
