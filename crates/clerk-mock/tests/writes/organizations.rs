//! Organizations, their members and invitations.

use clerk_mock::Mock;
use serde_json::{Value, json};

use crate::{done, find, get, id, mock, refused};

/// Creates an organization, whose admin is the first user. Returns its URL path.
fn new_organization(mock: &Mock) -> String {
    let creator = mock.rows("users")[0]["id"].clone();
    let body = json!({ "name": "New Ltd.", "slug": "new-ltd", "created_by": creator });
    format!("/organizations/{}", id(&done(mock, "POST", "/organizations", body)))
}

/// The memberships of an organization, and the number of members that it shows.
fn members(mock: &Mock, organization: &str) -> (Vec<Value>, Value) {
    let memberships = get(mock, &format!("{organization}/memberships"))["data"].as_array().cloned();
    let count = get(mock, &format!("{organization}?include_members_count=true"))["members_count"].clone();
    (memberships.unwrap_or_default(), count)
}

#[test]
fn members_join_change_and_leave() {
    let mock = mock();
    let organization = new_organization(&mock);
    let users = mock.rows("users");
    let member = id(&users[1]);
    let (memberships, count) = members(&mock, &organization);
    assert_eq!((memberships.len(), &memberships[0]["role"], count), (1, &json!("org:admin"), json!(1)));
    let join = json!({ "user_id": member, "role": "org:member", "public_metadata": { "a": 1 } });
    done(&mock, "POST", &format!("{organization}/memberships"), join.clone());
    assert_eq!((members(&mock, &organization).0.len(), members(&mock, &organization).1), (2, json!(2)));
    let filter = format!("organization_id={}", organization.trim_start_matches("/organizations/"));
    assert_eq!(get(&mock, &format!("/users/count?{filter}"))["total_count"], 2);

    let membership = format!("{organization}/memberships/{member}");
    done(&mock, "PATCH", &membership, json!({ "role": "org:admin" }));
    done(&mock, "PATCH", &format!("{membership}/metadata"), json!({ "public_metadata": { "b": 2 } }));
    done(&mock, "PATCH", &organization, json!({ "slug": "newer" }));
    let (memberships, _) = members(&mock, &organization);
    let row = find(&memberships, |row| row["public_user_data"]["user_id"] == member);
    assert_eq!([&row["role_name"], &row["public_metadata"]], [&json!("Admin"), &json!({ "a": 1, "b": 2 })]);
    assert_eq!(row["organization"]["slug"], "newer");

    let target = format!("{organization}/memberships");
    let other_role = json!({ "user_id": member, "role": "org:none" });
    refused(
        &mock,
        vec![
            ("POST", target.clone(), join.clone(), 422, "duplicate_record", "user_id"),
            ("POST", target, other_role, 404, "resource_not_found", "role"),
            ("POST", "/organizations/org_none/memberships".into(), join, 404, "resource_not_found", ""),
        ],
    );
    done(&mock, "DELETE", &membership, Value::Null);
    assert_eq!((members(&mock, &organization).0.len(), members(&mock, &organization).1), (1, json!(1)));
}

#[test]
fn invitations_are_sent_and_revoked() {
    let mock = mock();
    let organization = new_organization(&mock);
    let users = mock.rows("users");
    let invite = |inviter: &Value| {
        let mut body = json!({ "email_address": "x@example.com", "role": "org:member" });
        body["inviter_user_id"] = inviter["id"].clone();
        body
    };
    let target = format!("{organization}/invitations");
    let invitation = done(&mock, "POST", &target, invite(&users[0]));
    assert_eq!([&invitation["status"], &invitation["inviter_id"]], [&json!("pending"), &users[0]["id"]]);
    assert_eq!(get(&mock, &organization)["pending_invitations_count"], 1);
    let revoke = format!("{target}/{}/revoke", id(&invitation));
    refused(
        &mock,
        vec![
            ("POST", target.clone(), invite(&users[0]), 422, "duplicate_record", "email_address"),
            ("POST", target, invite(&users[1]), 403, "not_an_admin_in_organization", ""),
        ],
    );
    assert_eq!(done(&mock, "POST", &revoke, Value::Null)["status"], "revoked");
    assert_eq!(get(&mock, &organization)["pending_invitations_count"], 0);
    refused(&mock, vec![("POST", revoke, json!({}), 400, "organization_invitation_not_pending", "")]);
}

#[test]
fn organizations_are_refused() {
    let mock = mock();
    let organization = new_organization(&mock);
    let all = || "/organizations".to_owned();
    let (taken, invalid) = (json!({ "name": "X", "slug": "new-ltd" }), json!({ "name": "X", "slug": "No Slug" }));
    let metadata = json!({ "private_metadata": {} });
    refused(
        &mock,
        vec![
            ("POST", all(), taken, 422, "form_identifier_exists", "slug"),
            ("POST", all(), invalid, 422, "form_param_format_invalid", "slug"),
            ("POST", all(), json!({ "name": "X", "created_by": "user_1" }), 404, "resource_not_found", "created_by"),
            ("PATCH", organization, metadata, 422, "form_param_unknown", "private_metadata"),
        ],
    );
}

#[test]
fn what_is_deleted_leaves_nothing() {
    let mock = mock();
    let memberships = mock.rows("organization_memberships").len();
    let organization = new_organization(&mock);
    let invite = json!({ "email_address": "x@example.com", "role": "org:member" });
    let invitation = done(&mock, "POST", &format!("{organization}/invitations"), invite);
    done(&mock, "DELETE", &organization, Value::Null);
    assert_eq!(mock.rows("organization_memberships").len(), memberships);
    assert!(!mock.rows("organization_invitations").iter().any(|row| row["id"] == invitation["id"]));
    // A generated user leaves its organizations when it is deleted.
    let rows = mock.rows("organization_memberships");
    let user = rows[0]["public_user_data"]["user_id"].clone();
    let organization = format!("/organizations/{}", id(&rows[0]["organization"]));
    let before = members(&mock, &organization).1.as_i64();
    done(&mock, "DELETE", &format!("/users/{}", user.as_str().expect("an id")), Value::Null);
    assert_eq!(members(&mock, &organization).1.as_i64(), before.map(|count| count - 1));
    assert!(!mock.rows("organization_memberships").iter().any(|row| row["public_user_data"]["user_id"] == user));
}
