//! Writes that need an object in a certain state, and billing credits.

use serde_json::{Value, json};

use crate::{done, find, get, id, mock, refused, send};

#[test]
fn verbs_need_a_state() {
    let mock = mock();
    let with = |list: &str, attribute: &str, value: Value| {
        let rows = mock.rows(list);
        id(find(&rows, |row| row[attribute] == value)).to_owned()
    };
    let invitation = |status: &str| format!("/invitations/{}/revoke", with("invitations", "status", json!(status)));
    let entry = |status: &str| format!("/waitlist_entries/{}", with("waitlist_entries", "status", json!(status)));
    let session = |status: &str| format!("/sessions/{}/revoke", with("sessions", "status", json!(status)));
    let item = |status: &str| {
        format!("/billing/subscription_items/{}", with("billing_subscription_items", "status", json!(status)))
    };
    let token = |revoked: bool| format!("/m2m_tokens/{}/revoke", with("m2m_tokens", "revoked", json!(revoked)));
    let primary = format!("/domains/{}", with("domains", "is_satellite", json!(false)));
    refused(
        &mock,
        vec![
            ("POST", invitation("accepted"), Value::Null, 400, "invitation_not_pending", ""),
            ("POST", format!("{}/invite", entry("rejected")), json!({}), 409, "waitlist_entry_not_pending", ""),
            ("POST", format!("{}/reject", entry("completed")), Value::Null, 409, "waitlist_entry_not_pending", ""),
            ("DELETE", entry("invited"), Value::Null, 409, "waitlist_entry_not_pending", ""),
            ("POST", session("ended"), Value::Null, 400, "session_not_active", ""),
            ("DELETE", item("ended"), Value::Null, 400, "subscription_item_not_active", ""),
            ("POST", token(true), json!({}), 400, "already_revoked", ""),
            ("DELETE", primary, Value::Null, 403, "operation_not_allowed_on_primary_domain", ""),
        ],
    );
    let invited = done(&mock, "POST", &format!("{}/invite", entry("pending")), Value::Null);
    assert_eq!(invited["status"], "invited");
    let revoked = done(&mock, "POST", &invitation("pending"), Value::Null);
    assert_eq!([&revoked["status"], &revoked["revoked"]], [&json!("revoked"), &json!(true)]);
    assert_eq!(done(&mock, "POST", &session("active"), Value::Null)["status"], "revoked");
    assert_eq!(done(&mock, "POST", &token(false), json!({ "revocation_reason": "lost" }))["revocation_reason"], "lost");
    let items = [item("active"), item("past_due")];
    assert_eq!(done(&mock, "DELETE", &items[0], Value::Null)["status"], "canceled");
    assert_eq!(done(&mock, "DELETE", &format!("{}?end_now=true", items[1]), Value::Null)["status"], "ended");
}

#[test]
fn credits_are_adjusted_once_for_each_key() {
    let mock = mock();
    let user = mock.parents("user_billing_credits")[0].clone();
    let target = format!("/users/{user}/billing/credits");
    let balance = || get(&mock, &target)["balance"]["amount"].as_i64().unwrap_or(0);
    let before = balance();
    let body = json!({ "amount": 500, "action": "increase", "idempotency_key": "k", "note": "welcome" });
    let entry = done(&mock, "POST", &target, body.clone());
    assert_eq!((done(&mock, "POST", &target, body), balance()), (entry, before + 500));
    let decrease = json!({ "amount": 200, "action": "decrease", "idempotency_key": "l" });
    done(&mock, "POST", &target, decrease);
    assert_eq!(balance(), before + 300);
    let too_much = json!({ "amount": 999_999, "action": "decrease", "idempotency_key": "m" });
    assert_eq!(send(&mock, "POST", &target, too_much).0, 409);
    // A user without credits gets a row.
    let user = id(mock.rows("users").last().expect("a user")).to_owned();
    let target = format!("/users/{user}/billing/credits");
    assert_eq!(send(&mock, "GET", &target, Value::Null).0, 404);
    done(&mock, "POST", &target, json!({ "amount": 5, "action": "increase", "idempotency_key": "k" }));
    assert_eq!(get(&mock, &target)["balance"]["amount"], 5);
}
