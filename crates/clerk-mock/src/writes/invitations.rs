//! Writes of invitations, the waitlist, the allowlist and the blocklist.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, text};
use super::{Write, WriteRoute, create, delete, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/invitations", "invitations", INVITE).by(invite),
    verb("/invitations/{}/revoke", "invitations", revoke),
    create("/waitlist_entries", "waitlist_entries", ENTRY).by(create_entry),
    verb("/waitlist_entries/{}/invite", "waitlist_entries", invite_entry)
        .fields(&[boolean("ignore_existing").nullable().write_only()]),
    verb("/waitlist_entries/{}/reject", "waitlist_entries", reject_entry),
    delete("/waitlist_entries/{}", "waitlist_entries").by(delete_entry),
    create("/allowlist_identifiers", "allowlist_identifiers", ALLOW).unique(&["identifier"]).by(create_identifier),
    delete("/allowlist_identifiers/{}", "allowlist_identifiers"),
    create("/blocklist_identifiers", "blocklist_identifiers", BLOCK).unique(&["identifier"]).by(create_identifier),
    delete("/blocklist_identifiers/{}", "blocklist_identifiers"),
];

const INVITE: &[Field] = &[
    text("email_address").required(),
    object("public_metadata"),
    text("redirect_url").write_only(),
    boolean("notify").nullable().write_only(),
    boolean("ignore_existing").nullable().write_only(),
    integer("expires_in_days").nullable().write_only(),
    text("template_slug").one_of(&["invitation", "waitlist_invitation"]).write_only(),
];

const ENTRY: &[Field] = &[text("email_address").required(), boolean("notify").nullable().write_only()];

const ALLOW: &[Field] = &[text("identifier").required(), boolean("notify").write_only()];

const BLOCK: &[Field] = &[text("identifier").required()];

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

fn invite(write: &mut Write) -> Result<Value, ApiError> {
    let email = write.text("email_address").unwrap_or("").to_owned();
    if !email.contains('@') {
        return Err(ApiError::invalid_format("email_address", "must be an e-mail address"));
    }
    if write.flag("ignore_existing") != Some(true) {
        if write.instance.user_with("email_address", &email).is_some() {
            return Err(ApiError::taken("email_address"));
        }
        let is_same = |known: &Value| known["email_address"] == email.as_str() && known["status"] == "pending";
        if write.first("invitations", is_same).is_some() {
            let message = "There is already a pending invitation with this email_address.";
            return Err(ApiError::duplicate("email_address", message));
        }
    }
    let expires = write.body.get("expires_in_days").and_then(Value::as_i64).map(|days| write.now + days * DAY);
    write.create(Vec::new(), |invitation| {
        if let Some(expires) = expires {
            invitation["expires_at"] = json!(expires);
        }
    })
}

fn revoke(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row("invitations", ordinal)["status"] != "pending" {
        return Err(ApiError::wrong_state("invitation_not_pending", "Only a pending invitation can be revoked."));
    }
    write.update(ordinal, |invitation| {
        invitation["status"] = json!("revoked");
        invitation["revoked"] = json!(true);
    })
}

/// Adds an entry to the waitlist, or returns the one that has the e-mail address already.
fn create_entry(write: &mut Write) -> Result<Value, ApiError> {
    let email = write.text("email_address").unwrap_or("").to_owned();
    if !email.contains('@') {
        return Err(ApiError::invalid_format("email_address", "must be an e-mail address"));
    }
    match write.first("waitlist_entries", |entry| entry["email_address"] == email.as_str()) {
        Some(known) => Ok(write.row("waitlist_entries", known)),
        None => write.create(Vec::new(), |_| {}),
    }
}

/// The entry whose id is in the URL path, if it has one of these statuses.
fn entry(write: &Write, statuses: &[&str]) -> Result<u32, ApiError> {
    let ordinal = write.target()?;
    let row = write.row("waitlist_entries", ordinal);
    if statuses.iter().any(|status| row["status"] == *status) {
        return Ok(ordinal);
    }
    let message = format!("This is possible only if the waitlist entry is {}.", statuses.join(" or "));
    Err(ApiError::of(409, "waitlist_entry_not_pending", "is not possible", &message))
}

fn invite_entry(write: &mut Write) -> Result<Value, ApiError> {
    let ignores_existing = write.flag("ignore_existing") == Some(true);
    let ordinal = entry(write, if ignores_existing { &["pending", "invited"] } else { &["pending"] })?;
    write.update(ordinal, |entry| entry["status"] = json!("invited"))
}

fn reject_entry(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = entry(write, &["pending"])?;
    write.update(ordinal, |entry| entry["status"] = json!("rejected"))
}

fn delete_entry(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = entry(write, &["pending"])?;
    Ok(write.delete(ordinal))
}

/// Adds an identifier to the allowlist or the blocklist. Its type follows from its text.
fn create_identifier(write: &mut Write) -> Result<Value, ApiError> {
    let identifier = write.text("identifier").unwrap_or("");
    let kind = match identifier {
        _ if identifier.contains('@') => "email_address",
        _ if identifier.starts_with('+') => "phone_number",
        _ if identifier.starts_with("0x") => "web3_wallet",
        _ => return Err(ApiError::invalid_format("identifier", "must be an e-mail address, phone number or wallet")),
    };
    write.create(Vec::new(), |row| row["identifier_type"] = json!(kind))
}
