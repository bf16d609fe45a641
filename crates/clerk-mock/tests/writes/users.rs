//! Users.

use serde_json::{Value, json};

use crate::{done, find, get, id, mock, refused, send};

#[test]
fn created_users_are_read_by_every_endpoint() {
    let mock = mock();
    let before = mock.rows("users");
    let user = done(
        &mock,
        "POST",
        "/users",
        json!({
            "external_id": "crm-1", "first_name": "Ada", "last_name": null, "username": "adal",
            "email_address": ["ada@example.com", "a.l@example.com"], "phone_number": ["+15550001111"],
            "email_address_identification_status": ["verified", "reserved"], "password": "a long password",
            "public_metadata": { "plan": "pro" }, "created_at": "2020-01-02T03:04:05Z", "locked": true,
        }),
    );
    let target = format!("/users/{}", id(&user));
    assert_eq!(get(&mock, &target), user);
    assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"]);
    assert_eq!(user["email_addresses"][1]["reserved"], true);
    assert_eq!([&user["locked"], &user["banned"], &user["password_enabled"]], [true, false, true]);
    assert_eq!(user["created_at"], 1_577_934_245_000_i64);
    assert!(user.get("password").is_none());
    for filter in [
        "external_id=crm-1",
        "email_address=a.l@example.com",
        "phone_number=%2B15550001111",
        "username=adal",
        "query=ada@example",
        "created_at_before=1600000000000",
    ] {
        assert_eq!(get(&mock, &format!("/users?{filter}"))[0]["id"], user["id"], "{filter}");
        assert_eq!(get(&mock, &format!("/users/count?{filter}"))["total_count"], 1, "{filter}");
    }
    assert_eq!(get(&mock, "/users?order_by=created_at&limit=1")[0]["id"], user["id"], "the user is the oldest");
    let email = get(&mock, &format!("/email_addresses/{}", id(&user["email_addresses"][1])));
    assert_eq!(email["email_address"], "a.l@example.com");
    // Nothing else has changed.
    let after = mock.rows("users");
    assert_eq!((&after[..200], &after[200]), (&before[..], &user));
    done(&mock, "DELETE", &target, Value::Null);
    assert_eq!(send(&mock, "GET", &target, Value::Null).0, 404);
    assert_eq!(mock.rows("users"), before);
}

#[test]
fn times_of_writes_are_after_all_others_and_repeatable() {
    let write = || {
        let mock = mock();
        let body = json!({ "name": "New", "slug": "new" });
        let organization = done(&mock, "POST", "/organizations", body);
        let changed =
            done(&mock, "PATCH", &format!("/organizations/{}", id(&organization)), json!({ "name": "Newer" }));
        assert!(changed["updated_at"].as_i64() > organization["updated_at"].as_i64());
        let users = mock.rows("users");
        let times = users.iter().flat_map(|user| [user["updated_at"].as_i64(), user["last_active_at"].as_i64()]);
        assert!(organization["created_at"].as_i64() > times.max().flatten());
        mock.rows("organizations")
    };
    assert_eq!(write(), write());
}

#[test]
fn users_change() {
    let mock = mock();
    let users = mock.rows("users");
    let user = find(&users, |user| user["banned"] == false && user["password_enabled"] == true);
    let target = format!("/users/{}", id(user));
    let change = |method: &str, path: &str, body: Value| {
        done(&mock, method, &format!("{target}{path}"), body);
        get(&mock, &target)
    };
    let after = change("PATCH", "", json!({ "first_name": "Augusta", "username": null, "bypass_client_trust": null }));
    assert_eq!([&after["first_name"], &after["username"]], [&json!("Augusta"), &Value::Null]);
    assert_eq!(after["bypass_client_trust"], false, "null is not given");
    let members = get(&mock, &format!("{target}/organization_memberships"));
    assert_eq!(members["data"][0]["public_user_data"]["first_name"], "Augusta");

    let after = change("PUT", "/metadata", json!({ "public_metadata": { "a": { "b": 1, "c": 2 }, "d": 3 } }));
    assert_eq!(after["public_metadata"], json!({ "a": { "b": 1, "c": 2 }, "d": 3 }));
    assert_eq!(after["private_metadata"], user["private_metadata"]);
    let merged = json!({ "public_metadata": { "a": { "b": null, "e": { "f": 4, "g": null } }, "d": null } });
    assert_eq!(change("PATCH", "/metadata", merged)["public_metadata"], json!({ "a": { "c": 2, "e": { "f": 4 } } }));

    let session = done(&mock, "POST", "/sessions", json!({ "user_id": id(user) }));
    assert_eq!(change("POST", "/ban", Value::Null)["banned"], true);
    let sessions = get(&mock, &format!("/sessions?user_id={}&limit=500", id(user)));
    let banned = find(sessions.as_array().expect("sessions"), |row| row["id"] == session["id"]);
    assert_eq!(banned["status"], "revoked");
    assert_eq!(change("POST", "/unban", Value::Null)["banned"], false);
    assert_eq!(change("POST", "/lock", Value::Null)["locked"], true);
    assert_eq!(change("POST", "/unlock", Value::Null)["locked"], false);
    let after = change("POST", "/remove_password", Value::Null);
    assert_eq!([&after["password_enabled"], &after["password_last_updated_at"]], [&json!(false), &Value::Null]);
    let after = change("PATCH", "", json!({ "password": "another password", "totp_secret": "secret" }));
    assert_eq!([&after["password_enabled"], &after["two_factor_enabled"]], [true, true]);
    assert_eq!(after["password_last_updated_at"], after["updated_at"]);
    assert_eq!(change("DELETE", "/mfa", Value::Null)["two_factor_enabled"], false);

    let with_passkey = find(&users, |user| user["passkeys"][0].is_object());
    let passkeys = format!("/users/{}/passkeys/{}", id(with_passkey), id(&with_passkey["passkeys"][0]));
    assert_eq!(done(&mock, "DELETE", &passkeys, Value::Null)["deleted"], true);
    assert_eq!(get(&mock, &format!("/users/{}", id(with_passkey)))["passkeys"], json!([]));
}

#[test]
fn users_are_refused() {
    let mock = mock();
    let users = mock.rows("users");
    let (one, other) = (&users[0], find(&users[1..], |user| user["external_id"].is_string()));
    let taken = &find(&users, |user| user["primary_email_address_id"].is_string())["email_addresses"];
    let taken = taken.as_array().and_then(|all| all.last()).expect("an address")["email_address"].clone();
    let target = format!("/users/{}", id(one));
    let text = |value: &str| json!(value);
    refused(
        &mock,
        vec![
            (
                "POST",
                "/users".into(),
                json!({ "email_address": [taken] }),
                422,
                "form_identifier_exists",
                "email_address",
            ),
            (
                "PATCH",
                target.clone(),
                json!({ "external_id": other["external_id"] }),
                422,
                "form_identifier_exists",
                "external_id",
            ),
            ("PATCH", target.clone(), json!({ "public_metadata": {} }), 422, "form_param_unknown", "public_metadata"),
            ("PATCH", target.clone(), json!({ "created_at": 1 }), 422, "form_param_format_invalid", "created_at"),
            (
                "PATCH",
                target.clone(),
                json!({ "primary_email_address_id": "idn_1" }),
                404,
                "resource_not_found",
                "primary_email_address_id",
            ),
            ("POST", "/users".into(), json!({ "password_digest": "x" }), 422, "form_param_missing", "password_hasher"),
            ("POST", "/users".into(), json!([1]), 400, "request_body_invalid", ""),
            ("POST", "/users".into(), text("x"), 400, "request_body_invalid", ""),
            ("PATCH", "/users/user_none".into(), json!({}), 404, "resource_not_found", ""),
            ("POST", format!("{target}/unheard_of"), json!({}), 404, "resource_not_found", ""),
            ("PUT", target.clone(), json!({}), 404, "resource_not_found", ""),
        ],
    );
    let (_, response) = send(&mock, "PATCH", &target, json!({ "public_metadata": {} }));
    assert!(response.to_string().contains("PATCH /users/{user_id}/metadata"));
    // The mock repeats a password that is too short, so that tests can see that the component removes it.
    let (status, response) = send(&mock, "PATCH", &target, json!({ "password": "s3cr3t" }));
    assert_eq!((status, &response["errors"][0]["code"]), (422, &json!("form_password_length_too_short")));
    assert!(response["errors"][0]["long_message"].as_str().is_some_and(|message| message.contains("s3cr3t")));
    assert_eq!(mock.rows("users"), users);
}
