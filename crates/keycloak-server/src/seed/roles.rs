//! Roles of the realm and of clients.

use serde_json::{Value, json};

use super::random;

/// Role that every user has whom Keycloak itself would have created.
pub(super) const DEFAULT: &str = "default-roles-acme";

/// Roles of the realm with characters that are special in a path, a query or SQL, and two that differ only in case.
pub(super) const SPECIAL: &[&str] = &[
    "role with space",
    "50%",
    "sl/ash",
    "o'brien",
    "emoji 🚀",
    "Upper",
    "upper",
    "under_score",
    "a+b&c",
    "dot.ted",
    "what?#now",
];

/// Roles of the realm that some user or group has.
const PLAIN: &[(&str, &str)] = &[
    ("admin", "May do everything in the application"),
    ("auditor", "May read what others did"),
    ("editor", "May change documents"),
    ("employee", "Everybody who works here"),
    ("team-member", "Everybody in a team"),
    ("viewer", "May read documents"),
];

/// The roles of the realm and of its clients, as in its import.
pub(super) fn json() -> Value {
    let mut realm: Vec<Value> = PLAIN.iter().map(|(name, description)| role(name, Some(description))).collect();
    realm.extend(SPECIAL.iter().map(|name| role(name, None)));
    realm[0]["attributes"] = json!({ "risk": ["high"], "approvers": ["ada", "grace"] });
    realm.push(composite("manager", json!({ "realm": ["editor", "viewer"], "client": { "app": ["read", "write"] } })));
    realm.push(composite(
        "director",
        json!({ "realm": ["manager", "auditor"], "client": {
        "account": ["view-profile"], "realm-management": ["view-users"],
    } }),
    ));
    let client = |id: &str, names: &[&str]| -> Vec<Value> {
        names.iter().map(|name| with_id(&format!("{id}:{name}"), name, Some("A role of a client"))).collect()
    };
    let mut app = client("app", &["read", "write", "sl/ash", "50% off", "Grüße"]);
    app.push(with_id("app:all", "all", None));
    app[5]["composite"] = json!(true);
    app[5]["composites"] = json!({ "client": { "app": ["read", "write"] } });
    json!({ "realm": realm, "client": { "app": app, "batch": client("batch", &["run", "cancel"]) } })
}

fn role(name: &str, description: Option<&str>) -> Value {
    with_id(name, name, description)
}

fn with_id(key: &str, name: &str, description: Option<&str>) -> Value {
    let mut role = json!({ "id": random::id("role", key), "name": name });
    if let Some(description) = description {
        role["description"] = json!(description);
    }
    role
}

fn composite(name: &str, composites: Value) -> Value {
    let mut role = role(name, Some("A role that contains others"));
    role["composite"] = json!(true);
    role["composites"] = composites;
    role
}
