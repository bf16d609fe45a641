//! The seed: a realm with everything that the component reads.
//!
//! Most of it is one import, with ids and times that are the same in every run. What an import does not contain, and
//! the events of real logins and real changes, follow by single requests.

mod activity;
mod clients;
mod groups;
mod random;
mod realm;
mod roles;
mod users;

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::Admin;

pub use clients::{
    APP, BATCH, FDW, FDW_BLIND, FDW_BLIND_SECRET, FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, FDW_SECRET,
};

/// Name of the seeded realm.
pub const REALM: &str = "acme";

/// Password of the users who have one.
pub const PASSWORD: &str = "correct horse";

/// Password for a directory.
const LDAP_SECRET: &str = "ldap-secret-8a4f2e6d10";

/// Beginnings of the secrets in the realm, which no table may contain. Those of identity providers and of the mail server
/// are masked by Keycloak itself.
pub const SECRETS: &[&str] = &[
    FDW_SECRET,
    FDW_POOR_SECRET,
    FDW_BLIND_SECRET,
    clients::BATCH_SECRET,
    LDAP_SECRET,
    realm::SMTP_SECRET,
    realm::PROVIDER_SECRET,
    PASSWORD,
];

/// The source of what is not in the import, for the hash.
const SOURCES: &[&str] = &[include_str!("activity.rs"), include_str!("mod.rs")];

/// The size of the realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Number of users, without the accounts of clients. A few hundred are needed for everything to exist.
    pub users: u32,
}

impl Default for Size {
    fn default() -> Self {
        Size { users: 1500 }
    }
}

/// A hash of the seed, by which kept data are found.
pub(crate) fn hash(size: Size) -> String {
    let mut hash = Sha256::new();
    hash.update(realm::json(size).to_string());
    for source in SOURCES {
        hash.update(source);
    }
    random::hex(&hash.finalize()[..6])
}

/// Fills a new server.
pub(crate) fn run(admin: &Admin, size: Size) -> Result<()> {
    admin.post("", &realm::json(size)).context("the import of the realm")?;
    allow_attributes(admin).context("the profile of users")?;
    add_client_scopes(admin).context("client scopes")?;
    add_user_federation(admin).context("user federation")?;
    add_rights(admin).context("the rights of clients")?;
    activity::run(admin).context("logins and changes")
}

/// Shows attributes that the profile of users does not declare.
fn allow_attributes(admin: &Admin) -> Result<()> {
    let path = format!("{REALM}/users/profile");
    let mut profile = admin.get(&path)?;
    profile["unmanagedAttributePolicy"] = json!("ENABLED");
    admin.put(&path, &profile).map(|_| ())
}

/// Adds client scopes. If the import had any, the server would not create its usual ones.
fn add_client_scopes(admin: &Admin) -> Result<()> {
    for (name, description) in [("orders:read", "Orders"), ("50%_scope", "With special characters")] {
        let scope = json!({
            "name": name,
            "description": description,
            "protocol": "openid-connect",
            "attributes": { "display.on.consent.screen": "true", "consent.screen.text": name },
        });
        admin.create(&format!("{REALM}/client-scopes"), &scope)?;
    }
    Ok(())
}

/// Adds a directory that is switched off, to which Keycloak adds components of its own.
fn add_user_federation(admin: &Admin) -> Result<()> {
    let config = json!({
        "enabled": ["false"],
        "vendor": ["other"],
        "connectionUrl": ["ldap://127.0.0.1:1"],
        "bindDn": ["cn=admin"],
        "bindCredential": [LDAP_SECRET],
        "authType": ["simple"],
        "usersDn": ["ou=people"],
        "usernameLDAPAttribute": ["uid"],
        "rdnLDAPAttribute": ["uid"],
        "uuidLDAPAttribute": ["entryUUID"],
        "userObjectClasses": ["inetOrgPerson"],
        "editMode": ["READ_ONLY"],
    });
    let directory = json!({
        "name": "directory",
        "providerId": "ldap",
        "providerType": "org.keycloak.storage.UserStorageProvider",
        "config": config,
    });
    admin.create(&format!("{REALM}/components"), &directory).map(|_| ())
}

/// Creates a client in the realm `master`, and gives the accounts of all clients their roles.
fn add_rights(admin: &Admin) -> Result<()> {
    admin.create("master/clients", &clients::confidential(FDW_MASTER, FDW_MASTER_SECRET))?;
    let (of_master, of_realm) = (format!("{REALM}-realm"), "realm-management");
    grant(admin, "master", FDW_MASTER, &of_master, clients::VIEW_ROLES)?;
    grant(admin, REALM, FDW, of_realm, clients::VIEW_ROLES)?;
    grant(admin, REALM, FDW_POOR, of_realm, clients::POOR_ROLES)?;
    grant(admin, REALM, FDW_BLIND, of_realm, clients::BLIND_ROLES)?;
    grant(admin, REALM, BATCH, of_realm, &["manage-users", "query-users"])
}

/// Gives the account of a client roles of another client. Servers without roles for organizations show these only to
/// those who manage the realm.
fn grant(admin: &Admin, realm: &str, client: &str, of: &str, wanted: &[&str]) -> Result<()> {
    let client = client_id(admin, realm, client)?;
    let account = admin.get(&format!("{realm}/clients/{client}/service-account-user"))?;
    let account = account["id"].as_str().context("the client has no account")?;
    let of = client_id(admin, realm, of)?;
    let mut roles = admin.list(&format!("{realm}/clients/{of}/roles"))?;
    let view = clients::VIEW_ORGANIZATIONS;
    let is_old = roles.iter().all(|role| role["name"] != view);
    roles.retain(|role| {
        let name = role["name"].as_str().unwrap_or_default();
        wanted.contains(&name) || (is_old && wanted.contains(&view) && name == "manage-realm")
    });
    admin.post(&format!("{realm}/users/{account}/role-mappings/clients/{of}"), &json!(roles)).map(|_| ())
}

/// The id of the client with this client id.
fn client_id(admin: &Admin, realm: &str, client: &str) -> Result<String> {
    let found = admin.list(&format!("{realm}/clients?clientId={client}"))?;
    let id = found.first().and_then(|client| client["id"].as_str());
    id.map(str::to_owned).with_context(|| format!("no client {client} in {realm}"))
}
