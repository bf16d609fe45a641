//! Writes of users: their attributes, their metadata, and whether they may sign in.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, text, texts, time};
use super::{Effect, Write, WriteRoute, contacts, create, delete, merge, route, update, verb};
use crate::data::written::UNIQUE_OF_USERS;
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/users", "users", CREATE).by(create_user),
    update("/users/{}", "users", UPDATE).by(update_user),
    delete("/users/{}", "users").by(delete_user),
    verb("/users/{}/ban", "users", ban),
    verb("/users/{}/unban", "users", |write| set(write, &[("banned", json!(false))])),
    verb("/users/{}/lock", "users", |write| set(write, &[("locked", json!(true))])),
    verb("/users/{}/unlock", "users", unlock),
    update("/users/{}/metadata", "users", METADATA).by(merge_metadata),
    route("PUT", "/users/{}/metadata", "users", Effect::Update).fields(METADATA),
    delete("/users/{}/profile_image", "users").by(|write| set(write, &[("has_image", json!(false))])),
];

const CREATE: &[Field] = &[
    text("external_id").nullable(),
    text("first_name").nullable(),
    text("last_name").nullable(),
    text("locale").nullable(),
    texts("email_address").write_only(),
    texts("email_address_identification_status").one_of(&["verified", "reserved"]).write_only(),
    texts("phone_number").write_only(),
    texts("phone_number_identification_status").one_of(&["verified", "reserved"]).write_only(),
    texts("web3_wallet").write_only(),
    text("username").nullable(),
    text("password").nullable().write_only(),
    text("password_digest").nullable().write_only(),
    text("password_hasher").write_only(),
    boolean("skip_password_checks").nullable().write_only(),
    boolean("skip_password_requirement").nullable().write_only(),
    text("totp_secret").nullable().write_only(),
    texts("backup_codes").write_only(),
    object("public_metadata"),
    object("private_metadata"),
    object("unsafe_metadata"),
    boolean("delete_self_enabled").nullable(),
    time("legal_accepted_at").nullable(),
    boolean("skip_legal_checks").nullable().write_only(),
    boolean("skip_user_requirement").nullable().write_only(),
    boolean("create_organization_enabled").nullable(),
    integer("create_organizations_limit").nullable(),
    time("created_at").nullable(),
    boolean("bypass_client_trust").nullable(),
    boolean("banned").nullable(),
    boolean("locked").nullable(),
];

const UPDATE: &[Field] = &[
    text("external_id").nullable(),
    text("first_name").nullable(),
    text("last_name").nullable(),
    text("locale").nullable(),
    text("primary_email_address_id").nullable(),
    boolean("notify_primary_email_address_changed").nullable().write_only(),
    text("primary_phone_number_id").nullable(),
    text("primary_web3_wallet_id").nullable(),
    text("username").nullable(),
    text("profile_image_id").nullable().write_only(),
    text("password").nullable().write_only(),
    text("password_digest").write_only(),
    text("password_hasher").write_only(),
    boolean("skip_password_checks").nullable().write_only(),
    boolean("sign_out_of_other_sessions").nullable().write_only(),
    text("totp_secret").nullable().write_only(),
    texts("backup_codes").write_only(),
    boolean("delete_self_enabled").nullable(),
    boolean("create_organization_enabled").nullable(),
    time("legal_accepted_at").nullable(),
    boolean("skip_legal_checks").nullable().write_only(),
    integer("create_organizations_limit").nullable(),
    time("created_at").nullable(),
    boolean("bypass_client_trust").nullable(),
];

const METADATA: &[Field] = &[object("public_metadata"), object("private_metadata"), object("unsafe_metadata")];

/// Number of characters of the shortest password.
const SHORTEST_PASSWORD: usize = 8;

fn create_user(write: &mut Write) -> Result<Value, ApiError> {
    check(write, None)?;
    let [emails, phones, wallets] = contacts::ALL.map(|contact| contacts::new_elements(write, contact));
    let (emails, phones, wallets) = (emails?, phones?, wallets?);
    let credentials = credentials(write);
    write.create(Vec::new(), |user| {
        for (attribute, elements, primary) in [
            ("email_addresses", emails, "primary_email_address_id"),
            ("phone_numbers", phones, "primary_phone_number_id"),
            ("web3_wallets", wallets, "primary_web3_wallet_id"),
        ] {
            user[primary] = elements.first().map_or(Value::Null, |element| element["id"].clone());
            user[attribute] = elements.into();
        }
        apply(user, credentials);
    })
}

fn update_user(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    check(write, Some(ordinal))?;
    let user = write.row("users", ordinal);
    for contact in contacts::ALL {
        let Some(id) = write.text(contact.primary) else { continue };
        let mut elements = user[contact.array].as_array().into_iter().flatten();
        if !elements.any(|element| element["id"] == id) {
            return Err(ApiError::no_such(contact.primary));
        }
    }
    let mut attributes = credentials(write);
    if write.text("profile_image_id").is_some() {
        attributes.push(("has_image", json!(true)));
    }
    if write.flag("sign_out_of_other_sessions") == Some(true) {
        revoke_sessions(write, ordinal);
    }
    write.update(ordinal, |user| apply(user, attributes))
}

/// Checks what no other user may have, and the password.
fn check(write: &mut Write, own: Option<u32>) -> Result<(), ApiError> {
    for attribute in UNIQUE_OF_USERS {
        let one = write.text(attribute).map(str::to_owned);
        for value in one.into_iter().chain(write.texts(attribute)) {
            if write.instance.user_with(attribute, &value).is_some_and(|user| Some(user) != own) {
                return Err(ApiError::taken(attribute));
            }
        }
    }
    if write.text("password_digest").is_some() && write.text("password_hasher").is_none() {
        return Err(ApiError::missing_parameter("password_hasher"));
    }
    let skips_checks = write.flag("skip_password_checks") == Some(true);
    match write.text("password") {
        Some(password) if !skips_checks && password.chars().count() < SHORTEST_PASSWORD => {
            // Clerk does not repeat the password. The mock does, so that tests can see that the component removes it.
            let message = format!("Passwords must be 8 characters or more, but {password:?} is shorter.");
            let error = ApiError::of(422, "form_password_length_too_short", "is too short", &message);
            Err(ApiError { param_name: Some("password".to_owned()), ..error })
        }
        _ => Ok(()),
    }
}

type Attributes = Vec<(&'static str, Value)>;

fn apply(row: &mut Value, attributes: Attributes) {
    for (name, value) in attributes {
        row[name] = value;
    }
}

/// The attributes that show a new password and new second factors.
fn credentials(write: &Write) -> Attributes {
    let mut attributes = Vec::new();
    if write.text("password").or(write.text("password_digest")).is_some() {
        attributes.push(("password_enabled", json!(true)));
        attributes.push(("password_last_updated_at", json!(write.now)));
    }
    let has_codes = !write.texts("backup_codes").is_empty();
    if has_codes {
        attributes.push(("backup_code_enabled", json!(true)));
    }
    if write.text("totp_secret").is_some() {
        attributes.push(("totp_enabled", json!(true)));
    }
    if has_codes || write.text("totp_secret").is_some() {
        attributes.push(("two_factor_enabled", json!(true)));
        attributes.push(("mfa_enabled_at", json!(write.now)));
    }
    attributes
}

fn delete_user(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let id = write.id(0).to_owned();
    for membership in write.instance.memberships_of(ordinal) {
        write.instance.remove("organization_memberships", membership);
    }
    for session in sessions_of(write, &id) {
        write.instance.remove("sessions", session);
    }
    for list in ["trusted_devices", "user_billing_credits", "user_billing_subscriptions"] {
        for child in write.instance.children_of(list, &id) {
            write.instance.remove(list, child);
        }
    }
    Ok(write.delete(ordinal))
}

/// Sets attributes of the user whose id is in the URL path.
pub(super) fn set(write: &mut Write, attributes: &[(&str, Value)]) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    write.update(ordinal, |user| {
        for (name, value) in attributes {
            user[*name] = value.clone();
        }
    })
}

fn ban(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    revoke_sessions(write, ordinal);
    set(write, &[("banned", json!(true))])
}

fn unlock(write: &mut Write) -> Result<Value, ApiError> {
    set(write, &[("locked", json!(false)), ("lockout_expires_in_seconds", Value::Null)])
}

fn sessions_of(write: &Write, user: &str) -> Vec<u32> {
    let sessions = write.instance.ordinals_of("sessions").into_iter();
    sessions.filter(|ordinal| write.row("sessions", *ordinal)["user_id"] == user).collect()
}

/// Revokes the sessions of a user that have not ended.
pub(super) fn revoke_sessions(write: &mut Write, user: u32) {
    let id = write.row("users", user)["id"].as_str().unwrap_or("").to_owned();
    for ordinal in sessions_of(write, &id) {
        let mut session = write.row("sessions", ordinal);
        if session["status"] == "active" || session["status"] == "pending" {
            session["status"] = json!("revoked");
            write.store("sessions", ordinal, session);
        }
    }
}

/// Merges the metadata in the body into the row whose id is in the URL path.
pub(super) fn merge_metadata(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    merge_metadata_of(write, ordinal)
}

/// Merges the metadata in the body into a row.
pub(super) fn merge_metadata_of(write: &mut Write, ordinal: u32) -> Result<Value, ApiError> {
    let given = std::mem::take(&mut write.body);
    write.update(ordinal, |row| {
        for (name, value) in &given {
            merge(&mut row[name], value);
        }
    })
}
