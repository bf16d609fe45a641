//! Clients of the realm, and the accounts of those that have one.

use serde_json::{Value, json};

use super::random;

/// Public client through which users log in with a password.
pub const APP: &str = "app";

/// Confidential client that may change users.
pub const BATCH: &str = "batch";

/// Confidential client of the realm whose account may view all that the component reads.
pub const FDW: &str = "fdw";

/// Secret of [`FDW`].
pub const FDW_SECRET: &str = "fdw-secret-3f1c0a7e5b";

/// Confidential client like [`FDW`] that may not view events and organizations.
pub const FDW_POOR: &str = "fdw-poor";

/// Secret of [`FDW_POOR`].
pub const FDW_POOR_SECRET: &str = "fdw-poor-secret-9d2e6b4c81";

/// Confidential client of the realm `master` whose account may view all that the component reads in the seeded realm.
pub const FDW_MASTER: &str = "fdw-master";

/// Secret of [`FDW_MASTER`].
pub const FDW_MASTER_SECRET: &str = "fdw-master-secret-70c5d8f2a9";

/// Confidential client whose account may list users, groups and clients, but view none of them.
pub const FDW_BLIND: &str = "fdw-blind";

/// Secret of [`FDW_BLIND`].
pub const FDW_BLIND_SECRET: &str = "fdw-blind-secret-5b0e1d9c37";

/// Secret of [`BATCH`].
pub(super) const BATCH_SECRET: &str = "batch-secret-1a2b3c4d5e";

/// Role that an account needs for organizations, in servers that have it.
pub(super) const VIEW_ORGANIZATIONS: &str = "view-organizations";

/// Roles of the accounts that may view everything.
pub(super) const VIEW_ROLES: &[&str] = &[
    "view-users",
    "view-realm",
    "view-clients",
    "view-identity-providers",
    "view-events",
    "query-users",
    "query-groups",
    "query-clients",
    "query-realms",
    "query-organizations",
    VIEW_ORGANIZATIONS,
];

/// Roles of the account that may not view events and organizations.
pub(super) const POOR_ROLES: &[&str] = &[
    "view-users",
    "view-realm",
    "view-clients",
    "view-identity-providers",
    "query-users",
    "query-groups",
    "query-clients",
    "query-realms",
];

/// Roles of the account that may list, but not view.
pub(super) const BLIND_ROLES: &[&str] = &["view-realm", "query-users", "query-groups", "query-clients"];

/// Ids of clients with characters that are special in a path, a query or SQL.
const SPECIAL: &[&str] =
    &["https://sp.example.com/saml?x=1&y=2", "o'brien client", "100%_client", "sl/ash", "Grüße 🎉"];

/// The clients of the realm, as in its import.
pub(super) fn json() -> Vec<Value> {
    let mut clients = vec![public(), confidential(BATCH, BATCH_SECRET), confidential(FDW, FDW_SECRET)];
    clients.push(confidential(FDW_POOR, FDW_POOR_SECRET));
    clients.push(confidential(FDW_BLIND, FDW_BLIND_SECRET));
    clients.extend(SPECIAL.iter().map(|id| {
        let protocol = if id.starts_with("https") { "saml" } else { "openid-connect" };
        json!({ "id": random::id("client", id), "clientId": id, "protocol": protocol, "enabled": true })
    }));
    clients.push(json!({
        "id": random::id("client", "retired"),
        "clientId": "retired",
        "name": "Retired",
        "enabled": false,
        "bearerOnly": true,
        "notBefore": 1_700_000_000,
    }));
    clients
}

fn public() -> Value {
    json!({
        "id": random::id("client", APP),
        "clientId": APP,
        "name": "Application",
        "description": "What everybody uses: \"100%\" of the time",
        "rootUrl": "https://app.example.com",
        "baseUrl": "/home",
        "redirectUris": ["https://app.example.com/*", "http://localhost:3000/*"],
        "webOrigins": ["https://app.example.com", "+"],
        "publicClient": true,
        "directAccessGrantsEnabled": true,
        "fullScopeAllowed": true,
        "attributes": { "post.logout.redirect.uris": "+", "owner": "team 001" },
        "protocolMappers": [{
            "name": "department",
            "protocol": "openid-connect",
            "protocolMapper": "oidc-usermodel-attribute-mapper",
            "config": { "user.attribute": "department", "claim.name": "department", "access.token.claim": "true" },
        }],
    })
}

/// A client with a secret and an account.
pub(super) fn confidential(id: &str, secret: &str) -> Value {
    json!({
        "id": random::id("client", id),
        "clientId": id,
        "name": format!("Client {id}"),
        "secret": secret,
        "clientAuthenticatorType": "client-secret",
        "publicClient": false,
        "standardFlowEnabled": false,
        "directAccessGrantsEnabled": false,
        "serviceAccountsEnabled": true,
        "fullScopeAllowed": true,
    })
}
