//! Every object, scanned from the mock: the requests that were sent, and each column of each row.

mod common;

use std::collections::BTreeMap;

use clerk_mock::{Config, Mock, Size};
use common::{first, ids, query, scan, server, targets};
use serde_json::Value as Json;
use wrappers_harness::run;
use wrappers_harness::{PgType, Query, Value};
use wrappers_host::types::ImportSchemaType;

/// The tables of the wrapper's documentation, as written there.
const DOCUMENTED: &[(&str, &str)] = &[
    (
        "allowlist_identifiers",
        "id text, invitation_id text, identifier text, identifier_type text, instance_id text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "blocklist_identifiers",
        "id text, identifier text, identifier_type text, instance_id text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "domains",
        "id text, name text, is_satellite boolean, frontend_api_url text, accounts_portal_url text, attrs jsonb",
    ),
    (
        "invitations",
        "id text, email_address text, url text, revoked boolean, status text, expires_at timestamp, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "jwt_templates",
        "id text, name text, lifetime bigint, allowed_clock_skew bigint, custom_signing_key boolean, signing_algorithm text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "oauth_applications",
        "id text, name text, instance_id text, client_id text, public boolean, scopes text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    ("organizations", "id text, name text, slug text, created_at timestamp, updated_at timestamp, attrs jsonb"),
    (
        "organization_invitations",
        "id text, email_address text, role text, role_name text, organization_id text, status text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "organization_memberships",
        "id text, role text, role_name text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    ("redirect_urls", "id text, url text, created_at timestamp, updated_at timestamp, attrs jsonb"),
    (
        "saml_connections",
        "id text, name text, domain text, active boolean, provider text, user_count bigint, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "users",
        "id text, external_id text, username text, first_name text, last_name text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
];

/// The requests of a whole scan of the small mock, with every documented column.
const REQUESTS: &[(&str, &[&str])] = &[
    ("allowlist_identifiers", &["/allowlist_identifiers?paginated=true&limit=500"]),
    ("blocklist_identifiers", &["/blocklist_identifiers"]),
    ("domains", &["/domains"]),
    ("invitations", &["/invitations?paginated=true&order_by=%2Bcreated_at&limit=500"]),
    ("jwt_templates", &["/jwt_templates?paginated=true&limit=500"]),
    ("oauth_applications", &["/oauth_applications?order_by=%2Bcreated_at&limit=500"]),
    ("organizations", &["/organizations?order_by=%2Bcreated_at&limit=500"]),
    ("organization_invitations", &["/organization_invitations?order_by=%2Bcreated_at&limit=500"]),
    (
        "organization_memberships",
        &[
            "/organization_memberships?order_by=%2Bcreated_at&limit=500",
            "/organization_memberships?order_by=%2Bcreated_at&limit=500&offset=499",
        ],
    ),
    ("redirect_urls", &["/redirect_urls?paginated=true&limit=500"]),
    ("saml_connections", &["/saml_connections?order_by=%2Bcreated_at&limit=500"]),
    (
        "users",
        &["/users?order_by=%2Bcreated_at&limit=500", "/users?order_by=%2Bcreated_at&limit=500&starting_after=CURSOR"],
    ),
];

fn small() -> Mock {
    let size = Size { users: 700, organizations: 40, memberships: 900, others: 12 };
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}

#[test]
fn documented_tables_work_as_written() {
    let mock = small();
    for (object, columns) in DOCUMENTED {
        let outcome = scan(&mock, object, columns);
        let mut got = first(&outcome.rows);
        let mut want = ids(&mock, object);
        got.sort();
        want.sort();
        assert_eq!(got, want, "{object}");
        let (_, requests) = REQUESTS.iter().find(|(name, _)| name == object).expect("its requests");
        let cursor = ids(&mock, "users")[498].clone();
        let requests: Vec<String> = requests.iter().map(|target| target.replace("CURSOR", &cursor)).collect();
        assert_eq!(targets(&mock), requests);
    }
}

#[test]
fn requests_carry_what_clerk_asks_for() {
    let mock = small();
    scan(&mock, "domains", "id text");
    let request = mock.take_journal().remove(0);
    assert_eq!(request.method, "GET");
    assert_eq!(request.header("user-agent"), Some(concat!("clerk_fdw/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(request.header("clerk-api-version"), Some("2026-05-12"));
    assert_eq!(request.header("accept"), Some("application/json"));
}

/// A row's attributes under flat names: keys of nested objects joined by underscores.
fn flatten(prefix: &str, value: &Json, out: &mut BTreeMap<String, Json>) {
    if !prefix.is_empty() {
        out.insert(prefix.to_owned(), value.clone());
    }
    if let Json::Object(members) = value {
        for (key, value) in members {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}_{key}") };
            flatten(&name, value, out);
        }
    }
}

/// What a column of a type has to hold for a JSON value.
fn expected(value: Option<&Json>, ty: PgType) -> Value {
    match (value, ty) {
        (None | Some(Json::Null), _) => Value::Null,
        (Some(value), PgType::Jsonb) => Value::Json(value.clone()),
        (Some(Json::Number(number)), PgType::Timestamp | PgType::Timestamptz) => {
            Value::Time(number.as_i64().expect("milliseconds") * 1000)
        }
        (Some(Json::Number(number)), PgType::I64) => Value::Int(number.as_i64().expect("a whole number")),
        (Some(Json::Bool(value)), PgType::Bool) => Value::Bool(*value),
        (Some(Json::String(text)), PgType::Text) => Value::Text(text.clone()),
        (value, ty) => panic!("{value:?} in a column of {ty:?}"),
    }
}

/// Columns that Clerk fills only on request.
const ON_REQUEST: [&str; 2] = ["members_count", "missing_member_with_elevated_permissions"];

/// Columns whose value stands under another name.
fn derived(name: &str, row: &Json) -> Option<Json> {
    let primary = |list: &str, id: &str, attribute: &str| {
        let element = row[list].as_array()?.iter().find(|element| element["id"] == row[id])?;
        Some(element[attribute].clone())
    };
    match name {
        "user_id" => Some(row["public_user_data"]["user_id"].clone()),
        "primary_email_address" => primary("email_addresses", "primary_email_address_id", "email_address"),
        "primary_phone_number" => primary("phone_numbers", "primary_phone_number_id", "phone_number"),
        "primary_web3_wallet" => primary("web3_wallets", "primary_web3_wallet_id", "web3_wallet"),
        _ => None,
    }
}

#[test]
fn imported_tables_hold_every_attribute() {
    let mock = small();
    let server = server(&mock);
    for (object, _) in DOCUMENTED {
        let statements = server.import_foreign_schema(ImportSchemaType::LimitTo, &[object]).expect("a statement");
        let columns = statements[0].lines().skip(1).take_while(|line| *line != ")");
        let columns: Vec<&str> = columns.map(|line| line.trim().trim_end_matches(',')).collect();
        let query = query(object, &columns.join(","));
        let outcome = run(&server, &query).unwrap_or_else(|fault| panic!("{object}: {fault}"));
        // The newest is first where no order can be asked for.
        let mut sources = mock.rows(object);
        if outcome.rows[0][0].to_string() != sources[0]["id"] {
            sources.reverse();
        }
        assert_eq!(outcome.rows.len(), sources.len());
        let mut filled = BTreeMap::new();
        for (mut row, source) in outcome.rows.into_iter().zip(&sources) {
            let mut flat = BTreeMap::new();
            flatten("", source, &mut flat);
            for (column, value) in query.columns.iter().zip(&mut row) {
                if ON_REQUEST.contains(&column.name.as_str()) {
                    assert_ne!(*value, Value::Null, "{object}.{} has to be asked for", column.name);
                    continue;
                }
                // The whole object has them too, if another column called for them.
                if let Value::Json(Json::Object(members)) = value
                    && column.name == "attrs"
                {
                    members.retain(|key, _| !ON_REQUEST.contains(&key.as_str()));
                }
                let source = match column.name.as_str() {
                    "attrs" => Some(source.clone()),
                    name => derived(name, source).or_else(|| flat.get(name).cloned()),
                };
                assert_eq!(*value, expected(source.as_ref(), column.ty), "{object}.{}", column.name);
                *filled.entry(column.name.clone()).or_insert(0) += usize::from(*value != Value::Null);
            }
        }
        // A column that is never filled would pass for the wrong reason.
        let empty: Vec<&String> = filled.iter().filter(|(_, count)| **count == 0).map(|(name, _)| name).collect();
        let known: &[&str] = match *object {
            "users" => &["mfa_disabled_at", "organization_memberships"],
            "domains" => &["proxy_url"],
            "oauth_applications" => &["client_image_url"],
            "organizations" => &["role_set_key"],
            "organization_memberships" => &[
                "organization_members_count",
                "organization_missing_member_with_elevated_permissions",
                "organization_role_set_key",
                "public_user_data_deprovisioned",
            ],
            "saml_connections" => {
                &["enterprise_connection_id", "idp_metadata", "idp_metadata_url", "login_hint_source"]
            }
            _ => &[],
        };
        assert_eq!(empty, known, "{object}");
    }
}

#[test]
fn what_clerk_fills_on_request_is_requested_when_asked_for() {
    let mock = small();
    scan(&mock, "organizations", "id text, attrs jsonb");
    let outcome = scan(&mock, "organizations", "id text, members_count integer");
    let want = [
        "/organizations?order_by=%2Bcreated_at&limit=500",
        "/organizations?order_by=%2Bcreated_at&include_members_count=true&limit=500",
    ];
    assert_eq!(targets(&mock), want);
    let counted: i64 = outcome.rows.iter().map(|row| if let Value::Int(count) = row[1] { count } else { 0 }).sum();
    assert_eq!(counted, 900);
}

#[test]
fn keys_of_metadata_are_columns() {
    let mock = small();
    let columns = "id text, public_metadata_role text, public_metadata_score real, public_metadata_plan_seats smallint, \
                   public_metadata_plan jsonb, \"public_metadata_stripeCustomerId\" text, public_metadata_stripecustomerid text, attrs jsonb";
    let outcome = scan(&mock, "users", columns);
    let mut roles = 0;
    for row in &outcome.rows {
        let Value::Json(attrs) = &row[7] else { panic!("no attrs") };
        let metadata = &attrs["public_metadata"];
        let text = |value: &Json| value.as_str().map_or(Value::Null, |text| Value::Text(text.to_owned()));
        assert_eq!(row[1], text(&metadata["role"]));
        assert_eq!(row[2], metadata["score"].as_f64().map_or(Value::Null, Value::Float));
        assert_eq!(row[3], metadata["plan"]["seats"].as_i64().map_or(Value::Null, Value::Int));
        assert_eq!(row[4], expected(metadata.get("plan"), PgType::Jsonb));
        assert_eq!(row[5], text(&metadata["stripeCustomerId"]));
        assert_eq!(row[6], row[5]);
        roles += usize::from(row[1] != Value::Null);
    }
    assert!(roles > 100);
    assert_eq!(targets(&mock).len(), 2);
}

#[test]
fn a_query_of_no_columns_counts() {
    let mock = small();
    for (object, want) in [("users", 700), ("organization_memberships", 900), ("domains", 3)] {
        assert_eq!(scan(&mock, object, "").rows.len(), want, "{object}");
        assert_eq!(targets(&mock).len(), want.div_ceil(500), "{object}");
    }
}

#[test]
fn import_knows_limit_to_and_except() {
    let server = server(&small());
    let names = |list_type, tables: &[&str]| -> Vec<String> {
        let statements = server.import_foreign_schema(list_type, tables).expect("statements");
        statements.iter().map(|statement| statement.split('"').nth(1).unwrap_or("").to_owned()).collect()
    };
    let mut all: Vec<&str> = DOCUMENTED.iter().map(|(object, _)| *object).collect();
    all.sort_unstable();
    assert_eq!(names(ImportSchemaType::All, &[]), all);
    assert_eq!(names(ImportSchemaType::LimitTo, &["users", "domains"]), ["domains", "users"]);
    let but_users: Vec<&str> = all.iter().copied().filter(|name| *name != "users").collect();
    assert_eq!(names(ImportSchemaType::Except, &["users", "nothing"]), but_users);
    let error = server.import_foreign_schema(ImportSchemaType::LimitTo, &["user"]).expect_err("an error").to_string();
    assert!(error.starts_with("Clerk has no object \"user\"; it has: allowlist_identifiers, "), "{error}");
}

#[test]
fn every_type_of_a_column() {
    let mock = small();
    let columns = "created_at bigint, created_at text, created_at numeric, created_at double precision, created_at date, \
                   created_at timestamp, created_at timestamptz, banned boolean, banned text, banned jsonb, \
                   verification_attempts_remaining smallint, verification_attempts_remaining integer, \
                   verification_attempts_remaining real, email_addresses text, id jsonb";
    let rows = scan(&mock, "users", columns).rows;
    let source = &mock.rows("users")[0];
    let millis = source["created_at"].as_i64().expect("a number");
    let remaining = source["verification_attempts_remaining"].as_i64().expect("a number");
    let want = [
        Value::Int(millis),
        Value::Text(millis.to_string()),
        Value::Float(millis as f64),
        Value::Float(millis as f64),
        Value::Date(millis / 1000),
        Value::Time(millis * 1000),
        Value::Time(millis * 1000),
        Value::Bool(false),
        Value::Text("false".to_owned()),
        Value::Json(false.into()),
        Value::Int(remaining),
        Value::Int(remaining),
        Value::Float(remaining as f64),
        Value::Text(source["email_addresses"].to_string()),
        Value::Json(source["id"].clone()),
    ];
    assert_eq!(rows[0], want);
    assert_eq!(targets(&mock).len(), 2);
}

#[test]
fn tables_are_read_only() {
    let mut node = wrappers_harness::Node::new(&server(&small())).expect("an instance");
    let error = node.begin_modify().expect_err("an error").to_string();
    assert_eq!(error, "this foreign table is read-only");
}

#[test]
fn the_host_applies_conditions_order_and_limit() {
    let mock = small();
    let mut query: Query = query("users", "id text, banned boolean, created_at timestamptz");
    query.quals = vec![wrappers_harness::query::Qual::parse("banned = true", &query.columns).expect("a condition")];
    query.sorts = vec![wrappers_harness::query::Sort::parse("created_at desc", &query.columns).expect("an order")];
    query = query.limit(5);
    let outcome = run(&server(&mock), &query).expect("rows");
    let banned: Vec<String> = mock
        .rows("users")
        .iter()
        .filter(|row| row["banned"] == true)
        .map(|row| row["id"].as_str().unwrap_or("").to_owned())
        .collect();
    let want: Vec<String> = banned.into_iter().rev().take(5).collect();
    assert_eq!(first(&outcome.rows), want);
    // A limit behind an order or a condition says nothing of the rows that are needed.
    assert_eq!(targets(&mock)[0], "/users?order_by=%2Bcreated_at&limit=500");
}
