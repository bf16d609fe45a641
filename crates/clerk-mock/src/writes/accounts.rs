//! Writes of what belongs to a user: the password, second factors, connected accounts, devices and sessions.

use serde_json::{Value, json};

use super::fields::{Field, boolean, text};
use super::users::{revoke_sessions, set};
use super::{Write, WriteRoute, create, delete, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    verb("/users/{}/remove_password", "users", remove_password)
        .fields(&[boolean("sign_out_of_other_sessions").write_only()]),
    verb("/users/{}/password/set_compromised", "users", set_compromised)
        .fields(&[boolean("revoke_all_sessions").nullable().write_only()]),
    verb("/users/{}/password/unset_compromised", "users", |write| set(write, &[])),
    delete("/users/{}/mfa", "users").by(|write| disable(write, &["totp_enabled", "backup_code_enabled"])),
    delete("/users/{}/totp", "users").by(|write| disable(write, &["totp_enabled"])),
    delete("/users/{}/backup_code", "users").by(|write| disable(write, &["backup_code_enabled"])),
    delete("/users/{}/passkeys/{}", "users").by(|write| delete_element(write, "passkeys", "")),
    delete("/users/{}/web3_wallets/{}", "users")
        .by(|write| delete_element(write, "web3_wallets", "primary_web3_wallet_id")),
    delete("/users/{}/external_accounts/{}", "users").by(|write| delete_element(write, "external_accounts", "")),
    delete("/users/{}/trusted_devices/{}", "trusted_devices").by(revoke_device),
    create("/sessions", "sessions", SESSION).by(create_session),
    verb("/sessions/{}/revoke", "sessions", revoke_session),
];

const SESSION: &[Field] = &[text("user_id").required(), text("active_organization_id").write_only()];

fn remove_password(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row("users", ordinal)["password_enabled"] != true {
        return Ok(write.row("users", ordinal));
    }
    if write.flag("sign_out_of_other_sessions") == Some(true) {
        revoke_sessions(write, ordinal);
    }
    set(write, &[("password_enabled", json!(false)), ("password_last_updated_at", Value::Null)])
}

fn set_compromised(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row("users", ordinal)["password_enabled"] != true {
        return Err(ApiError::wrong_state("no_password_set", "The user has no password."));
    }
    if write.flag("revoke_all_sessions") == Some(true) {
        revoke_sessions(write, ordinal);
    }
    set(write, &[])
}

/// Disables second factors. The response has the id of the user only.
fn disable(write: &mut Write, factors: &[&str]) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let now = write.now;
    let user = write.update(ordinal, |user| {
        for factor in factors {
            user[*factor] = json!(false);
        }
        if user["totp_enabled"] == false && user["two_factor_enabled"] == true {
            user["two_factor_enabled"] = json!(false);
            user["mfa_disabled_at"] = json!(now);
        }
    })?;
    Ok(json!({ "user_id": user["id"] }))
}

/// Deletes an element of one of the user's arrays. `primary` is the attribute that may refer to it.
fn delete_element(write: &mut Write, array: &str, primary: &str) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let id = write.id(1).to_owned();
    let user = write.row("users", ordinal);
    let elements = user[array].as_array().cloned().unwrap_or_default();
    let (deleted, kept): (Vec<Value>, Vec<Value>) =
        elements.into_iter().partition(|element| element["id"] == id.as_str());
    let element = deleted.into_iter().next().ok_or_else(|| write.not_found())?;
    write.update(ordinal, |user| {
        if !primary.is_empty() && user[primary] == id.as_str() {
            user[primary] = kept.first().map_or(Value::Null, |element| element["id"].clone());
        }
        user[array] = kept.into();
    })?;
    Ok(json!({ "object": element["object"], "id": id, "deleted": true }))
}

fn revoke_device(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.find("trusted_devices", 1)?;
    if !write.instance.children_of("trusted_devices", write.id(0)).contains(&ordinal) {
        return Err(write.not_found());
    }
    if write.row("trusted_devices", ordinal)["status"] != "active" {
        return Err(ApiError::wrong_state("trusted_device_already_revoked", "The trusted device is already revoked."));
    }
    let mut device = write.row("trusted_devices", ordinal);
    device["status"] = json!("revoked");
    device["revoked_at"] = json!(write.now);
    // The list has only devices that are active.
    write.delete(ordinal);
    Ok(device)
}

fn create_session(write: &mut Write) -> Result<Value, ApiError> {
    write.referenced("users", "user_id")?;
    write.referenced("organizations", "active_organization_id")?;
    let organization = write.text("active_organization_id").map(str::to_owned);
    write.create(Vec::new(), |session| session["last_active_organization_id"] = json!(organization))
}

fn revoke_session(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if !["active", "pending"].iter().any(|status| write.row("sessions", ordinal)["status"] == *status) {
        return Err(ApiError::wrong_state("session_not_active", "Only an active or pending session can be revoked."));
    }
    write.update(ordinal, |session| session["status"] = json!("revoked"))
}
