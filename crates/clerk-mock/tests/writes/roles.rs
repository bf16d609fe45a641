//! Roles, their permissions, and role sets.

use serde_json::{Value, json};

use crate::{done, get, id, mock, refused, send};

#[test]
fn roles_and_permissions_change_together() {
    let mock = mock();
    let permission = done(&mock, "POST", "/organization_permissions", json!({ "name": "P", "key": "org:p" }));
    let body = json!({ "name": "R", "key": "org:r", "permissions": [id(&permission)] });
    let role = done(&mock, "POST", "/organization_roles", body.clone());
    let target = format!("/organization_roles/{}", id(&role));
    done(&mock, "PATCH", &format!("/organization_permissions/{}", id(&permission)), json!({ "name": "Q" }));
    assert_eq!(get(&mock, &target)["permissions"][0]["name"], "Q");
    let member = format!("{target}/permissions/{}", id(&permission));
    refused(
        &mock,
        vec![
            ("POST", member.clone(), Value::Null, 422, "duplicate_record", ""),
            ("POST", "/organization_roles".into(), body, 422, "form_identifier_exists", "key"),
            (
                "POST",
                "/organization_roles".into(),
                json!({ "name": "R", "key": "r" }),
                422,
                "form_param_format_invalid",
                "key",
            ),
            (
                "PATCH",
                target.clone(),
                json!({ "permissions": ["perm_none"] }),
                404,
                "resource_not_found",
                "permissions",
            ),
        ],
    );
    assert_eq!(done(&mock, "DELETE", &member, Value::Null)["permissions"], json!([]));
    assert_eq!(send(&mock, "DELETE", &member, Value::Null).0, 404);
    done(&mock, "POST", &member, Value::Null);
    done(&mock, "DELETE", &format!("/organization_permissions/{}", id(&permission)), Value::Null);
    assert_eq!(get(&mock, &target)["permissions"], json!([]));

    let mut body = json!({ "name": "S", "key": "role_set:s", "roles": ["org:r"], "default_role_key": "org:r" });
    body["creator_role_key"] = json!("org:r");
    let set = done(&mock, "POST", "/role_sets", body);
    let other = mock.rows("organization_roles")[0]["key"].clone();
    let by_key = "/role_sets/role_set%3As";
    done(&mock, "POST", &format!("{by_key}/roles"), json!({ "role_keys": [other] }));
    done(&mock, "POST", &format!("{by_key}/roles/replace"), json!({ "role_key": "org:r", "to_role_key": other }));
    let after = get(&mock, &format!("/role_sets/{}", id(&set)));
    assert_eq!((after["roles"].as_array().map(Vec::len), &after["default_role"]["key"]), (Some(1), &other));
    let destination = mock.rows("role_sets")[0]["key"].clone();
    done(&mock, "POST", &format!("{by_key}/replace"), json!({ "dest_role_set_key": destination }));
    assert_eq!(send(&mock, "GET", &format!("/role_sets/{}", id(&set)), Value::Null).0, 404);
    let member = json!({ "user_id": id(&mock.rows("users")[0]), "role": "org:r" });
    done(&mock, "POST", &format!("/organizations/{}/memberships", id(&mock.rows("organizations")[9])), member);
    assert_eq!(send(&mock, "DELETE", &target, Value::Null).1["errors"][0]["code"], "role_assigned_to_members");
}
