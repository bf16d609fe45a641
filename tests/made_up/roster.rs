//! Tests of the fictional API Roster: offsets that count from 1, cursors in responses, totals as text, empty lists that
//! are omitted, and filter expressions with quotes.

use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use wrappers_harness::{Server, run};

use crate::server::{Api, Request, Response};
use crate::{query, read};

fn server(api: &Api) -> Server {
    static BUILT: OnceLock<std::path::PathBuf> = OnceLock::new();
    let server = Server::new(&crate::component("roster", &BUILT));
    let mut server =
        server.option("roster_url", &api.url()).option("organization", "org 1").option("token", "secret-t");
    server.virtual_time = true;
    server
}

fn users(count: u64) -> Vec<Json> {
    let user = |n: u64| {
        json!({
            "id": format!("u{n}"), "userName": format!("user{n}@x"), "name": {"familyName": "F"},
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": format!("d{n}")},
            "meta": {"lastModified": "2025-03-14T09:22:18Z"}
        })
    };
    (0..count).map(user).collect()
}

/// A page by offset, which counts from 1, of at most `at_most` rows, with the total number of rows as text.
fn page(rows: &[Json], request: &Request, at_most: usize) -> Response {
    let start = request.number("startIndex").unwrap_or(1);
    assert!(start >= 1, "{}", request.target);
    let count = request.number("count").expect("a count").min(at_most);
    let page: Vec<&Json> = rows.iter().skip(start - 1).take(count).collect();
    let mut body = json!({"totalResults": rows.len().to_string(), "startIndex": start.to_string()});
    if !page.is_empty() {
        body["Resources"] = json!(page);
    }
    Response::ok(body.to_string())
}

const USERS: &str = "/org%201/Users?sortBy=userName&sortOrder=ascending&count=3";

#[test]
fn offsets_count_from_1_and_the_total_ends_the_list() {
    let cases: [(u64, &[&str]); 5] = [
        (0, &[""]),
        (1, &[""]),
        // The total of a full page may be that of the page, so another page makes sure.
        (3, &["", "&startIndex=3"]),
        (4, &["", "&startIndex=3"]),
        (7, &["", "&startIndex=3", "&startIndex=5"]),
    ];
    for (count, pages) in cases {
        let api = Api::start(move |request| page(&users(count), request, 3));
        let outcome = run(&server(&api), &query("users", "id text, department text", &[])).expect("rows");
        let rows: Vec<String> = outcome.rows.iter().map(|row| format!("{} {}", row[0], row[1])).collect();
        assert_eq!(rows, (0..count).map(|n| format!("u{n} d{n}")).collect::<Vec<_>>());
        let requests = api.take();
        assert!(requests.iter().all(|request| request.authorization == "Bearer secret-t"));
        let want: Vec<String> = pages.iter().map(|from| format!("{USERS}{from}")).collect();
        assert_eq!(requests.into_iter().map(|request| request.target).collect::<Vec<_>>(), want, "{count} users");
        assert!(outcome.messages.is_empty(), "{:?}", outcome.messages);
    }
}

#[test]
fn a_list_with_smaller_pages_than_requested_is_read_to_its_end() {
    for at_most in [1, 2] {
        let api = Api::start(move |request| page(&users(5), request, at_most));
        let rows = read(&server(&api), &query("users", "id text", &[])).expect("rows");
        assert_eq!(rows, ["u0", "u1", "u2", "u3", "u4"], "{at_most} at a time");
    }
}

#[test]
fn a_list_shorter_than_its_total_is_reported() {
    let api = Api::start(|request| {
        let response = page(&users(4), request, 3);
        Response::ok(response.body.replace(r#""totalResults":"4""#, r#""totalResults":9"#))
    });
    let outcome = run(&server(&api), &query("users", "id text", &[])).expect("rows");
    assert_eq!(outcome.rows.len(), 4);
    let warnings: Vec<&str> = outcome.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(warnings, ["users: Roster reports a total of 9 rows but returned 4; rows may be missing"]);
}

#[test]
fn a_scan_ends_even_if_the_server_ignores_the_offset() {
    let all = |request: &Request| {
        let request = Request { target: request.path().to_owned() + "?count=3", ..request.clone() };
        page(&users(3), &request, 3)
    };
    let api =
        Api::start(move |request| Response::ok(all(request).body.replace(r#""totalResults":"3""#, r#""total":3"#)));
    assert_eq!(read(&server(&api), &query("users", "id text", &[])).expect("rows"), ["u0", "u1", "u2"]);
    // Every page has the same rows.
    let page = |index: u32| format!("{USERS}&startIndex={index}");
    assert_eq!(api.targets(), [USERS.to_owned(), page(3), page(5), page(7)]);
}

#[test]
fn the_count_is_the_total_of_a_page() {
    let api = Api::start(|request| page(&users(7), request, 3));
    assert_eq!(read(&server(&api), &query("users", "", &[])).expect("rows").len(), 7);
    assert_eq!(api.targets(), ["/org%201/Users?sortBy=userName&sortOrder=ascending&count=1"]);
}

#[test]
fn a_filter_is_an_expression_with_quoted_values() {
    let order = "&sortBy=userName&sortOrder=ascending&count=3";
    let name = "filter=userName%20eq%20%22";
    let cases: [(&[&str], String); 4] = [
        (&["user_name = a+b@x"], format!("{name}a%2Bb%40x%22{order}")),
        (&["user_name = \"\\"], format!("{name}%5C%22%5C%5C%22{order}")),
        (
            &["last_modified = 2025-03-14 09:22:18"],
            format!("filter=meta.lastModified%20ge%20%222025-03-14T09%3A22%3A17.999Z%22{order}"),
        ),
        // A filter has at most one term.
        (&["user_name = u", "last_modified = 2025-03-14 09:22:18"], format!("{name}u%22{order}")),
    ];
    for (conditions, want) in cases {
        let api = Api::start(|_| Response::ok(r#"{"totalResults":0}"#));
        let query = query("users", "id text, user_name text, last_modified timestamptz", conditions);
        assert_eq!(read(&server(&api), &query).expect("no rows").len(), 0);
        assert_eq!(api.targets(), [format!("/org%201/Users?{want}")], "{conditions:?}");
    }
    // Several values are several lists.
    let api = Api::start(|_| Response::ok(r#"{"totalResults":0}"#));
    read(&server(&api), &query("users", "user_name text", &["user_name in a,b"])).expect("no rows");
    let list = |value: &str| {
        format!("/org%201/Users?sortBy=userName&sortOrder=ascending&filter=userName%20eq%20%22{value}%22&count=3")
    };
    assert_eq!(api.targets(), [list("a"), list("b")]);
}

/// A page of the entries 1 to `last`. Pages have three entries; the cursor of the next page is `after/<number>`.
fn entries(request: &Request, last: usize) -> Response {
    let after: usize =
        request.parameter("cursor").and_then(|token| token.strip_prefix("after%2F")?.parse().ok()).unwrap_or(0);
    let page: Vec<Json> =
        (after + 1..=last).take(3).map(|n| json!({"number": n, "text": format!("change {n}")})).collect();
    let mut body = json!({"data": {"meta": {}, "entries": page}, "paging": {}});
    if after + 3 < last {
        body["paging"]["next"] = json!(format!("after/{}", after + 3));
    }
    Response::ok(body.to_string())
}

#[test]
fn the_cursor_in_a_response_leads_to_the_next_page() {
    for (last, tokens) in [(0, vec![]), (3, vec![]), (7, vec!["3", "6"])] {
        let api = Api::start(move |request| entries(request, last));
        let rows = read(&server(&api), &query("changes", "number bigint, text text", &[])).expect("rows");
        assert_eq!(rows, (1..=last).map(|n| format!("{n}|change {n}")).collect::<Vec<_>>());
        let later = tokens.iter().map(|token| format!("/org%201/changes?count=3&cursor=after%2F{token}"));
        let want: Vec<String> = std::iter::once("/org%201/changes?count=3&cursor=".to_owned()).chain(later).collect();
        assert_eq!(api.targets(), want);
    }
    // A cursor that leads to the same page again.
    let api = Api::start(|_| Response::ok(r#"{"data":{"entries":[{"number":1}]},"paging":{"next":"again"}}"#));
    let error = read(&server(&api), &query("changes", "number bigint", &[])).expect_err("an error");
    assert!(error.starts_with("changes: the list changed faster than it could be read"), "{error}");
    assert!(api.take().len() < 25);
}

#[test]
fn a_response_without_an_array_of_rows_is_an_error() {
    for body in [r#"{"Resources":5}"#, r#"{"Resources":{}}"#, "5", r#""x""#] {
        let api = Api::start(move |_| Response::ok(body));
        let error = read(&server(&api), &query("groups", "id text", &[])).expect_err("an error");
        assert!(
            error.ends_with(&format!("the response does not contain a list of objects; it begins with: {body}")),
            "{error}"
        );
    }
}

#[test]
fn members_are_embedded_rows_of_groups() {
    let group = |id: &str, members: &[&str]| {
        let members: Vec<Json> = members.iter().map(|id| json!({"value": id, "display": "x"})).collect();
        json!({"id": id, "displayName": id, "members": members})
    };
    let groups = vec![group("g1", &["u1", "u2"]), group("g2", &[]), group("g3", &["u1"])];
    let api = Api::start(move |request| match request.path() {
        "/org%201/Groups/g1" => Response::ok(groups[0].to_string()),
        "/org%201/Groups" => page(&groups, request, 3),
        _ => Response::status(404, r#"{"status":"404","detail":"no such group"}"#),
    });
    let columns = "group_id text, user_id text";
    let rows = |conditions: &[&str]| read(&server(&api), &query("group_members", columns, conditions)).expect("rows");
    assert_eq!(rows(&[]), ["g1|u1", "g1|u2", "g3|u1"]);
    assert_eq!(rows(&["user_id = u1"]), ["g1|u1", "g3|u1"]);
    let pages = ["/org%201/Groups?count=3", "/org%201/Groups?count=3&startIndex=3"];
    assert_eq!(api.targets(), [pages, pages].concat());
    assert_eq!(rows(&["group_id in g1,g9"]), ["g1|u1", "g1|u2"]);
    assert_eq!(api.targets(), ["/org%201/Groups/g1", "/org%201/Groups/g9"]);
}

#[test]
fn errors_have_one_of_two_shapes() {
    let cases = [
        (r#"{"status":"400","scimType":"invalidFilter","detail":"no"}"#, ": no (code invalidFilter)"),
        (
            r#"{"sys":{"type":"Error","id":"BadRequest"},"message":"bad","requestId":"r1"}"#,
            ": bad (code BadRequest), trace r1",
        ),
        ("", ""),
    ];
    for (body, want) in cases {
        let api = Api::start(move |_| Response::status(400, body));
        let error = read(&server(&api), &query("groups", "id text", &[])).expect_err("an error");
        assert_eq!(error, format!("groups: GET /org%201/Groups?count=3: HTTP 400{want}"));
    }
}
