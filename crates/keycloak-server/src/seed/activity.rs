//! Events: logins and changes that really take place, and the sessions that remain from them.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::clients::{APP, BATCH, BATCH_SECRET, FDW, FDW_SECRET};
use super::users::{self, WHO_LOG_IN};
use super::{PASSWORD, REALM};
use crate::Admin;

/// Number of groups that are created, changed and deleted.
const CHANGES: u32 = 40;

/// Number of logins for each user who logs in.
const LOGINS: u32 = 2;

/// Makes the events.
pub(super) fn run(admin: &Admin) -> Result<()> {
    configure(admin, &[])?;
    log_in(admin)?;
    fail_to_log_in(admin)?;
    let batch = admin.as_client(REALM, BATCH, BATCH_SECRET);
    change(admin, &batch)?;
    log_in_as_clients(admin)?;
    // From here on the tokens of clients leave no event, so that reading events does not make more of them.
    configure(admin, &["CLIENT_LOGIN", "CLIENT_LOGIN_ERROR"])
}

/// Switches events on, except for these types of login events.
fn configure(admin: &Admin, excluded: &[&str]) -> Result<()> {
    let path = format!("{REALM}/events/config");
    let mut config = admin.get(&path)?;
    config["eventsEnabled"] = json!(true);
    config["adminEventsEnabled"] = json!(true);
    config["adminEventsDetailsEnabled"] = json!(true);
    if let Some(types) = config["enabledEventTypes"].as_array_mut() {
        types.retain(|kind| kind.as_str().is_none_or(|kind| !excluded.contains(&kind)));
    }
    admin.put(&path, &config).map(|_| ())
}

/// Logs users in. Some also renew their token, some log out, and some keep an offline session.
fn log_in(admin: &Admin) -> Result<()> {
    for login in 0..LOGINS {
        for index in WHO_LOG_IN {
            let scope = if login == 0 && index % 10 == 0 { "openid offline_access" } else { "openid" };
            let (status, answer) = grant(admin, &users::name(index), PASSWORD, scope)?;
            ensure!(status == 200, "the login of {}: status {status}: {answer}", users::name(index));
            let token = answer["refresh_token"].as_str().context("no refresh token")?;
            if index % 6 == 1 {
                let form = [("grant_type", "refresh_token"), ("client_id", APP), ("refresh_token", token)];
                admin.token_request(REALM, &form)?;
            }
            if login == 1 && index % 15 == 2 {
                let path = format!("realms/{REALM}/protocol/openid-connect/logout");
                admin.form(&path, &[("client_id", APP), ("refresh_token", token)])?;
            }
        }
    }
    Ok(())
}

/// Logins with a wrong password, by nobody, by users who are disabled or have something left to do, and by a client
/// with a wrong secret.
fn fail_to_log_in(admin: &Admin) -> Result<()> {
    for index in WHO_LOG_IN.step_by(2) {
        grant(admin, &users::name(index), "wrong \"password\"", "openid")?;
    }
    for name in ["nobody", "o'nobody 100%", "user00103", "user00113", "user00107", "user00128"] {
        grant(admin, name, PASSWORD, "openid")?;
    }
    for secret in ["wrong", "also wrong"] {
        let form = [("grant_type", "client_credentials"), ("client_id", FDW), ("client_secret", secret)];
        admin.token_request(REALM, &form)?;
    }
    Ok(())
}

fn log_in_as_clients(admin: &Admin) -> Result<()> {
    let form = [("grant_type", "client_credentials"), ("client_id", FDW), ("client_secret", FDW_SECRET)];
    for _ in 0..3 {
        admin.token_request(REALM, &form)?;
    }
    Ok(())
}

fn grant(admin: &Admin, user: &str, password: &str, scope: &str) -> Result<(u16, Value)> {
    let form =
        [("grant_type", "password"), ("client_id", APP), ("username", user), ("password", password), ("scope", scope)];
    admin.token_request(REALM, &form)
}

/// Changes by the administrator and by a client of the realm: creations, updates, actions and deletions of several
/// types of resources.
fn change(admin: &Admin, batch: &Admin) -> Result<()> {
    for number in 0..CHANGES {
        let name = format!("temporary \"{number}\" 100%");
        let group = admin.create(&format!("{REALM}/groups"), &json!({ "name": name }))?;
        let path = format!("{REALM}/groups/{group}");
        let renamed = json!({ "name": format!("{name} renamed"), "attributes": { "step": ["2"] } });
        admin.put(&path, &renamed)?;
        admin.delete(&path)?;
    }
    for number in 0..CHANGES / 2 {
        let user = json!({ "username": format!("temporary-{number}"), "enabled": true });
        let user = batch.create(&format!("{REALM}/users"), &user)?;
        let path = format!("{REALM}/users/{user}");
        let reset = json!({ "type": "password", "value": PASSWORD, "temporary": true });
        batch.put(&format!("{path}/reset-password"), &reset)?;
        batch.delete(&path)?;
    }
    let role = json!({ "name": "temporary role", "description": "50%" });
    admin.post(&format!("{REALM}/roles"), &role)?;
    admin.delete(&format!("{REALM}/roles/temporary%20role"))
}
