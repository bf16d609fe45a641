//! An API that speaks SCIM 2.0: how it says what it supports, filters that it may ignore or refuse, counts that have to be
//! proven, and attributes that only its own schemas describe.

mod common;

use common::directory::DIRECTORY;
use common::{Script, begin_on, bool, one_of, request, rest};
use fdw_engine::request::ScanRequest;
use fdw_engine::request::types::Type;

const PEOPLE: &[(&str, Type)] = &[("id", Type::Text), ("mail", Type::Text)];

/// A host whose URLs are shown without the base URL.
fn host() -> Script {
    Script::new().option("url", "https://api.example.com")
}

/// A page of people with these ids, whose addresses are `<id>@x`.
fn page(ids: &[&str], total: u32, rest: &str) -> String {
    let people: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}","mail":"{id}@x"}}"#)).collect();
    format!(r#"{{"totalResults":"{total}","Resources":[{}]{rest}}}"#, people.join(","))
}

fn config(sort: bool, cursor: bool) -> String {
    format!(r#"{{"sort":{{"supported":{sort}}},"pagination":{{"cursor":{cursor}}}}}"#)
}

fn read(host: &mut Script, request: ScanRequest) -> Result<Vec<String>, String> {
    let mut scans = begin_on(&DIRECTORY, host, request)?;
    rest(&mut scans, host)
}

fn ids(rows: &[String]) -> String {
    rows.iter().map(|row| row.split('|').next().unwrap_or("")).collect::<Vec<_>>().join(" ")
}

/// The requests without the attributes that are excluded.
fn sent(host: &Script) -> Vec<String> {
    let parameters = ["&without=friends%2Cphoto", "?without=friends%2Cphoto"];
    host.sent
        .iter()
        .map(|target| parameters.iter().fold(target.clone(), |target, name| target.replace(name, "")))
        .collect()
}

#[test]
fn a_short_list_takes_one_request() {
    let mut host = host().response(&page(&["a", "b"], 2, ""));
    assert_eq!(ids(&read(&mut host, request("people", PEOPLE)).unwrap()), "a b");
    assert_eq!(host.sent, ["/people?without=friends%2Cphoto&count=3"]);
}

#[test]
fn a_list_with_more_pages_is_read_as_the_api_supports_it() {
    let first = page(&["a", "b", "c"], 4, "");
    // By position, sorted.
    let mut sorted = host().response(&first).response(&config(true, false)).response(&first);
    sorted = sorted.response(&page(&["c", "d"], 4, ""));
    assert_eq!(ids(&read(&mut sorted, request("people", PEOPLE)).unwrap()), "a b c d");
    let order = "&sortBy=id&dir=up";
    let want = [
        "/people&count=3".replace('&', "?"),
        "/config".to_owned(),
        format!("/people{order}&count=3").replacen('&', "?", 1),
        format!("/people{order}&count=3&startIndex=3").replacen('&', "?", 1),
    ];
    let shown: Vec<String> = sorted.sent.iter().map(|target| target.replace("without=friends%2Cphoto&", "")).collect();
    assert_eq!(shown, want);
    // By cursor.
    let with_cursor = page(&["a", "b", "c"], 4, r#","nextCursor":"n&""#);
    let mut cursor = host().response(&first).response(&config(true, true)).response(&with_cursor);
    cursor = cursor.response(&page(&["d"], 4, ""));
    assert_eq!(ids(&read(&mut cursor, request("people", PEOPLE)).unwrap()), "a b c d");
    assert!(cursor.sent[2].ends_with("&count=3&cursor="), "{:?}", cursor.sent);
    assert!(cursor.sent[3].ends_with("&count=3&cursor=n%26"), "{:?}", cursor.sent);
    // By position as declared, if the API supports neither or does not answer.
    for (status, body) in [(200, config(false, false)), (200, "[]".to_owned()), (404, String::new())] {
        let mut plain = host().response(&first).status(status, &[], &body).response(&page(&["c", "d"], 4, ""));
        assert_eq!(ids(&read(&mut plain, request("people", PEOPLE)).unwrap()), "a b c d");
        assert_eq!(plain.sent.len(), 3, "{:?}", plain.sent);
    }
}

#[test]
fn an_announced_order_that_is_refused_is_not_requested_again() {
    let first = page(&["a", "b", "c"], 4, "");
    let mut host = host().response(&first).response(&config(true, false)).status(400, &[], "{}");
    host = host.response(&page(&["c", "d"], 4, ""));
    assert_eq!(ids(&read(&mut host, request("people", PEOPLE)).unwrap()), "a b c d");
    assert_eq!(host.sent.iter().filter(|target| target.contains("sortBy")).count(), 1, "{:?}", host.sent);
    assert_eq!(host.notices.len(), 1);
}

#[test]
fn a_total_that_may_be_that_of_the_page_is_not_trusted() {
    // The API has four rows and reports the number of rows of the page as the total. The total of a full page is doubted.
    let mut liar = host().response(&page(&["a", "b", "c"], 3, ""));
    liar = liar.response(&page(&["c", "d"], 2, "")).response(&page(&["d"], 1, ""));
    assert_eq!(ids(&read(&mut liar, request("people", PEOPLE)).unwrap()), "a b c d");
    // Of an honest API, one more request confirms the end.
    let mut honest = host().response(&page(&["a", "b", "c"], 3, "")).response(&page(&["c"], 3, ""));
    assert_eq!(ids(&read(&mut honest, request("people", PEOPLE)).unwrap()), "a b c");
    assert!(honest.warnings.is_empty());
}

#[test]
fn a_count_is_used_if_the_api_proves_it() {
    let count = |host: &mut Script| read(host, request("people", &[])).map(|rows| rows.len());
    let mut proven = host().response(r#"{"totalResults":"7"}"#);
    assert_eq!(count(&mut proven), Ok(7));
    assert_eq!(proven.sent, ["/people?count=0"]);
    let two = page(&["a", "b"], 2, "");
    for answer in [
        (200, r#"{"totalResults":0,"Resources":[]}"#),
        (200, r#"{"totalResults":1,"Resources":[{"id":"a"}]}"#),
        (200, r#"{"totalResults":1,"resources":[{"id":"a"}]}"#),
        (200, r#"{"Resources":[]}"#),
        (400, "{}"),
    ] {
        let mut unproven = host().status(answer.0, &[], answer.1).response(&two);
        assert_eq!(count(&mut unproven), Ok(2), "{answer:?}");
        assert_eq!(unproven.sent.len(), 2);
    }
}

#[test]
fn conditions_become_one_filter() {
    let quals = vec![one_of("mail", &["a@x", "\"b\" c@x"]), bool("on", "=", true)];
    let columns = [PEOPLE, &[("on", Type::Bool)]].concat();
    let mut host = host().response(&page(&["a"], 1, ""));
    read(&mut host, ScanRequest { quals, ..request("people", &columns) }).unwrap();
    let filter =
        "filter=%28mail%20eq%20%22a%40x%22%20or%20mail%20eq%20%22%5C%22b%5C%22%20c%40x%22%29%20and%20on%20eq%20true";
    assert_eq!(host.sent, [format!("/people?{filter}&without=friends%2Cphoto&count=3")]);
    assert!(host.notices.is_empty());
    // More values than a request can contain become several lists, whose rows are returned once.
    let quals = vec![one_of("mail", &["a@x", "b@x", "c@x"])];
    let mut host = self::host().response(&page(&["a", "b"], 2, "")).response(&page(&["b", "c"], 2, ""));
    assert_eq!(ids(&read(&mut host, ScanRequest { quals, ..request("people", PEOPLE) }).unwrap()), "a b c");
}

#[test]
fn a_filter_that_is_refused_or_ignored_is_reported() {
    let query = || ScanRequest { quals: vec![one_of("mail", &["A@x"])], ..request("people", PEOPLE) };
    for status in [400, 501] {
        let error = r#"{"detail":"no filters","scimType":"invalidFilter"}"#;
        let mut refused = host().status(status, &[], error).response(&page(&["a", "b"], 2, ""));
        assert_eq!(ids(&read(&mut refused, query()).unwrap()), "a b");
        assert_eq!(refused.sent[1], "/people?without=friends%2Cphoto&count=3");
        let [notice] = &refused.notices[..] else { panic!("{:?}", refused.notices) };
        assert!(notice.contains("no filters (code invalidFilter)"), "{notice}");
        assert!(refused.slept.is_empty());
    }
    let mut ignored = host().response(&page(&["a", "b"], 2, ""));
    assert_eq!(ids(&read(&mut ignored, query()).unwrap()), "a b");
    assert_eq!(
        ignored.notices,
        ["people: Directory ignores the filter on mail and returns other rows too; Postgres checks them"]
    );
    // The API may ignore case.
    let mut obeyed = host().response(&page(&["a"], 1, ""));
    read(&mut obeyed, query()).unwrap();
    assert!(obeyed.notices.is_empty());
}

#[test]
fn a_missing_id_is_believed_if_the_base_url_is_right() {
    let query = || ScanRequest { quals: vec![one_of("id", &["x"])], ..request("people", PEOPLE) };
    let mut right = host().status(404, &[], "{}").response(&page(&[], 0, ""));
    assert_eq!(read(&mut right, query()), Ok(vec![]));
    assert_eq!(right.sent, ["/people/x", "/people?count=1"]);
    let mut wrong = host().status(404, &[], "{}").status(404, &[], "{}");
    let error = read(&mut wrong, query()).unwrap_err();
    assert!(error.contains("check the option url"), "{error}");
    // A list that may not be read exists.
    let mut forbidden = host().status(404, &[], "{}").status(403, &[], "{}");
    assert_eq!(read(&mut forbidden, query()), Ok(vec![]));
    // One request that succeeds is enough.
    let both = ScanRequest { quals: vec![one_of("id", &["a", "x"])], ..request("people", PEOPLE) };
    let mut some = host().response(r#"{"id":"a"}"#).status(404, &[], "{}");
    assert_eq!(ids(&read(&mut some, both).unwrap()), "a");
}

#[test]
fn only_attributes_that_the_query_does_not_need_are_excluded() {
    let all = "/people?without=friends%2Cphoto&count=3";
    for (columns, want) in [
        (&[("id", Type::Text)][..], all),
        (&[("photo", Type::Json)], "/people?without=friends&count=3"),
        (&[("friend_count", Type::I64)], "/people?without=photo&count=3"),
        (&[("attrs", Type::Json)], "/people?count=3"),
    ] {
        let mut host = host().response(&page(&["a"], 1, ""));
        read(&mut host, request("people", columns)).unwrap();
        assert_eq!(host.sent, [want], "{columns:?}");
    }
    // An API that refuses the parameter is asked without it.
    let mut host = host().status(400, &[], "{}").response(&page(&["a"], 1, ""));
    read(&mut host, request("people", PEOPLE)).unwrap();
    assert_eq!(host.sent, [all, "/people?count=3"]);
}

#[test]
fn the_length_of_a_list_is_null_without_a_list() {
    for (friends, want) in [(r#","friends":[{"x":[1,2]},{}]"#, "2"), (r#","friends":[]"#, "0"), ("", "NULL")] {
        let mut host = host().response(&format!(r#"{{"totalResults":1,"resources":[{{"id":"a"{friends}}}]}}"#));
        assert_eq!(read(&mut host, request("people", &[("friend_count", Type::I64)])).unwrap(), [want]);
    }
}

#[test]
fn booleans_may_be_strings() {
    let person = |on: &str| format!(r#"{{"totalResults":1,"Resources":[{{"id":"a","on":"{on}"}}]}}"#);
    for (on, want) in [("True", Ok("true")), ("FALSE", Ok("false")), ("yes", Err(()))] {
        let mut host = host().response(&person(on));
        let found = read(&mut host, request("people", &[("on", Type::Bool)]));
        assert_eq!(found.as_ref().map(|rows| rows[0].as_str()).map_err(|_| ()), want, "{on}");
    }
}

#[test]
fn rows_that_an_api_leaves_out_of_lists_are_missed() {
    let columns = &[("team_id", Type::Text), ("value", Type::Text)];
    for (teams, total, warnings) in [(r#"{"id":"t"}"#, 1, 1), (r#"{"id":"t","members":[]}"#, 1, 1), ("", 0, 0)] {
        let mut host = host().response(&format!(r#"{{"totalResults":{total},"Resources":[{teams}]}}"#));
        assert_eq!(read(&mut host, request("members", columns)), Ok(vec![]));
        assert_eq!(host.warnings.len(), warnings, "{teams}");
        assert!(host.warnings.iter().all(|text| text.ends_with("Ask for each team")), "{:?}", host.warnings);
    }
}

#[test]
fn a_refused_exclusion_leaves_the_conditions_as_they_are() {
    let columns = &[("team_id", Type::Text), ("value", Type::Text)];
    let query = ScanRequest { quals: vec![one_of("team_id", &["t"])], ..request("members", columns) };
    let mut host = host().status(400, &[], "{}").response(r#"{"id":"t","members":[{"value":"a"}]}"#);
    assert_eq!(read(&mut host, query).unwrap(), ["t|a"]);
    assert_eq!(host.sent, ["/teams/t?without=photo", "/teams/t"]);
}

#[test]
fn what_was_refused_is_not_sent_again() {
    let query = |mail: &str| ScanRequest { quals: vec![one_of("mail", &[mail])], ..request("people", PEOPLE) };
    let mut host = host().status(400, &[], "{}").response(&page(&["a", "b"], 2, ""));
    let mut scans = begin_on(&DIRECTORY, &mut host, query("a@x")).unwrap();
    rest(&mut scans, &mut host).unwrap();
    // The rows of the whole list serve every other value.
    scans.begin(&DIRECTORY, &mut host, query("b@x")).unwrap();
    assert_eq!(ids(&rest(&mut scans, &mut host).unwrap()), "a b");
    assert_eq!((host.sent.len(), host.notices.len()), (2, 1));
}

#[test]
fn a_row_that_moves_while_the_list_is_read_is_missed() {
    let mut host = host().response(&page(&["a", "b", "c"], 6, "")).response(&config(false, false));
    // The row "d" has moved to the beginning.
    host = host.response(&page(&["b", "c", "e"], 6, "")).response(&page(&["e", "f"], 6, ""));
    assert_eq!(ids(&read(&mut host, request("people", PEOPLE)).unwrap()), "a b c e f");
    assert_eq!(host.warnings, ["people: Directory reports a total of 6 rows but returned 5; rows may be missing"]);
}

#[test]
fn a_cursor_is_used_even_if_the_api_does_not_announce_it() {
    let first = page(&["a", "b"], 3, r#","nextCursor":"n""#);
    let mut host = host().response(&first).response(&first).response(&page(&["c"], 3, ""));
    assert_eq!(ids(&read(&mut host, request("people", PEOPLE)).unwrap()), "a b c");
    assert_eq!(sent(&host), ["/people&count=3", "/people&count=3&cursor=", "/people&count=3&cursor=n"]);
}

#[test]
fn a_short_first_page_changes_nothing_else() {
    let query = || ScanRequest { limit: Some(1), ..request("people", PEOPLE) };
    // The limit is a hint: here Postgres needs all rows.
    let mut sorted = host().response(&page(&["b"], 4, "")).response(&config(true, false));
    sorted = sorted.response(&page(&["a", "b", "c"], 4, "")).response(&page(&["c", "d"], 4, ""));
    assert_eq!(ids(&read(&mut sorted, query()).unwrap()), "b a c d");
    assert_eq!(sent(&sorted)[0], "/people&count=1");
    // A server with pages of its own size.
    let mut own_size = host().response(&page(&["a", "b"], 3, "")).response(&config(false, false));
    own_size = own_size.response(&page(&["b", "c"], 3, ""));
    assert_eq!(ids(&read(&mut own_size, query()).unwrap()), "a b c");
}

#[test]
fn errors_have_advice_by_their_code() {
    let too_many = r#"{"detail":"too many","scimType":"tooMany"}"#;
    let mut host = host().status(400, &[], too_many).status(400, &[], too_many);
    let error = read(&mut host, request("people", PEOPLE)).unwrap_err();
    assert!(error.ends_with("HTTP 400: too many (code tooMany); add a condition"), "{error}");
}

/// Schemas with an extension of people.
const SCHEMAS: &str = r#"{"Resources":[{"id":"urn:x:work:2.0:Person","attributes":[
    {"name":"desk","type":"string"},{"name":"badgeNo","type":"string"},{"name":"mail","type":"string"}]}]}"#;

const TYPES: &str = r#"{"Resources":[{"name":"Person","schemaExtensions":[{"schema":"urn:x:work:2.0:Person"}]}]}"#;

const PERSON: &str =
    r#"{"totalResults":1,"Resources":[{"id":"a","urn:x:work:2.0:Person":{"desk":"d","badgeNo":"7","mail":"m"}}]}"#;

#[test]
fn columns_of_extensions_are_declared_mapped_or_published() {
    // A declared extension needs no further request, nor does a column that the table maps.
    let mut mapped = host().response(PERSON);
    mapped.table.insert("attributes", r#"{"badge": "urn:x:work:2.0:Person:badgeNo"}"#.to_owned());
    let columns = [("work_desk", Type::Text), ("badge", Type::Text)];
    assert_eq!(read(&mut mapped, request("people", &columns)).unwrap(), ["d|7"]);
    assert_eq!(sent(&mapped), ["/people&count=3"]);
    // Other columns are looked up in the schemas.
    let mut published = host().response(SCHEMAS).response(TYPES).response(PERSON);
    let columns = [("badge_no", Type::Text), ("work_badge_no", Type::Json), ("work_mail", Type::Text)];
    assert_eq!(read(&mut published, request("people", &columns)).unwrap(), [r#"7|"7"|m"#]);
    assert_eq!(published.sent[..2], ["/schemas", "/types"]);
}

#[test]
fn unknown_columns_are_errors_that_name_what_is_known() {
    let columns = &[("wrong", Type::Text)];
    let mut published = host().response(SCHEMAS).response(TYPES);
    let error = read(&mut published, request("people", columns)).unwrap_err();
    assert!(error.contains("has no column \"wrong\"") && error.contains("friend_count"), "{error}");
    assert!(error.contains(", badge_no, work_badge_no, work_mail") && error.contains("option attributes"), "{error}");
    // Without schemas, the error is the same.
    let mut unpublished = host().status(404, &[], "{}");
    let error = read(&mut unpublished, request("people", columns)).unwrap_err();
    assert!(error.contains("has no column \"wrong\"") && error.contains("option attributes"), "{error}");
    // Objects without extensions need no request.
    let mut other = host();
    assert!(read(&mut other, request("members", columns)).unwrap_err().contains("has no column"));
    assert!(other.sent.is_empty());
}

#[test]
fn invalid_mappings_are_errors_before_any_request() {
    for (attributes, want) in [
        ("badge=x", "option attributes must be a JSON object"),
        (r#"{"mail": "x"}"#, "option attributes: people has a column mail already"),
    ] {
        let mut host = host();
        host.table.insert("attributes", attributes.to_owned());
        let error = read(&mut host, request("people", PEOPLE)).unwrap_err();
        assert!(error.contains(want), "{error}");
        assert!(host.sent.is_empty());
    }
}

#[test]
fn the_base_url_comes_from_one_of_two_options() {
    let mut tenant = Script::new().option("tenant", "a/b").response(&page(&["a"], 1, ""));
    read(&mut tenant, request("people", PEOPLE)).unwrap();
    assert_eq!(sent(&tenant), ["/tenants/a%2Fb/people&count=3"]);
    for (host, want) in [
        (Script::new(), "option url or tenant must be set"),
        (host().option("tenant", "a"), "option url and tenant are both set"),
        (Script::new().option("tenant", ".."), "option tenant must not be empty"),
    ] {
        let mut host = host;
        let error = read(&mut host, request("people", PEOPLE)).unwrap_err();
        assert!(error.contains(want), "{error}");
    }
}

#[test]
fn an_option_of_the_server_on_a_table_is_an_error() {
    let mut host = host();
    host.table.insert("tenant", "a".to_owned());
    let error = read(&mut host, request("people", PEOPLE)).unwrap_err();
    assert!(error.starts_with("option tenant is an option of the server, not of a table"), "{error}");
    assert!(host.sent.is_empty());
}
