//! Lists whose rows are created, changed and deleted, and settings.

use clerk_mock::Mock;
use serde_json::{Value, json};

use crate::{done, find, get, id, mock, send};

/// A list, its endpoint, the body that creates a row, and the body that changes it, or null.
type Case = (&'static str, String, Value, Value);

fn cases(mock: &Mock) -> Vec<Case> {
    let first = |list: &str| id(&mock.rows(list)[0]).to_owned();
    let (role, connection, user) = (first("organization_roles"), first("enterprise_connections"), first("users"));
    let mappings = format!("/directories/{}/group_role_mappings", first("directories"));
    let domains = format!("/organizations/{}/domains", first("organizations"));
    let own = |list: &'static str, body: Value, change: Value| (list, format!("/{list}"), body, change);
    let directory = json!({ "enterprise_connection_id": connection, "provider": "okta" });
    let mapping = json!({ "directory_group_id": "g", "role_id": role });
    let saml = json!({ "name": "S", "provider": "saml_okta", "domain": "s.example.com" });
    let enterprise = json!({ "name": "E", "provider": "oidc_custom", "domains": ["e.example.com"] });
    let jwt = json!({ "name": "J", "claims": { "a": 1 } });
    let satellite = json!({ "name": "s.example.com", "is_satellite": true });
    let proxy = json!({ "proxy_url": "https://p.example.com" });
    let (domain, mode) = (json!({ "name": "new.example.com" }), json!({ "enrollment_mode": "enterprise_sso" }));
    vec![
        own("redirect_urls", json!({ "url": "app://x" }), Value::Null),
        own("allowlist_identifiers", json!({ "identifier": "a@example.com" }), Value::Null),
        own("blocklist_identifiers", json!({ "identifier": "+15550009" }), Value::Null),
        own("jwt_templates", jwt, json!({ "name": "K", "claims": { "b": 2 } })),
        own("domains", satellite, proxy),
        own("oauth_applications", json!({ "name": "O" }), json!({ "scopes": "email" })),
        own("saml_connections", saml, json!({ "active": true })),
        own("enterprise_connections", enterprise, json!({ "custom_attributes": [] })),
        own("machines", json!({ "name": "M" }), json!({ "default_token_ttl": 60 })),
        own("api_keys", json!({ "name": "A", "subject": user }), json!({ "scopes": ["read"] })),
        own("directories", directory.clone(), json!({ "enabled": false })),
        own("scim_directories", directory, json!({ "name": "D" })),
        ("directory_group_role_mappings", mappings, mapping, Value::Null),
        ("organization_domains", domains, domain, mode),
        own("waitlist_entries", json!({ "email_address": "w@example.com" }), Value::Null),
    ]
}

/// Checks that a row has these attributes, except that secrets are in the response to the request only.
fn check(row: &Value, attributes: &Value, what: &str) {
    for (name, value) in attributes.as_object().expect("an object") {
        let is_secret = ["api_key", "secret", "secret_key", "client_secret"].contains(&name.as_str());
        assert_eq!(row.get(name) == Some(value), !is_secret, "{what}: {name}");
    }
}

#[test]
fn rows_are_created_changed_and_deleted() {
    let mock = mock();
    for (list, endpoint, body, change) in cases(&mock) {
        let before = mock.rows(list);
        let created = done(&mock, "POST", &endpoint, body);
        let rows = mock.rows(list);
        assert_eq!((rows.len(), &rows[..before.len()]), (before.len() + 1, &before[..]), "{list}");
        check(&rows[before.len()], &created, list);
        let target = format!("{endpoint}/{}", id(&created));
        if !change.is_null() {
            done(&mock, "PATCH", &target, change.clone());
            check(&mock.rows(list)[before.len()], &change, list);
        }
        let deleted = done(&mock, "DELETE", &target, Value::Null);
        assert_eq!(deleted, json!({ "object": created["object"], "id": created["id"], "deleted": true }), "{list}");
        assert_eq!(mock.rows(list), before, "{list}");
        assert_eq!(send(&mock, "DELETE", &target, Value::Null).0, 404, "{list}");
    }
}

#[test]
fn settings_are_read_as_written() {
    let mock = mock();
    for (target, body) in [
        ("/instance/communication", json!({ "blocked_country_codes": ["XX"] })),
        ("/instance/protect", json!({ "rules_enabled": false })),
        ("/instance/oauth_application_settings", json!({ "default_scopes": ["email"] })),
        ("/instance/organization_settings", json!({ "max_allowed_memberships": 9 })),
    ] {
        let response = done(&mock, "PATCH", target, body.clone());
        assert_eq!(get(&mock, target), response);
        for (name, value) in body.as_object().expect("an object") {
            assert_eq!(response[name], *value, "{target}");
        }
    }
    let restrictions = done(&mock, "PATCH", "/instance/restrictions", json!({ "allowlist": true }));
    assert_eq!([&restrictions["allowlist"], &restrictions["blocklist"]], [true, false]);
    let (status, body) = send(&mock, "PATCH", "/instance", json!({ "allowed_origins": ["https://a.example.com"] }));
    assert_eq!((status, body), (204, Value::Null));
    assert_eq!(get(&mock, "/instance")["allowed_origins"], json!(["https://a.example.com"]));
    let templates = mock.rows("templates");
    let template = find(&templates, |row| row["template_type"] == "email");
    let target = format!("/templates/email/{}", template["slug"].as_str().expect("a slug").replace(' ', "%20"));
    let changed = done(&mock, "PUT", &target, json!({ "body": "Hello" }));
    assert_eq!([&changed["body"], &changed["can_revert"]], [&json!("Hello"), &json!(true)]);
    assert_ne!(done(&mock, "POST", &format!("{target}/revert"), Value::Null)["body"], "Hello");
}
