//! Scans of every object from the mock: the requests, and each column of each row.

mod common;

use std::collections::BTreeMap;

use clerk_catalogue::CATALOGUE;
use clerk_mock::{Config, Mock, Size};
use common::{first_column, ids, query, scan, server, targets};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::Rows;
use fdw_engine::catalogue::column::Source;
use serde_json::Value as Json;
use wrappers_harness::run;
use wrappers_harness::{PgType, Query, Server, Value};
use wrappers_host::types::ImportSchemaType;

/// The foreign tables in the documentation of Wrappers' own Clerk wrapper: object and columns, as written there.
const DOCUMENTED: &[(&str, &str)] = &[
    (
        "allowlist_identifiers",
        "id text, invitation_id text, identifier text, identifier_type text, instance_id text, created_at timestamp, \
         updated_at timestamp, attrs jsonb",
    ),
    (
        "blocklist_identifiers",
        "id text, identifier text, identifier_type text, instance_id text, created_at timestamp, \
         updated_at timestamp, attrs jsonb",
    ),
    (
        "domains",
        "id text, name text, is_satellite boolean, frontend_api_url text, accounts_portal_url text, attrs jsonb",
    ),
    (
        "invitations",
        "id text, email_address text, url text, revoked boolean, status text, expires_at timestamp, \
         created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "jwt_templates",
        "id text, name text, lifetime bigint, allowed_clock_skew bigint, custom_signing_key boolean, \
         signing_algorithm text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "oauth_applications",
        "id text, name text, instance_id text, client_id text, public boolean, scopes text, created_at timestamp, \
         updated_at timestamp, attrs jsonb",
    ),
    ("organizations", "id text, name text, slug text, created_at timestamp, updated_at timestamp, attrs jsonb"),
    (
        "organization_invitations",
        "id text, email_address text, role text, role_name text, organization_id text, status text, \
         created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "organization_memberships",
        "id text, role text, role_name text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    ("redirect_urls", "id text, url text, created_at timestamp, updated_at timestamp, attrs jsonb"),
    (
        "saml_connections",
        "id text, name text, domain text, active boolean, provider text, user_count bigint, created_at timestamp, \
         updated_at timestamp, attrs jsonb",
    ),
    (
        "users",
        "id text, external_id text, username text, first_name text, last_name text, created_at timestamp, \
         updated_at timestamp, attrs jsonb",
    ),
    (
        "users/billing/subscription",
        "user_id text, id text, status text, payer_id text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    (
        "organizations/billing/subscription",
        "organization_id text, id text, status text, payer_id text, created_at timestamp, updated_at timestamp, \
         attrs jsonb",
    ),
    (
        "billing/plans",
        "id text, name text, description text, slug text, is_default boolean, is_recurring boolean, attrs jsonb",
    ),
    (
        "billing/subscription_items",
        "id text, status text, plan_id text, plan_period text, payer_id text, is_free_trial boolean, \
         created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
    ("billing/statements", "id text, status text, timestamp timestamp, attrs jsonb"),
    ("billing/statement", "statement_id text, id text, status text, timestamp timestamp, attrs jsonb"),
    (
        "billing/payment_attempts",
        "statement_id text, id text, status text, created_at timestamp, updated_at timestamp, attrs jsonb",
    ),
];

/// The list of the mock that contains the rows of an object.
fn list_of_mock(object: &'static str) -> &'static str {
    match object {
        "user_organization_invitations" => "organization_invitations",
        "billing_statement" => "billing_statements",
        _ => object,
    }
}

fn small_mock() -> Mock {
    let size = Size { users: 700, organizations: 40, memberships: 900, others: 12 };
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}

#[test]
fn tables_of_the_wrappers_documentation_work_as_written() {
    let mock = small_mock();
    for (name, columns) in DOCUMENTED {
        let outcome = scan(&mock, name, columns);
        let object = CATALOGUE.object(name).expect("an object").name;
        let at = query(object, columns).columns.iter().position(|column| column.name == "id").expect("an id");
        let mut got: Vec<String> = outcome.rows.iter().map(|row| row[at].to_string()).collect();
        let mut want = ids(&mock, list_of_mock(object));
        got.sort();
        want.sort();
        assert_eq!(got, want, "{name}");
    }
}

#[test]
fn requests_have_the_headers_that_clerk_requires() {
    let mock = small_mock();
    scan(&mock, "domains", "id text");
    let request = mock.take_journal().remove(0);
    assert_eq!(request.method, "GET");
    assert_eq!(request.header("user-agent"), Some(concat!("clerk_fdw/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(request.header("clerk-api-version"), Some("2026-05-12"));
    assert_eq!(request.header("accept"), Some("application/json"));
}

/// Collects the attributes of an object under flat names: the keys that lead to an attribute, joined by underscores. An
/// attribute takes precedence over an attribute of a nested object with the same flat name.
fn flatten(prefix: &str, value: &Json, out: &mut BTreeMap<String, Json>) {
    let Json::Object(members) = value else { return };
    let name = |key: &String| if prefix.is_empty() { key.clone() } else { format!("{prefix}_{key}") };
    for (key, value) in members {
        out.entry(name(key)).or_insert_with(|| value.clone());
    }
    for (key, value) in members {
        flatten(&name(key), value, out);
    }
}

/// The cell that a column of a type must have for a JSON value.
fn expected(value: Option<&Json>, ty: PgType) -> Value {
    match (value, ty) {
        (None | Some(Json::Null), _) => Value::Null,
        (Some(value), PgType::Jsonb) => Value::Json(value.clone()),
        (Some(Json::Number(number)), PgType::Timestamp | PgType::Timestamptz) => {
            Value::Time(number.as_i64().expect("milliseconds") * 1000)
        }
        (Some(Json::Number(number)), PgType::I64) => Value::Int(number.as_i64().expect("a whole number")),
        (Some(Json::Number(number)), PgType::F64) => Value::Float(number.as_f64().expect("a number")),
        (Some(Json::Bool(value)), PgType::Bool) => Value::Bool(*value),
        (Some(Json::String(text)), PgType::Text) => Value::Text(text.clone()),
        (value, ty) => panic!("{value:?} in a column of {ty:?}"),
    }
}

/// Columns that Clerk fills only on request.
const ON_REQUEST: [&str; 2] = ["members_count", "missing_member_with_elevated_permissions"];

/// The value of a column that is not the attribute of the column's name; `None` for other columns.
fn derived(object: &str, name: &str, row: &Json) -> Option<Json> {
    let primary = |list: &str, id: &str, attribute: &str| {
        let element = row[list].as_array()?.iter().find(|element| element["id"] == row[id])?;
        Some(element[attribute].clone())
    };
    match name {
        "user_id" if object == "organization_memberships" => Some(row["public_user_data"]["user_id"].clone()),
        "statement_id" if object == "billing_statement" => Some(row["id"].clone()),
        "user_id" | "organization_id" if row["payer"].is_object() => Some(row["payer"][name].clone()),
        "primary_email_address" => primary("email_addresses", "primary_email_address_id", "email_address"),
        "primary_phone_number" => primary("phone_numbers", "primary_phone_number_id", "phone_number"),
        "primary_web3_wallet" => primary("web3_wallets", "primary_web3_wallet_id", "web3_wallet"),
        _ => None,
    }
}

/// The rows that Clerk has of an object, each with its key: the id of its parent or owner, which the row itself lacks.
fn sources(mock: &Mock, object: &Object) -> Vec<(Json, Option<String>)> {
    let embedded = object.access_paths.iter().find_map(|access_path| match access_path.rows {
        Rows::Embedded { attribute, .. } => Some(attribute[0]),
        Rows::Elements => None,
    });
    if let Some(attribute) = embedded {
        let rows = |user: Json| {
            let owner = user["id"].as_str().map(str::to_owned);
            let rows = user[attribute].as_array().cloned().unwrap_or_default();
            rows.into_iter().map(move |row| (row, owner.clone()))
        };
        return mock.rows("users").into_iter().flat_map(rows).collect();
    }
    let list = list_of_mock(object.name);
    let has_key = object.columns.iter().any(|column| matches!(column.source, Source::Key));
    let parents = mock.parents(list).into_iter().map(|parent| has_key.then_some(parent));
    mock.rows(list).into_iter().zip(parents).collect()
}

/// A query of all columns and rows of an imported table. If the object can only be read by key, the query has a
/// condition with all keys.
fn whole_table(mock: &Mock, server: &Server, object: &Object) -> Query {
    let statements = server.import_foreign_schema(ImportSchemaType::LimitTo, &[object.name]).expect("a statement");
    let columns = statements[0].lines().skip(1).take_while(|line| *line != ")");
    let columns: Vec<&str> = columns.map(|line| line.trim().trim_end_matches(',')).collect();
    let mut query = query(object.name, &columns.join(","));
    let key = match object.name {
        "api_keys" => "subject",
        "sign_ups" => "id",
        _ => return query,
    };
    let values: Vec<String> =
        mock.rows(object.name).iter().filter_map(|row| Some(row[key].as_str()?.to_owned())).collect();
    let condition = format!("{key} in {}", values.join(","));
    query.quals.push(wrappers_harness::query::Qual::parse(&condition, &query.columns).expect("a condition"));
    query
}

/// Columns that are NULL in every row of the mock, because Clerk usually omits their attributes.
const NEVER_FILLED: &[(&str, &[&str])] = &[
    ("users", &["mfa_disabled_at", "organization_memberships"]),
    ("domains", &["proxy_url"]),
    (
        "user_email_addresses",
        &["verification_channel", "verification_external_verification_redirect_url", "verification_verified_at_client"],
    ),
    ("user_enterprise_accounts", &["verification_external_verification_redirect_url"]),
    (
        "user_external_accounts",
        &[
            "avatar_url",
            "email_address_verified",
            "image_url",
            "label",
            "phone_number",
            "username",
            "verification_attempts",
            "verification_external_verification_redirect_url",
            "verification_verified_at_client",
        ],
    ),
    ("user_phone_numbers", &["backup_codes", "verification_channel", "verification_verified_at_client"]),
    (
        "user_web3_wallets",
        &["verification_expire_at", "verification_message", "verification_nonce", "verification_verified_at_client"],
    ),
    // Attributes of key types that the mock does not use.
    ("jwks", &["crv", "x", "y"]),
    ("oauth_applications", &["client_image_url"]),
    ("organizations", &["role_set_key"]),
    (
        "organization_memberships",
        &[
            "organization_members_count",
            "organization_missing_member_with_elevated_permissions",
            "organization_role_set_key",
            "public_user_data_deprovisioned",
        ],
    ),
    ("saml_connections", &["enterprise_connection_id", "idp_metadata", "idp_metadata_url", "login_hint_source"]),
];

#[test]
fn imported_tables_have_every_attribute() {
    let mock = small_mock();
    let server = server(&mock);
    for object in CATALOGUE.objects {
        let query = whole_table(&mock, &server, object);
        let outcome = run(&server, &query).unwrap_or_else(|fault| panic!("{}: {fault}", object.name));
        let mut got: Vec<Vec<Value>> = outcome.rows;
        let mut filled: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &mut got {
            for (column, value) in query.columns.iter().zip(row) {
                let name = column.name.as_str();
                *filled.entry(name).or_insert(0) += usize::from(*value != Value::Null);
                if ON_REQUEST.contains(&name) {
                    assert_ne!(*value, Value::Null, "{}.{name} has to be requested", object.name);
                    *value = Value::Null;
                }
                // Then the whole object contains these attributes as well.
                if let Value::Json(Json::Object(members)) = value
                    && name == "attrs"
                {
                    members.retain(|key, _| !ON_REQUEST.contains(&key.as_str()));
                }
            }
        }
        let want = sources(&mock, object).into_iter().map(|(mut source, key)| {
            // Secrets are null, also in nested objects.
            for secret in object.secrets {
                if let Some(value) = source.pointer_mut(&format!("/{}", secret.join("/"))) {
                    *value = Json::Null;
                }
            }
            let mut flat = BTreeMap::new();
            flatten("", &source, &mut flat);
            let source_of =
                |name: &str| object.columns.iter().find(|known| known.name == name).map(|known| &known.source);
            let of_row = |name: &str| match source_of(name) {
                Some(Source::Key) => key.clone().map(Json::String),
                _ => derived(object.name, name, &source).or_else(|| flat.get(name).cloned()),
            };
            let value = |column: &wrappers_harness::Column| {
                let name = column.name.as_str();
                let found = match source_of(name) {
                    _ if name == "attrs" => Some(source.clone()),
                    Some(Source::Joined(names)) => {
                        let parts: Option<Vec<Json>> = names.iter().map(|name| of_row(name)).collect();
                        parts.map(|parts| parts.iter().filter_map(Json::as_str).collect::<Vec<_>>().join("/").into())
                    }
                    _ => of_row(name),
                };
                expected(found.as_ref(), column.ty)
            };
            query.columns.iter().map(value).collect::<Vec<_>>()
        });
        let mut want: Vec<Vec<Value>> = want.collect();
        assert!(!want.is_empty(), "{} is empty", object.name);
        // The order is that of the list. Only whether each row is returned once matters here.
        let key = |row: &Vec<Value>| format!("{row:?}");
        got.sort_by_cached_key(key);
        want.sort_by_cached_key(key);
        assert_eq!(got.len(), want.len(), "{}", object.name);
        for (got, want) in got.iter().zip(&want) {
            for (column, (got, want)) in query.columns.iter().zip(got.iter().zip(want)) {
                assert_eq!(got, want, "{}.{}", object.name, column.name);
            }
        }
        // A column that is NULL in every row would be equal even if the component never filled it.
        let empty: Vec<&str> = filled.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
        let known = NEVER_FILLED.iter().find(|(name, _)| *name == object.name).map_or(&[][..], |(_, known)| known);
        assert_eq!(empty, known, "{}", object.name);
    }
}

#[test]
fn attributes_that_clerk_fills_on_request_are_requested_only_if_needed() {
    let mock = small_mock();
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
fn keys_of_metadata_can_be_columns() {
    let mock = small_mock();
    let columns = "id text, public_metadata_role text, public_metadata_score real, \
                   public_metadata_plan_seats smallint, public_metadata_plan jsonb, \
                   \"public_metadata_stripeCustomerId\" text, public_metadata_stripecustomerid text, attrs jsonb";
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
fn a_query_without_columns_requests_only_a_count() {
    let mock = small_mock();
    for (object, want, request) in [
        ("users", 700, "/users/count"),
        ("organization_memberships", 900, "/organization_memberships?order_by=%2Bcreated_at&limit=1"),
        ("domains", 3, "/domains"),
    ] {
        assert_eq!(scan(&mock, object, "").rows.len(), want, "{object}");
        assert_eq!(targets(&mock), [request]);
    }
}

#[test]
fn import_applies_limit_to_and_except() {
    let server = server(&small_mock());
    let names = |list_type, tables: &[&str]| -> Vec<String> {
        let statements = server.import_foreign_schema(list_type, tables).expect("statements");
        statements.iter().map(|statement| statement.split('"').nth(1).unwrap_or("").to_owned()).collect()
    };
    let all: Vec<&str> = CATALOGUE.objects.iter().map(|object| object.name).collect();
    assert_eq!(names(ImportSchemaType::All, &[]), all);
    assert_eq!(names(ImportSchemaType::LimitTo, &["users", "domains"]), ["domains", "users"]);
    let but_users: Vec<&str> = all.iter().copied().filter(|name| *name != "users").collect();
    assert_eq!(names(ImportSchemaType::Except, &["users", "nothing"]), but_users);
    let error = server.import_foreign_schema(ImportSchemaType::LimitTo, &["user"]).expect_err("an error").to_string();
    assert!(error.starts_with("Clerk has no object \"user\"; its objects are: allowlist_identifiers, "), "{error}");
}

#[test]
fn columns_can_have_every_type_that_fits() {
    let mock = small_mock();
    let columns = "created_at bigint, created_at text, created_at numeric, created_at double precision, \
                   created_at date, created_at timestamp, created_at timestamptz, banned boolean, banned text, \
                   banned jsonb, verification_attempts_remaining smallint, verification_attempts_remaining integer, \
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
fn an_object_that_the_api_cannot_change_is_read_only() {
    let mut node = wrappers_harness::Node::new(&server(&small_mock())).expect("an instance");
    let error = node.begin_modify(&query("jwks", "kid text").table_options).expect_err("an error").to_string();
    assert_eq!(error, "jwks: this table is read-only, because the API cannot change its rows");
}

#[test]
fn the_host_applies_conditions_order_and_limit() {
    let mock = small_mock();
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
    assert_eq!(first_column(&outcome.rows), want);
    // The limit applies after the sort, so it does not limit the rows that the scan has to read.
    assert_eq!(targets(&mock), ["/users?banned=true&order_by=%2Bcreated_at&limit=500"]);
}
