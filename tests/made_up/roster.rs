//! Roster: indices from 1, tokens of pages, totals in text, lists that are left out, expressions with quotes.

use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use wrappers_harness::{Server, run};

use crate::server::{Answer, Api, Asked};
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

/// A page by index from 1, of at most so many rows, with the total as text.
fn page(rows: &[Json], asked: &Asked, at_most: usize) -> Answer {
    let start = asked.number("startIndex").unwrap_or(1);
    assert!(start >= 1, "{}", asked.target);
    let count = asked.number("count").expect("a count").min(at_most);
    let page: Vec<&Json> = rows.iter().skip(start - 1).take(count).collect();
    let mut body = json!({"totalResults": rows.len().to_string(), "startIndex": start.to_string()});
    if !page.is_empty() {
        body["Resources"] = json!(page);
    }
    Answer::ok(body.to_string())
}

const USERS: &str = "/org%201/Users?sortBy=userName&sortOrder=ascending&count=3";

#[test]
fn pages_have_an_index_from_1_and_end_at_the_total() {
    let cases: [(u64, &[&str]); 5] =
        [(0, &[""]), (1, &[""]), (3, &[""]), (4, &["", "&startIndex=3"]), (7, &["", "&startIndex=3", "&startIndex=5"])];
    for (count, pages) in cases {
        let api = Api::start(move |asked| page(&users(count), asked, 3));
        let outcome = run(&server(&api), &query("users", "id text, department text", &[])).expect("rows");
        let rows: Vec<String> = outcome.rows.iter().map(|row| format!("{} {}", row[0], row[1])).collect();
        assert_eq!(rows, (0..count).map(|n| format!("u{n} d{n}")).collect::<Vec<_>>());
        let asked = api.take();
        assert!(asked.iter().all(|one| one.authorization == "Bearer secret-t"));
        let want: Vec<String> = pages.iter().map(|from| format!("{USERS}{from}")).collect();
        assert_eq!(asked.into_iter().map(|one| one.target).collect::<Vec<_>>(), want, "{count} users");
        assert!(outcome.messages.is_empty(), "{:?}", outcome.messages);
    }
}

#[test]
fn a_server_that_gives_fewer_rows_is_read_to_its_end() {
    for at_most in [1, 2] {
        let api = Api::start(move |asked| page(&users(5), asked, at_most));
        let rows = read(&server(&api), &query("users", "id text", &[])).expect("rows");
        assert_eq!(rows, ["u0", "u1", "u2", "u3", "u4"], "{at_most} at a time");
    }
}

#[test]
fn a_list_shorter_than_its_total_is_told() {
    let api = Api::start(|asked| {
        let answer = page(&users(4), asked, 3);
        Answer::ok(answer.body.replace(r#""totalResults":"4""#, r#""totalResults":9"#))
    });
    let outcome = run(&server(&api), &query("users", "id text", &[])).expect("rows");
    assert_eq!(outcome.rows.len(), 4);
    let warnings: Vec<&str> = outcome.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(warnings, ["users: Roster counts 9 rows but lists 4"]);
}

#[test]
fn a_server_that_ignores_the_index_ends_too() {
    let all = |asked: &Asked| {
        let asked = Asked { target: asked.path().to_owned() + "?count=3", ..asked.clone() };
        page(&users(3), &asked, 3)
    };
    let api = Api::start(move |asked| Answer::ok(all(asked).body.replace(r#""totalResults":"3""#, r#""total":3"#)));
    assert_eq!(read(&server(&api), &query("users", "id text", &[])).expect("rows"), ["u0", "u1", "u2"]);
    // The same page at every index.
    let page = |index: u32| format!("{USERS}&startIndex={index}");
    assert_eq!(api.targets(), [USERS.to_owned(), page(3), page(5), page(7)]);
}

#[test]
fn the_count_is_beside_the_list() {
    let api = Api::start(|asked| page(&users(7), asked, 3));
    assert_eq!(read(&server(&api), &query("users", "", &[])).expect("rows").len(), 7);
    assert_eq!(api.targets(), ["/org%201/Users?sortBy=userName&sortOrder=ascending&count=1"]);
}

#[test]
fn a_filter_is_an_expression_with_quotes() {
    let order = "&sortBy=userName&sortOrder=ascending&count=3";
    let name = "filter=userName%20eq%20%22";
    let cases: [(&[&str], String); 4] = [
        (&["user_name = a+b@x"], format!("{name}a%2Bb%40x%22{order}")),
        (&["user_name = \"\\"], format!("{name}%5C%22%5C%5C%22{order}")),
        (
            &["last_modified = 2025-03-14 09:22:18"],
            format!("filter=meta.lastModified%20ge%20%222025-03-14T09%3A22%3A17.999Z%22{order}"),
        ),
        // There is one term at most.
        (&["user_name = u", "last_modified = 2025-03-14 09:22:18"], format!("{name}u%22{order}")),
    ];
    for (conditions, want) in cases {
        let api = Api::start(|_| Answer::ok(r#"{"totalResults":0}"#));
        let asked = query("users", "id text, user_name text, last_modified timestamptz", conditions);
        assert_eq!(read(&server(&api), &asked).expect("no rows").len(), 0);
        assert_eq!(api.targets(), [format!("/org%201/Users?{want}")], "{conditions:?}");
    }
    // A list for each of several values.
    let api = Api::start(|_| Answer::ok(r#"{"totalResults":0}"#));
    read(&server(&api), &query("users", "user_name text", &["user_name in a,b"])).expect("no rows");
    let list = |value: &str| {
        format!("/org%201/Users?sortBy=userName&sortOrder=ascending&filter=userName%20eq%20%22{value}%22&count=3")
    };
    assert_eq!(api.targets(), [list("a"), list("b")]);
}

/// Entries 1 to `last`, three a page; a page's token is `after/<number>`.
fn entries(asked: &Asked, last: usize) -> Answer {
    let after: usize =
        asked.parameter("cursor").and_then(|token| token.strip_prefix("after%2F")?.parse().ok()).unwrap_or(0);
    let page: Vec<Json> =
        (after + 1..=last).take(3).map(|n| json!({"number": n, "text": format!("change {n}")})).collect();
    let mut body = json!({"data": {"meta": {}, "entries": page}, "paging": {}});
    if after + 3 < last {
        body["paging"]["next"] = json!(format!("after/{}", after + 3));
    }
    Answer::ok(body.to_string())
}

#[test]
fn tokens_lead_from_page_to_page() {
    for (last, tokens) in [(0, vec![]), (3, vec![]), (7, vec!["3", "6"])] {
        let api = Api::start(move |asked| entries(asked, last));
        let rows = read(&server(&api), &query("changes", "number bigint, text text", &[])).expect("rows");
        assert_eq!(rows, (1..=last).map(|n| format!("{n}|change {n}")).collect::<Vec<_>>());
        let later = tokens.iter().map(|token| format!("/org%201/changes?count=3&cursor=after%2F{token}"));
        let want: Vec<String> = std::iter::once("/org%201/changes?count=3&cursor=".to_owned()).chain(later).collect();
        assert_eq!(api.targets(), want);
    }
    // A token that leads to itself.
    let api = Api::start(|_| Answer::ok(r#"{"data":{"entries":[{"number":1}]},"paging":{"next":"again"}}"#));
    let error = read(&server(&api), &query("changes", "number bigint", &[])).expect_err("an error");
    assert!(error.starts_with("changes: the list changed faster than it could be read"), "{error}");
    assert!(api.take().len() < 25);
}

#[test]
fn a_list_that_is_something_else_is_no_empty_list() {
    for body in [r#"{"Resources":5}"#, r#"{"Resources":{}}"#, "5", r#""x""#] {
        let api = Api::start(move |_| Answer::ok(body));
        let error = read(&server(&api), &query("groups", "id text", &[])).expect_err("an error");
        assert!(error.ends_with(&format!("the answer has no list of objects, it begins: {body}")), "{error}");
    }
}

#[test]
fn members_are_parts_of_groups() {
    let group = |id: &str, members: &[&str]| {
        let members: Vec<Json> = members.iter().map(|id| json!({"value": id, "display": "x"})).collect();
        json!({"id": id, "displayName": id, "members": members})
    };
    let groups = vec![group("g1", &["u1", "u2"]), group("g2", &[]), group("g3", &["u1"])];
    let api = Api::start(move |asked| match asked.path() {
        "/org%201/Groups/g1" => Answer::ok(groups[0].to_string()),
        "/org%201/Groups" => page(&groups, asked, 3),
        _ => Answer::status(404, r#"{"status":"404","detail":"no such group"}"#),
    });
    let columns = "group_id text, user_id text";
    let rows = |conditions: &[&str]| read(&server(&api), &query("group_members", columns, conditions)).expect("rows");
    assert_eq!(rows(&[]), ["g1|u1", "g1|u2", "g3|u1"]);
    assert_eq!(rows(&["user_id = u1"]), ["g1|u1", "g3|u1"]);
    assert_eq!(api.targets(), ["/org%201/Groups?count=3", "/org%201/Groups?count=3"]);
    assert_eq!(rows(&["group_id in g1,g9"]), ["g1|u1", "g1|u2"]);
    assert_eq!(api.targets(), ["/org%201/Groups/g1", "/org%201/Groups/g9"]);
}

#[test]
fn errors_come_in_two_shapes() {
    let cases = [
        (r#"{"status":"400","scimType":"invalidFilter","detail":"no"}"#, "no (code invalidFilter)"),
        (
            r#"{"sys":{"type":"Error","id":"BadRequest"},"message":"bad","requestId":"r1"}"#,
            "bad (code BadRequest), trace r1",
        ),
        ("", ""),
    ];
    for (body, want) in cases {
        let api = Api::start(move |_| Answer::status(400, body));
        let error = read(&server(&api), &query("groups", "id text", &[])).expect_err("an error");
        assert_eq!(error, format!("groups: GET /org%201/Groups?count=3: HTTP 400: {want}"));
    }
}
