//! Tests of the fictional API Doors: access tokens, offsets that count from 0, filter expressions, errors as objects,
//! endpoints with several placeholders, and embedded rows that are not objects.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::{Value as Json, json};
use wrappers_harness::{Node, Server};

use crate::server::{Api, Request, Response};
use crate::{query, read};

const SECRET: &str = "doors:secret/1";

fn server(api: &Api) -> Server {
    static BUILT: OnceLock<std::path::PathBuf> = OnceLock::new();
    let mut server = Server::new(&crate::component("doors", &BUILT))
        .option("doors_url", &format!("{}/", api.url()))
        .option("site", "harbour")
        .option("client_id", "reader & co")
        .option("client_secret", SECRET);
    server.virtual_time = true;
    server
}

/// Ten people with the ids p0 to p9.
fn people() -> Vec<Json> {
    let person = |n: u64| {
        json!({
            "id": format!("p{n}"), "name": format!("Person {n}"), "enabled": n.is_multiple_of(2),
            "mails": [{"value": format!("first{n}@x"), "main": false}, {"value": format!("main{n}@x"), "main": n != 3}],
            "urn:doors:badge:2.0": {"badge.level": n.to_string()},
            "attributes": {"team": format!("t{}", n % 3), "floor": "2"}, "tasks": ["badge", "photo"],
            "created": 1_700_000_000_000_u64 + n, "seen": 1_700_000_000_000_u64
        })
    };
    (0..10).map(person).collect()
}

/// A page of rows by offset, which has at most `at_most` rows even if more are requested.
fn page(rows: &[Json], request: &Request, at_most: usize) -> Response {
    let first = request.number("first").unwrap_or(0);
    let max = request.number("max").expect("a limit").min(at_most);
    let page: Vec<&Json> = rows.iter().skip(first).take(max).collect();
    Response::ok(json!(page).to_string())
}

/// A server whose access token every request accepts.
fn api(respond: impl Fn(&Request) -> Response + Send + 'static) -> Api {
    Api::start(move |request| {
        if request.path().ends_with("/token") {
            return Response::ok(r#"{"access_token":"token-1","expires_in":300}"#);
        }
        respond(request)
    })
}

const TOKEN: &str = "POST /sites/head%20office/token";

#[test]
fn a_token_is_fetched_before_the_first_request_and_used_for_all() {
    let api = api(|request| page(&people(), request, 4));
    let mut node = Node::new(&server(&api)).expect("an instance");
    node.begin(&query("people", "id text", &[])).expect("a scan");
    assert!(api.take().is_empty());
    assert_eq!(node.rest().expect("rows").len(), 10);
    let requests = api.take();
    assert_eq!(
        requests[0].body,
        "grant_type=client_credentials&client_id=reader%20%26%20co&client_secret=doors%3Asecret%2F1"
    );
    assert_eq!(requests[0].authorization, "");
    let is_authorised = |request: &Request| request.method == "GET" && request.authorization == "Bearer token-1";
    assert!(requests[1..].iter().all(is_authorised), "{requests:?}");
    // The next scan of the same instance uses the same token.
    node.end().expect("an end");
    node.begin(&query("people", "name text", &[])).expect("a scan");
    node.rest().expect("rows");
    assert!(api.targets().iter().all(|target| !target.starts_with("POST")));
}

/// A server whose n-th access token is `token-n`, and which accepts only tokens from number `accepts` on.
fn tokens(expires_in: u32, accepts: Arc<AtomicU32>, respond: impl Fn(&Request) -> Response + Send + 'static) -> Api {
    let mut given = 0;
    Api::start(move |request| {
        if request.path().ends_with("/token") {
            given += 1;
            return Response::ok(
                json!({"access_token": format!("token-{given}"), "expires_in": expires_in}).to_string(),
            );
        }
        let token =
            request.authorization.strip_prefix("Bearer token-").and_then(|token| token.parse().ok()).unwrap_or(0);
        if token < accepts.load(Ordering::SeqCst) {
            return Response::status(
                401,
                format!(r#"{{"error":"stale","error_description":"no {}"}}"#, request.authorization),
            );
        }
        respond(request)
    })
}

#[test]
fn a_rejected_token_is_renewed_once() {
    let accepts = Arc::new(AtomicU32::new(1));
    let api = tokens(300, Arc::clone(&accepts), |request| page(&people(), request, 4));
    let mut node = Node::new(&server(&api)).expect("an instance");
    node.begin(&query("people", "id text", &[])).expect("a scan");
    node.next_row().expect("a row");
    accepts.store(2, Ordering::SeqCst);
    assert_eq!(node.rest().expect("rows").len(), 9);
    let page = |first: &str| format!("/sites/harbour/people?max=4{first}");
    let (one, two, three) = (page(""), page("&first=3"), page("&first=6"));
    assert_eq!(api.targets(), [TOKEN, &one, &two, TOKEN, &two, &three, &page("&first=9")]);
    // If the renewed token is rejected too, the scan fails. The error does not contain the token.
    accepts.store(u32::MAX, Ordering::SeqCst);
    let error = read(&server(&api), &query("people", "id text", &[])).expect_err("an error");
    assert_eq!(error, "people: GET /sites/harbour/people?max=4: HTTP 401: no Bearer *** (code stale)");
    assert_eq!(api.targets(), [TOKEN, &one, TOKEN, &one]);
}

#[test]
fn a_token_is_renewed_before_it_expires() {
    // The server rejects the first request and demands a wait of twenty seconds. After it, a token that is valid for 25
    // seconds is so close to its end that it is renewed.
    let mut waits = 4;
    let busy = Mutex::new(move || {
        waits -= 1;
        waits >= 0
    });
    let api = tokens(25, Arc::new(AtomicU32::new(1)), move |request| {
        if request.parameter("first").is_none() && (busy.lock().expect("a lock"))() {
            return Response { headers: vec![("X-Doors-Reset", "20".to_owned())], ..Response::status(429, "busy") };
        }
        page(&people(), request, 4)
    });
    assert_eq!(read(&server(&api), &query("people", "id text", &[])).expect("rows").len(), 10);
    let requests = api.take();
    let tokens: Vec<&str> =
        requests.iter().map(|request| request.authorization.trim_start_matches("Bearer ")).collect();
    // The host makes four attempts before the guest waits.
    assert_eq!(
        tokens,
        ["", "token-1", "token-1", "token-1", "token-1", "token-1", "", "token-2", "token-2", "token-2"]
    );
}

#[test]
fn a_failed_token_request_is_an_error_without_secrets() {
    let cases = [
        (
            Response::status(401, format!(r#"{{"error":"invalid_client","error_description":"bad {SECRET}"}}"#)),
            "HTTP 401: bad *** (code invalid_client)",
        ),
        (Response::status(400, "client_secret=doors%3Asecret%2F1"), "HTTP 400: client_secret=***"),
        (Response::ok(r#"{"token":"x"}"#), "the response contains no usable access token; check the base URL"),
        (Response::ok(r#"{"access_token":"a b"}"#), "the response contains no usable access token; check the base URL"),
    ];
    for (response, want) in cases {
        let (status, body) = (response.status, response.body);
        let api = Api::start(move |_| Response::status(status, body.clone()));
        let error = read(&server(&api), &query("people", "id text", &[])).expect_err("an error");
        assert_eq!(error, format!("people: POST /sites/head%20office/token: {want}"));
        assert_eq!(api.targets(), [TOKEN]);
    }
}

#[test]
fn a_list_is_read_until_a_page_has_no_new_row() {
    // The server may return pages that are smaller than requested.
    for at_most in [1, 2, 3, 4] {
        let api = api(move |request| page(&people(), request, at_most));
        let rows = read(&server(&api), &query("people", "id text", &[])).expect("rows");
        assert_eq!(rows, (0..10).map(|n| format!("p{n}")).collect::<Vec<_>>(), "pages of {at_most}");
        let targets = api.targets();
        assert_eq!(targets[1], "/sites/harbour/people?max=4");
        // Pages of one row do not overlap, and the last page is empty.
        let last = if at_most == 1 { "first=10" } else { "first=9" };
        assert_eq!(targets.last().map(String::as_str), Some(&*format!("/sites/harbour/people?max=4&{last}")));
    }
    let api = api(|request| page(&[], request, 4));
    assert_eq!(read(&server(&api), &query("people", "id text", &[])).expect("no rows").len(), 0);
    assert_eq!(api.targets(), [TOKEN, "/sites/harbour/people?max=4"]);
}

#[test]
fn columns_have_the_values_that_the_catalogue_declares() {
    let api = api(|request| page(&people()[2..4], request, 4));
    let columns = "id text, mail text, badge_level text, team text, attributes_floor text, created timestamptz";
    let rows = read(&server(&api), &query("people", columns, &[])).expect("rows");
    // The second person has no main address.
    assert_eq!(rows, ["p2|main2@x|2|t2|2|2023-11-14 22:13:20.002", "p3|first3@x|3|t0|2|2023-11-14 22:13:20.003"]);
}

#[test]
fn a_count_is_a_bare_number() {
    let api = api(|request| {
        assert!(request.path().ends_with("/count"), "{}", request.target);
        Response::ok(" 7 ")
    });
    assert_eq!(read(&server(&api), &query("people", "", &[])).expect("rows").len(), 7);
    assert_eq!(api.targets(), [TOKEN, "/sites/harbour/people/count"]);
    assert_eq!(read(&server(&api), &query("people", "enabled boolean", &["enabled = true"])).expect("rows").len(), 7);
    assert_eq!(api.targets(), [TOKEN, "/sites/harbour/people/count?enabled=true"]);
}

#[test]
fn quals_become_query_parameters_terms_and_bounds() {
    let columns = "id text, name text, enabled boolean, team text, floor text, created timestamptz, seen timestamptz";
    let cases: [(&[&str], &str); 9] = [
        (&["enabled = true"], "enabled=true&max=4"),
        (&["name = Person 1"], "max=4"),
        (&["team = t1"], "q=team%3At1&max=4"),
        // All terms are in one query parameter. A value that a term cannot contain is checked by Postgres only.
        (&["team = t1", "floor = 2"], "q=team%3At1%20floor%3A2&max=4"),
        (&["team = t:1", "floor = 2"], "q=floor%3A2&max=4"),
        // Several values of a term are several lists, without other terms.
        (&["team in t1,t2", "floor = 2"], "q=team%3At1&max=4"),
        (&["created = 2023-11-14 22:13:20.002"], "createdAfter=1700000000001&createdBefore=1700000000004&max=4"),
        // The time zone of the API's dates is unknown, so the bounds are wide enough for every time zone.
        (&["seen = 2023-11-14 22:13:20"], "seenFrom=2023-11-13&seenTo=2023-11-16&max=4"),
        (&["id = p/1"], ""),
    ];
    for (conditions, want) in cases {
        let api = api(
            |request| if request.path().ends_with("people") { Response::ok("[]") } else { Response::status(404, "") },
        );
        assert_eq!(read(&server(&api), &query("people", columns, conditions)).expect("no rows").len(), 0);
        let want = if want.is_empty() { "/p%2F1".to_owned() } else { format!("?{want}") };
        let targets = api.targets();
        assert_eq!(targets[1], format!("/sites/harbour/people{want}"), "{conditions:?}");
    }
}

#[test]
fn several_values_of_an_expression_are_several_lists() {
    let api = api(|request| page(&people(), request, 4));
    let rows = read(&server(&api), &query("people", "id text, team text", &["team in t1,t2"])).expect("rows");
    assert_eq!(rows.len(), 6);
    let targets = api.targets();
    assert!(targets.contains(&"/sites/harbour/people?q=team%3At1&max=4".to_owned()), "{targets:?}");
    assert!(targets.contains(&"/sites/harbour/people?q=team%3At2&max=4&first=9".to_owned()), "{targets:?}");
}

#[test]
fn elements_of_arrays_and_pairs_of_objects_are_embedded_rows() {
    let api = || api(|request| page(&people()[..2], request, 4));
    let first = api();
    let rows = read(&server(&first), &query("person_attributes", "person_id text, name text, value jsonb", &[]));
    assert_eq!(rows.expect("rows"), ["p0|team|\"t0\"", "p0|floor|\"2\"", "p1|team|\"t1\"", "p1|floor|\"2\""]);
    let second = api();
    let rows = read(&server(&second), &query("person_tasks", "person_id text, task text", &["task = photo"]));
    assert_eq!(rows.expect("rows"), ["p0|photo", "p1|photo"]);
}

#[test]
fn parents_supply_key_values_and_ids_are_made_of_keys() {
    let api = api(|request| match request.path() {
        "/sites/harbour/people" => page(&people()[..3], request, 4),
        "/sites/harbour/people/p1/roles" => Response::status(404, r#"{"error":"gone"}"#),
        path if path.ends_with("/roles") => Response::ok(r#"[{"name":"guard"},{"name":"a/b"}]"#),
        "/sites/harbour/people/Person%202/doors/back%2Fyard/visits" => Response::ok(r#"[{"count":3}]"#),
        _ => Response::ok("[]"),
    });
    let columns = "person_id text, name text, path text";
    let rows = read(&server(&api), &query("person_roles", columns, &[])).expect("rows");
    assert_eq!(rows, ["p0|guard|p0/guard", "p0|a/b|p0/a/b", "p2|guard|p2/guard", "p2|a/b|p2/a/b"]);
    let list = ["/sites/harbour/people?max=4", "/sites/harbour/people?max=4&first=2"];
    let roles = |person: &str| format!("/sites/harbour/people/{person}/roles");
    assert_eq!(api.targets(), [TOKEN, list[0], list[1], &roles("p0"), &roles("p1"), &roles("p2")]);

    // The query supplies one key and the parents the other. If the query supplies both, every combination is requested.
    let columns = "person text, door text, count bigint";
    let rows = read(&server(&api), &query("visits", columns, &["door = back/yard"])).expect("rows");
    assert_eq!(rows, ["Person 2|back/yard|3"]);
    let visits = |person: &str, door: &str| format!("/sites/harbour/people/{person}/doors/{door}/visits");
    let of = |n: u32| visits(&format!("Person%20{n}"), "back%2Fyard");
    assert_eq!(api.targets(), [TOKEN, list[0], list[1], &of(0), &of(1), &of(2)]);
    read(&server(&api), &query("visits", columns, &["door in x,y", "person in a,b"])).expect("rows");
    let all = [visits("a", "x"), visits("a", "y"), visits("b", "x"), visits("b", "y")];
    assert_eq!(api.targets()[1..], all);
    // Without a value for `door`, the rows cannot be requested.
    let error = read(&server(&api), &query("visits", columns, &[])).expect_err("an error");
    assert!(
        error.starts_with("visits: rows can only be read by key; add a condition on person and door that uses = or in"),
        "{error}"
    );
}

#[test]
fn rows_are_identified_by_several_attributes() {
    let event = |time: u64, person: &str| json!({"time": time, "person": person, "type": "in", "door": "d"});
    let events = [event(1, "a"), event(1, "b"), event(2, "a"), event(2, "b"), event(2, "c"), event(3, "a")];
    let api = api(move |request| page(&events, request, 4));
    let columns = "time bigint, person text, type text, door text";
    let rows = read(&server(&api), &query("events", columns, &["type in in,out"])).expect("rows");
    assert_eq!(rows, ["1|a|in|d", "1|b|in|d", "2|a|in|d", "2|b|in|d", "2|c|in|d", "3|a|in|d"]);
    let page = |first: &str| format!("/sites/harbour/events?type=in&type=out&sort=time&direction=asc&max=4{first}");
    assert_eq!(api.targets(), [TOKEN, &page(""), &page("&first=3"), &page("&first=5")]);
    // The newest rows are first, so the scan can end at the bound.
    let server = server(&api).option("pushdown_comparisons", "true");
    read(&server, &query("events", columns, &["time > 5"])).expect("no rows");
    assert_eq!(api.targets()[1], "/sites/harbour/events?sort=time&direction=desc&max=4");
}

#[test]
fn errors_contain_the_status_and_the_message_of_the_response() {
    let cases = [
        (403, r#"{"error":"forbidden"}"#, "HTTP 403: code forbidden; the client needs a role that may read this"),
        (404, r#"{"errorMessage":"no such site"}"#, "HTTP 404: no such site"),
        (400, "<html>", "HTTP 400: <html>"),
        (
            200,
            r#"[{"id":"p0"},{"error":"unknown_er"#,
            r#"the response is not valid JSON; it begins with: [{"id":"p0"},{"error":"unknown_er"#,
        ),
        (
            200,
            r#"{"error":"unknown_error"}"#,
            r#"the response does not contain a list of objects; it begins with: {"error":"unknown_error"}"#,
        ),
    ];
    for (status, body, want) in cases {
        let api = api(move |_| Response::status(status, body));
        let error = read(&server(&api), &query("people", "id text", &[])).expect_err("an error");
        assert_eq!(error, format!("people: GET /sites/harbour/people?max=4: {want}"));
    }
    // The catalogue allows three attempts, each of which is four requests of the host.
    let api = api(|_| Response::status(503, "down"));
    let error = read(&server(&api), &query("people", "id text", &[])).expect_err("an error");
    assert!(error.contains("gave up after 3 attempts in ") && error.ends_with("last error: HTTP 503: down"), "{error}");
    assert_eq!(api.take().len(), 1 + 3 * 4);
}

#[test]
fn options_in_endpoints_are_checked_and_encoded() {
    let api = api(|_| Response::ok("[]"));
    let people = query("people", "id text", &[]);
    let known = "; the server's options are: client_id, client_id_id, client_secret_id, client_secret, doors_url, site, token_site, ";
    for (name, value, want) in [
        ("site", "..", "option site must not be empty, '.' or '..'"),
        ("site", "a\nb", "option site must not be empty, '.' or '..'"),
        ("doors_url", "doors", "option doors_url must be a URL such as https://host/path or http://host:port/path"),
    ] {
        let error = read(&server(&api).option(name, value), &people).expect_err("an error");
        assert!(error.starts_with(want) && error.contains(known), "{error}");
    }
    let mut without = server(&api);
    for name in ["site", "client_id", "doors_url"] {
        without.options.remove(name);
        let error = read(&without, &people).expect_err("an error");
        assert!(error.contains(" must be set; the server's options are: "), "{error}");
        without = server(&api);
    }
    assert!(api.take().is_empty());
    // Any other value is percent-encoded, so that it cannot lead to another endpoint.
    let with_slash = server(&api).option("site", "a/b?c");
    read(&with_slash, &people).expect("no rows");
    assert_eq!(api.targets()[1], "/sites/a%2Fb%3Fc/people?max=4");
}
