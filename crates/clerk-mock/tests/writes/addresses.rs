//! E-mail addresses and phone numbers.

use serde_json::{Value, json};

use crate::{done, get, id, mock, refused};

#[test]
fn addresses_belong_to_users() {
    let mock = mock();
    let user = done(&mock, "POST", "/users", json!({ "username": "x" }));
    let target = format!("/users/{}", id(&user));
    let add = |address: &str, more: Value| {
        let mut body = json!({ "user_id": id(&user), "email_address": address });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        done(&mock, "POST", "/email_addresses", body)
    };
    let first = add("first@example.com", json!({ "verified": true }));
    let second = add("second@example.com", json!({}));
    assert_eq!(get(&mock, &target)["primary_email_address_id"], first["id"], "the first one is the primary one");
    let second = format!("/email_addresses/{}", id(&second));
    let primary = json!({ "primary": true });
    refused(
        &mock,
        vec![
            ("PATCH", second.clone(), primary.clone(), 400, "primary_must_be_verified", ""),
            (
                "POST",
                "/email_addresses".into(),
                json!({ "user_id": id(&user), "email_address": "FIRST@example.com" }),
                422,
                "form_identifier_exists",
                "email_address",
            ),
            (
                "POST",
                "/email_addresses".into(),
                json!({ "user_id": "user_none", "email_address": "a@example.com" }),
                404,
                "resource_not_found",
                "user_id",
            ),
            (
                "POST",
                "/phone_numbers".into(),
                json!({ "user_id": id(&user), "phone_number": "555" }),
                422,
                "form_param_format_invalid",
                "phone_number",
            ),
            ("DELETE", "/email_addresses/idn_none".into(), Value::Null, 404, "resource_not_found", ""),
        ],
    );
    done(&mock, "PATCH", &second, json!({ "verified": true, "primary": true }));
    assert_eq!(get(&mock, &second)["verification"]["status"], "verified");
    assert_eq!(get(&mock, "/users?email_address=second@example.com")[0]["id"], user["id"]);
    done(&mock, "DELETE", &second, Value::Null);
    let after = get(&mock, &target);
    assert_eq!((&after["primary_email_address_id"], &after["email_addresses"]), (&first["id"], &json!([first])));
    assert_eq!(get(&mock, "/users/count?email_address=second@example.com")["total_count"], 0);
}

#[test]
fn addresses_of_generated_users_are_deleted() {
    let mock = mock();
    let generated = mock.rows("users")[0].clone();
    let email = generated["email_addresses"][0]["id"].clone();
    done(&mock, "DELETE", &format!("/email_addresses/{}", email.as_str().expect("an id")), Value::Null);
    assert!(!mock.rows("users")[0]["email_addresses"].to_string().contains(email.as_str().expect("an id")));
}
