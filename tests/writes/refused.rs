//! Statements that are refused before the first request: by options, or because they are wrong.

use std::collections::BTreeMap;

use wrappers_harness::Server;

use crate::case::NULL;
use crate::check::{open, open_with, row, server, table_options};
use crate::common;

/// A statement: INSERT, UPDATE with a row id, or DELETE with a row id.
#[derive(Clone, Copy)]
enum Write {
    Insert,
    Update(&'static str),
    Delete(&'static str),
}

use Write::{Delete, Insert, Update};

/// Columns and their values.
type Columns<'a> = &'a [(&'a str, &'a str)];

/// A statement that is refused: the object, the statement, the columns, and the beginning of the error.
type Refused<'a> = (&'a str, Write, Columns<'a>, &'a str);

/// The error of a statement.
fn error(server: &Server, object: &str, write: Write, columns: Columns) -> String {
    let mut node = match open(server, object) {
        Ok(node) => node,
        Err(error) => return error,
    };
    let outcome = match write {
        Insert => node.insert(&row(columns)),
        Update(row_id) => node.update(row_id, &row(columns)),
        Delete(row_id) => node.delete(row_id),
    };
    outcome.expect_err("an error").to_string()
}

#[test]
fn options_refuse_writes() {
    let mock = crate::mock();
    let bare = || common::server(&mock);
    let credit =
        [("user_id text", "u"), ("amount bigint", "1"), ("action text", "increase"), ("idempotency_key text", "k")];
    let directory = [("enterprise_connection_id text", "e"), ("provider text", "okta")];
    let key = [("name text", "n"), ("subject text", "s")];
    let read_only = "the option read_only refuses INSERT, UPDATE and DELETE";
    let billing = "this write is refused unless the option billing_writes is 'true' on the server or the table";
    let instance = "this write is refused unless the option instance_writes is 'true' on the server or the table";
    let cases: Vec<(Server, &str, Write, Columns, &str)> = vec![
        (bare().option("read_only", "true"), "users", Insert, &[("first_name text", "a")], read_only),
        (bare().option("read_only", "true"), "users", Update("u"), &[("first_name text", "a")], read_only),
        (bare().option("read_only", "true"), "users", Delete("u"), &[], read_only),
        (bare(), "user_billing_credits", Insert, &credit, billing),
        (bare(), "billing_prices", Insert, &[("plan_id text", "p"), ("amount bigint", "1")], billing),
        (bare(), "billing_subscription_items", Update("i"), &[("status text", "canceled")], billing),
        (bare(), "billing_subscription_items", Update("i"), &[("add_discount_id text", "d")], billing),
        (bare(), "billing_subscription_items", Update("i"), &[("remove_discount_id text", "d")], billing),
        (bare(), "billing_subscription_items", Delete("i"), &[], billing),
        (bare().option("instance_writes", "true"), "billing_subscription_items", Delete("i"), &[], billing),
        (bare(), "instance", Update("i"), &[("hibp boolean", "true")], instance),
        (bare(), "instance", Update("i"), &[("allowlist boolean", "true")], instance),
        (bare(), "instance", Update("i"), &[("from_email_address text", "a")], instance),
        (bare(), "instance_protect", Update("instance_protect"), &[("rules_enabled boolean", "true")], instance),
        (
            bare().option("billing_writes", "true"),
            "instance_communication",
            Update("i"),
            &[("attrs jsonb", "{}")],
            instance,
        ),
        (bare(), "machines", Insert, &[("name text", "m")], "the response contains the secret key"),
        (bare(), "machines", Insert, &[("attrs jsonb", r#"{"name":"m"}"#)], "the response contains the secret key"),
        (bare(), "api_keys", Insert, &key, "the response contains the secret"),
        (bare(), "directories", Insert, &directory, "the response contains the API key"),
        (bare(), "scim_directories", Insert, &directory, "the response contains the API key"),
    ];
    for (server, object, write, columns, want) in cases {
        let error = error(&server, object, write, columns);
        assert!(error.starts_with(&format!("{object}: {want}")), "{object}: {error}");
    }
    assert!(mock.take_journal().is_empty());
}

/// Each option can also be set on the table, and the table's value takes precedence.
#[test]
fn options_of_the_table_count() {
    let mock = crate::mock();
    let with = |object: &str, option: &str, value: &str| -> BTreeMap<String, String> {
        let object = clerk_catalogue::CATALOGUE.object(object).expect("an object");
        let own = [(option.to_owned(), value.to_owned())];
        table_options(object).into_iter().chain(own).collect()
    };
    let bare = common::server(&mock);
    let read_only = open_with(&bare, &with("users", "read_only", "true")).err().expect("an error");
    assert!(read_only.starts_with("users: the option read_only refuses"), "{read_only}");
    assert!(open_with(&bare.clone().option("read_only", "true"), &with("users", "read_only", "false")).is_ok());
    let mut machines = open_with(&bare, &with("machines", "discard_secrets", "true")).expect("a write");
    machines.insert(&row(&[("name text", "m")])).expect("a write");
    let mut settings = open_with(&bare, &with("instance_protect", "instance_writes", "true")).expect("a write");
    settings.update("instance_protect", &row(&[("rules_enabled boolean", "false")])).expect("a write");
    assert_eq!(mock.take_journal().len(), 2);

    for (object, column, want) in [
        ("users", "external_id", "id"),
        ("organization_memberships", "id", "row_id"),
        ("instance_protect", "id", "object"),
    ] {
        let error = open_with(&bare, &with(object, "rowid_column", column)).err().expect("an error");
        assert_eq!(error, format!("{object}: the table option rowid_column must be '{want}'"));
    }
    let bad = open_with(&bare, &with("users", "read_only", "on")).err().expect("an error");
    assert!(bad.starts_with("option read_only must be 'true' or 'false'"), "{bad}");
    assert!(mock.take_journal().is_empty());
}

#[test]
fn wrong_statements_send_no_request() {
    let mock = crate::mock();
    let server = server(&mock);
    let cases: &[Refused] = &[
        // Objects and statements.
        ("jwks", Insert, &[("kid text", "k")], "jwks: this table is read-only, because the API cannot change its rows"),
        ("billing_plans", Delete("p"), &[], "billing_plans: this table is read-only"),
        (
            "redirect_urls",
            Update("r"),
            &[("url text", "app://x")],
            "redirect_urls: UPDATE is not possible; the API allows INSERT, DELETE",
        ),
        ("sign_ups", Insert, &[("external_id text", "x")], "sign_ups: INSERT is not possible; the API allows UPDATE"),
        ("role_sets", Delete("r"), &[], "role_sets: DELETE is not possible; the API allows INSERT, UPDATE"),
        (
            "trusted_devices",
            Insert,
            &[("id text", "x")],
            "trusted_devices: INSERT is not possible; the API allows DELETE",
        ),
        // Columns.
        ("users", Update("u"), &[("first_nam text", "a")], "object users has no column \"first_nam\"; "),
        ("users", Insert, &[("first_nam text", "a")], "object users has no column \"first_nam\"; "),
        (
            "users",
            Update("u"),
            &[("updated_at timestamptz", "2026-01-01")],
            "users: UPDATE cannot set column updated_at; it can set: external_id, ",
        ),
        ("users", Insert, &[("image_url text", "x")], "users: INSERT cannot set column image_url; it can set: "),
        (
            "users",
            Update("u"),
            &[("primary_email_address text", "x")],
            "users: UPDATE cannot set column primary_email_",
        ),
        (
            "invitations",
            Update("i"),
            &[("attrs jsonb", "{}")],
            "invitations: UPDATE cannot set column attrs; it can set: status, revoked",
        ),
        (
            "billing_subscription_items",
            Update("i"),
            &[("attrs jsonb", "{}")],
            "billing_subscription_items: UPDATE cannot set column attrs; it can set: extend_trial_to, ",
        ),
        (
            "organization_memberships",
            Update("o/u"),
            &[("public_metadata jsonb", "{}")],
            "organization_memberships: UPDATE cannot set column public_metadata; it can set: ",
        ),
        // Values.
        (
            "users",
            Update("u"),
            &[("first_name bigint", "1")],
            "column users.first_name accepts a text, but its value of type bigint cannot be sent as one",
        ),
        (
            "users",
            Update("u"),
            &[("delete_self_enabled text", "yes")],
            "column users.delete_self_enabled accepts a boolean, but its value of type text cannot be sent as one",
        ),
        (
            "users",
            Update("u"),
            &[("create_organizations_limit numeric", "1.5")],
            "column users.create_organizations_limit accepts a whole number, but its value of type double ",
        ),
        ("users", Update("u"), &[("created_at boolean", "true")], "column users.created_at accepts a time, "),
        ("users", Insert, &[("backup_codes text", "abc")], "column users.backup_codes accepts a JSON array or "),
        ("users", Update("u"), &[("attrs jsonb", "[1]")], "column users.attrs accepts a JSON object, but "),
        ("users", Insert, &[("attrs text", "{x")], "column users.attrs accepts a JSON object, but its "),
        (
            "users",
            Update("u"),
            &[("first_name \"char\"", "1")],
            "column users.first_name accepts a text, but its value of type \"char\" cannot be sent as one",
        ),
        ("users", Update("u"), &[("public_metadata jsonb", "3")], "column users.public_metadata accepts a JSON "),
        ("users", Update("u"), &[("password_digest text", NULL)], "column users.password_digest cannot be set to NULL"),
        ("users", Update("u"), &[("attrs jsonb", NULL)], "column users.attrs cannot be set to NULL"),
        (
            "machines",
            Update("m"),
            &[("remove_machine_id text", NULL)],
            "column machines.remove_machine_id cannot be set to NULL",
        ),
        (
            "machines",
            Update("m"),
            &[("remove_machine_id text", "")],
            "column machines.remove_machine_id is part of a URL, so it must not be empty, '.' or '..'",
        ),
        // Verbs.
        ("users", Update("u"), &[("banned boolean", NULL)], "column users.banned can only be set to true or false"),
        (
            "users",
            Update("u"),
            &[("totp_enabled boolean", "true")],
            "column users.totp_enabled can only be set to false",
        ),
        (
            "users",
            Update("u"),
            &[("password_enabled boolean", "true")],
            "column users.password_enabled can only be set to false",
        ),
        (
            "invitations",
            Update("i"),
            &[("revoked boolean", "false")],
            "column invitations.revoked can only be set to true",
        ),
        (
            "invitations",
            Update("i"),
            &[("status text", "accepted")],
            "column invitations.status can only be set to 'revoked'",
        ),
        (
            "waitlist_entries",
            Update("w"),
            &[("status text", "pending")],
            "column waitlist_entries.status can only be set to 'invited' or 'rejected'",
        ),
        (
            "billing_subscription_items",
            Update("i"),
            &[("status text", "active")],
            "column billing_subscription_items.status can only be set to 'canceled' or 'ended'",
        ),
        (
            "users",
            Update("u"),
            &[("revoke_all_sessions boolean", "true")],
            "column users.revoke_all_sessions can only be set together with password_compromised = true",
        ),
        (
            "users",
            Update("u"),
            &[("revoke_all_sessions boolean", "true"), ("password_compromised boolean", "false")],
            "column users.revoke_all_sessions can only be set together with password_compromised = true",
        ),
        (
            "api_keys",
            Update("k"),
            &[("revocation_reason text", "lost")],
            "column api_keys.revocation_reason can only be set together with revoked = true",
        ),
        // Missing columns.
        ("organizations", Insert, &[("slug text", "s")], "organizations: this INSERT must also set: name"),
        (
            "organization_memberships",
            Insert,
            &[("role text", "org:admin")],
            "organization_memberships: this INSERT must also set: organization_id, user_id",
        ),
        (
            "organization_memberships",
            Insert,
            &[("attrs jsonb", "{}")],
            "organization_memberships: this INSERT must also set: organization_id",
        ),
        ("jwt_templates", Update("j"), &[("name text", "n")], "jwt_templates: this UPDATE must also set: claims"),
        (
            "role_sets",
            Update("r"),
            &[("remove_role_key text", "k")],
            "role_sets: this UPDATE must also set: replacement_role_key",
        ),
        (
            "users",
            Insert,
            &[("first_name text", NULL), ("attrs jsonb", NULL)],
            "users: this INSERT sets no column to a value, so there is nothing to do",
        ),
        // Contradictions.
        (
            "users",
            Update("u"),
            &[("public_metadata jsonb", "{}"), ("public_metadata_a text", "x")],
            "users: a statement cannot set both public_metadata and public_metadata_a",
        ),
        (
            "users",
            Insert,
            &[("public_metadata jsonb", "{}"), ("public_metadata_a text", "x")],
            "users: a statement cannot set both public_metadata and public_metadata_a",
        ),
        // Row ids.
        (
            "users",
            Update(""),
            &[("first_name text", "a")],
            "users: the row id, id, must not be empty, '.' or '..', and must not contain control characters",
        ),
        (
            "users",
            Delete(""),
            &[],
            "users: the row id, id, must not be empty, '.' or '..', and must not contain control characters",
        ),
        (
            "users",
            Delete("."),
            &[],
            "users: the row id, id, must not be empty, '.' or '..', and must not contain control characters",
        ),
        (
            "users",
            Delete(".."),
            &[],
            "users: the row id, id, must not be empty, '.' or '..', and must not contain control characters",
        ),
        (
            "organization_memberships",
            Delete("mem_1"),
            &[],
            "organization_memberships: the row id must have the form <organization_id>/<user_id>",
        ),
        (
            "organization_memberships",
            Delete("org_1/"),
            &[],
            "organization_memberships: the row id must have the form <organization_id>/<user_id>",
        ),
        (
            "organization_memberships",
            Update("org_1/user_1/x"),
            &[("role text", "org:admin")],
            "organization_memberships: the row id must have the form <organization_id>/<user_id>",
        ),
    ];
    for (object, write, columns, want) in cases {
        let error = error(&server, object, *write, columns);
        assert!(error.starts_with(want), "{object} {columns:?}:\n{error}\n{want}");
    }
    // Infinity is a time of Postgres that Clerk cannot have.
    let infinity = [(
        wrappers_harness::Column::new("created_at", wrappers_harness::PgType::Timestamptz),
        wrappers_harness::Value::Time(i64::MAX),
    )];
    let infinite = open(&server, "users").expect("a write").update("u", &infinity).expect_err("an error").to_string();
    assert!(infinite.starts_with("column users.created_at accepts a time, but "), "{infinite}");
    assert!(mock.take_journal().is_empty());
}
