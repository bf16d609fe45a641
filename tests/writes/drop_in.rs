//! Statements for the Clerk wrapper that comes with Wrappers do the same with this one: tables as its documentation
//! defines them, which are written through the column `attrs`.

use std::collections::BTreeMap;

use clerk_mock::{Mock, Request};
use serde_json::Value as Json;
use wrappers_harness::{Column, Node, Value};

use crate::case::NULL;
use crate::check::{messages, open_with, row};
use crate::common;
use crate::select::fill;

/// A table, and the statements that the documentation of Wrappers lists for it.
struct Table {
    object: &'static str,
    /// The columns besides `attrs`.
    columns: &'static str,
    /// The body in `insert into … (attrs) values (…)`; empty if there is no such statement.
    insert: &'static str,
    /// The body in `update … set attrs = …`; empty if there is no such statement.
    update: &'static str,
    /// Whether `delete from … where id = …` deletes the row.
    deletes: bool,
}

const TABLES: &[Table] = &[
    Table {
        object: "users",
        columns: "id text, external_id text, username text, first_name text, last_name text, created_at timestamp, \
                  updated_at timestamp",
        insert: r#"{"password":"a long password","email_address":["ada@example.com"],"first_name":"Ada",
                   "public_metadata":{"b":1,"a":2}}"#,
        update: r#"{"last_name":"Lovelace","first_name":"Ada"}"#,
        deletes: true,
    },
    Table {
        object: "organizations",
        columns: "id text, name text, slug text, created_at timestamp, updated_at timestamp",
        insert: r#"{"slug":"new","name":"New","public_metadata":{"b":1,"a":2}}"#,
        update: r#"{"slug":"renamed","name":"Renamed"}"#,
        deletes: true,
    },
    Table {
        object: "jwt_templates",
        columns: "id text, name text, lifetime bigint, allowed_clock_skew bigint, custom_signing_key boolean, \
                  signing_algorithm text, created_at timestamp, updated_at timestamp",
        insert: r#"{"name":"new","claims":{"b":1,"a":2}}"#,
        update: r#"{"name":"renamed","claims":{"b":1,"a":2}}"#,
        deletes: true,
    },
    Table {
        object: "oauth_applications",
        columns: "id text, name text, instance_id text, client_id text, public boolean, scopes text, \
                  created_at timestamp, updated_at timestamp",
        insert: r#"{"name":"New","callback_url":"https://a.example.com/cb"}"#,
        update: r#"{"scopes":"email","name":"Renamed"}"#,
        deletes: true,
    },
    Table {
        object: "saml_connections",
        columns: "id text, name text, domain text, active boolean, provider text, user_count bigint, \
                  created_at timestamp, updated_at timestamp",
        insert: r#"{"provider":"saml_okta","name":"New","domain":"a.example.com"}"#,
        update: r#"{"name":"Renamed","active":false}"#,
        deletes: true,
    },
    Table {
        object: "allowlist_identifiers",
        columns: "id text, invitation_id text, identifier text, identifier_type text, instance_id text, \
                  created_at timestamp, updated_at timestamp",
        insert: r#"{"notify":false,"identifier":"new@example.com"}"#,
        update: "",
        deletes: true,
    },
    Table {
        object: "blocklist_identifiers",
        columns: "id text, identifier text, identifier_type text, instance_id text, created_at timestamp, \
                  updated_at timestamp",
        insert: r#"{"identifier":"new@example.com"}"#,
        update: "",
        deletes: true,
    },
    Table {
        object: "redirect_urls",
        columns: "id text, url text, created_at timestamp, updated_at timestamp",
        insert: r#"{"url":"app://callback"}"#,
        update: "",
        deletes: true,
    },
    Table {
        object: "domains",
        columns: "id text, name text, is_satellite boolean, frontend_api_url text, accounts_portal_url text",
        insert: r#"{"name":"new.example.com","is_satellite":true}"#,
        update: r#"{"proxy_url":"https://a.example.com/x","name":"renamed.example.com"}"#,
        deletes: true,
    },
    Table {
        object: "invitations",
        columns: "id text, email_address text, url text, revoked boolean, status text, expires_at timestamp, \
                  created_at timestamp, updated_at timestamp",
        insert: r#"{"public_metadata":{"b":1,"a":2},"email_address":"new@example.com"}"#,
        update: "",
        deletes: false,
    },
];

/// An instance of the component that writes a table, without any of this project's options.
fn open(mock: &Mock, object: &str) -> Node {
    let options = [("object", object), ("rowid_column", "id")];
    let options: BTreeMap<String, String> =
        options.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    open_with(&common::server(mock), &options).expect("a write")
}

/// The row of an INSERT that names only `attrs`: Postgres passes NULL for the other columns.
fn inserted(table: &Table, attrs: &str) -> Vec<(Column, Value)> {
    let others = common::query(table.object, table.columns).columns.into_iter().map(|column| (column, Value::Null));
    others.chain(row(&[("attrs jsonb", attrs)])).collect()
}

/// JSON text as the harness passes it: the order of the attributes stays, and white space does not.
fn compact(text: &str) -> String {
    serde_json::from_str::<Json>(text).expect("JSON").to_string()
}

/// The only request that the mock has received: method, target and body, as they are.
fn only(mock: &Mock) -> (String, String, String) {
    let mut journal = mock.take_journal();
    assert_eq!(journal.len(), 1, "{journal:?}");
    exact(&journal.remove(0))
}

fn exact(request: &Request) -> (String, String, String) {
    (request.method.clone(), request.target(), request.body.clone())
}

fn request(method: &str, target: &str, body: &str) -> (String, String, String) {
    (method.to_owned(), target.to_owned(), body.to_owned())
}

#[test]
fn attrs_is_the_body_of_one_request() {
    let mock = crate::mock();
    for table in TABLES {
        let Table { object, insert, update, .. } = table;
        mock.reset();
        let before = mock.rows(object).len();
        let mut node = open(&mock, object);
        node.insert(&inserted(table, insert)).unwrap_or_else(|error| panic!("{object}: {error}"));
        assert_eq!(only(&mock), request("POST", &format!("/{object}"), &compact(insert)));
        assert_eq!(mock.rows(object).len(), before + 1, "{object}");
        let warnings = messages(&node);
        assert_eq!(warnings.len(), usize::from(*object == "oauth_applications"), "{object}: {warnings:?}");

        if !update.is_empty() {
            let row_id = fill(&mock, &format!("{{{object}}}"));
            node.update(&row_id, &row(&[("attrs jsonb", update)])).unwrap_or_else(|error| panic!("{object}: {error}"));
            assert_eq!(only(&mock), request("PATCH", &format!("/{object}/{row_id}"), &compact(update)));
            let written: Json = serde_json::from_str(update).expect("JSON");
            for (name, value) in written.as_object().expect("an object") {
                assert_eq!(mock.rows(object)[0][name], *value, "{object}.{name}");
            }
        }
        if table.deletes {
            let before = mock.rows(object).len();
            let last = if *object == "domains" { ":is_satellite" } else { "" };
            let row_id = fill(&mock, &format!("{{{object}{last}}}"));
            let mut node = open(&mock, object);
            node.delete(&row_id).unwrap_or_else(|error| panic!("{object}: {error}"));
            assert_eq!(only(&mock), request("DELETE", &format!("/{object}/{row_id}"), ""));
            assert_eq!(mock.rows(object).len(), before - 1, "{object}");
        }
    }
}

#[test]
fn statements_that_the_other_wrapper_does_not_support_are_errors() {
    let mock = crate::mock();
    for table in TABLES.iter().filter(|table| table.update.is_empty()) {
        let mut node = open(&mock, table.object);
        let error = node.update("x", &row(&[("attrs jsonb", "{}")])).expect_err("an error").to_string();
        assert!(error.starts_with(&format!("{}: UPDATE ", table.object)), "{error}");
    }
    assert!(mock.take_journal().is_empty());
}

/// Clerk has no endpoint that deletes an invitation, so the other wrapper fails.
#[test]
fn delete_revokes_an_invitation() {
    let mock = crate::mock();
    let row_id = fill(&mock, "{invitations:status=pending}");
    open(&mock, "invitations").delete(&row_id).expect("a write");
    assert_eq!(only(&mock), request("POST", &format!("/invitations/{row_id}/revoke"), ""));
    assert!(mock.rows("invitations").iter().any(|row| row["id"] == row_id.as_str() && row["status"] == "revoked"));
}

/// A table can also declare `attrs` as text. Its spaces stay.
#[test]
fn attrs_can_be_a_text() {
    let mock = crate::mock();
    let body = r#"{ "url":  "app://callback" }"#;
    open(&mock, "redirect_urls").insert(&row(&[("attrs text", body)])).expect("a write");
    assert_eq!(only(&mock), request("POST", "/redirect_urls", body));
}

/// The version of Clerk's API that the other wrapper uses replaces metadata in `PATCH /users/{id}`.
#[test]
fn metadata_in_attrs_has_a_request_of_its_own() {
    let mock = crate::mock();
    for (object, name) in [("users", "first_name"), ("organizations", "name")] {
        mock.reset();
        let row_id = fill(&mock, &format!("{{{object}}}"));
        let mut node = open(&mock, object);
        let metadata = r#"{"private_metadata":{"b":1},"public_metadata":{"a":{"c":2}}}"#;
        node.update(&row_id, &row(&[("attrs jsonb", metadata)])).expect("a write");
        let (method, target, body) = only(&mock);
        assert_eq!((method.as_str(), target), ("PUT", format!("/{object}/{row_id}/metadata")));
        assert_eq!(serde_json::from_str::<Json>(&body).ok(), serde_json::from_str(metadata).ok());
        assert_eq!(mock.rows(object)[0]["public_metadata"].to_string(), r#"{"a":{"c":2}}"#);

        let both = format!(r#"{{"public_metadata":{{"d":3}},"{name}":"Ada"}}"#);
        let mut node = open(&mock, object);
        node.update(&row_id, &row(&[("attrs jsonb", &both)])).expect("a write");
        let sent: Vec<_> = mock.take_journal().iter().map(exact).collect();
        let want = [
            request("PATCH", &format!("/{object}/{row_id}"), &format!(r#"{{"{name}":"Ada"}}"#)),
            request("PUT", &format!("/{object}/{row_id}/metadata"), r#"{"public_metadata":{"d":3}}"#),
        ];
        assert_eq!(sent, want);
        let written = &mock.rows(object)[0];
        assert_eq!([&written[name], &written["public_metadata"]["d"]], [&Json::from("Ada"), &Json::from(3)]);
        assert_eq!(written["private_metadata"]["b"], 1);
    }
}

#[test]
fn attrs_of_an_oauth_application_warns_of_the_lost_secret_and_typed_columns_are_refused() {
    let mock = crate::mock();
    let mut node = open(&mock, "oauth_applications");
    node.insert(&row(&[("name text", NULL), ("attrs jsonb", r#"{"name":"New"}"#)])).expect("a write");
    let warnings = messages(&node);
    assert!(matches!(&warnings[..], [warning] if warning.contains("the response for the new row oa_")), "{warnings:?}");
    assert!(!warnings[0].contains("fake_client_secret"), "{warnings:?}");
    mock.take_journal();

    for columns in [&[("name text", "New")][..], &[("name text", "New"), ("attrs jsonb", r#"{"scopes":"email"}"#)]] {
        let error = node.insert(&row(columns)).expect_err("an error").to_string();
        let want = "oauth_applications: the response contains the client secret, which Postgres cannot return; create \
                    the application in the Clerk Dashboard, or set the option discard_secrets to 'true'";
        assert!(error.starts_with(want), "{error}");
    }
    assert!(mock.take_journal().is_empty());
}
