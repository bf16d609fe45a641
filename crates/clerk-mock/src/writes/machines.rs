//! Writes of machines, API keys, machine-to-machine tokens and OAuth applications.

use serde_json::{Value, json};

use super::fields::{Field, any, boolean, integer, number, text, texts};
use super::{Write, WriteRoute, create, delete, update, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/machines", "machines", MACHINE).by(create_machine),
    update("/machines/{}", "machines", &[text("name"), integer("default_token_ttl")]),
    delete("/machines/{}", "machines"),
    verb("/machines/{}/scopes", "machines", add_scope).fields(&[text("to_machine_id").required().write_only()]),
    delete("/machines/{}/scopes/{}", "machines").by(remove_scope),
    create("/api_keys", "api_keys", KEY).by(create_key),
    update("/api_keys/{}", "api_keys", KEY_UPDATE).by(update_key),
    delete("/api_keys/{}", "api_keys"),
    verb("/api_keys/{}/revoke", "api_keys", revoke).fields(REVOKE),
    verb("/m2m_tokens/{}/revoke", "m2m_tokens", revoke).fields(REVOKE),
    create("/oauth_applications", "oauth_applications", APPLICATION).by(create_application),
    update("/oauth_applications/{}", "oauth_applications", APPLICATION_UPDATE).by(update_application),
    delete("/oauth_applications/{}", "oauth_applications"),
];

const MACHINE: &[Field] =
    &[text("name").required(), texts("scoped_machines").write_only(), integer("default_token_ttl")];

const KEY: &[Field] = &[
    text("type"),
    text("name").required(),
    text("description").nullable(),
    text("subject").required(),
    any("claims").nullable(),
    texts("scopes"),
    text("created_by").nullable(),
    number("seconds_until_expiration").nullable().write_only(),
];

const KEY_UPDATE: &[Field] = &[
    any("claims").nullable(),
    texts("scopes"),
    text("description").nullable(),
    text("subject"),
    number("seconds_until_expiration").nullable().write_only(),
];

const REVOKE: &[Field] = &[text("revocation_reason").nullable()];

const APPLICATION: &[Field] = &[
    text("name").required(),
    texts("redirect_uris").nullable(),
    text("callback_url").nullable(),
    text("scopes").nullable(),
    boolean("consent_screen_enabled").nullable(),
    boolean("pkce_required").nullable(),
    boolean("public").nullable(),
];

const APPLICATION_UPDATE: &[Field] = &[
    text("name").nullable(),
    texts("redirect_uris").nullable(),
    text("callback_url").nullable(),
    text("scopes").nullable(),
    boolean("consent_screen_enabled").nullable(),
    boolean("pkce_required").nullable(),
    boolean("public").nullable(),
];

/// A machine as an element of another machine's list.
fn scoped(write: &Write, ordinal: u32) -> Value {
    let mut machine = write.row("machines", ordinal);
    if let Some(attributes) = machine.as_object_mut() {
        attributes.shift_remove("scoped_machines");
    }
    machine
}

/// Creates a machine. Only this response has the secret key.
fn create_machine(write: &mut Write) -> Result<Value, ApiError> {
    let machines = write.texts("scoped_machines").into_iter().map(|id| write.instance.ordinal_of("machines", &id));
    let machines: Option<Vec<u32>> = machines.collect();
    let machines = machines.ok_or_else(|| ApiError::no_such("scoped_machines"))?;
    let machines: Vec<Value> = machines.into_iter().map(|ordinal| scoped(write, ordinal)).collect();
    let mut machine = write.create(Vec::new(), |machine| machine["scoped_machines"] = machines.into())?;
    machine["secret_key"] = json!("ak_fake_key_of_the_mock");
    Ok(machine)
}

fn add_scope(write: &mut Write) -> Result<Value, ApiError> {
    let from = write.target()?;
    let to = write.referenced("machines", "to_machine_id")?.ok_or_else(|| ApiError::no_such("to_machine_id"))?;
    let (id, element, now) = (write.id(0).to_owned(), scoped(write, to), write.now);
    let to_id = element["id"].clone();
    let row = write.row("machines", from);
    if row["scoped_machines"].as_array().into_iter().flatten().any(|known| known["id"] == to_id) {
        let message = "The machine already has access to the machine with this to_machine_id.";
        return Err(ApiError::duplicate("to_machine_id", message));
    }
    write.update(from, |machine| {
        if let Some(machines) = machine["scoped_machines"].as_array_mut() {
            machines.push(element);
        }
    })?;
    Ok(json!({ "object": "machine_scope", "from_machine_id": id, "to_machine_id": to_id, "created_at": now }))
}

fn remove_scope(write: &mut Write) -> Result<Value, ApiError> {
    let from = write.target()?;
    let (id, to) = (write.id(0).to_owned(), write.id(1).to_owned());
    let row = write.row("machines", from);
    if !row["scoped_machines"].as_array().into_iter().flatten().any(|known| known["id"] == to.as_str()) {
        return Err(write.not_found());
    }
    write.update(from, |machine| {
        if let Some(machines) = machine["scoped_machines"].as_array_mut() {
            machines.retain(|known| known["id"] != to.as_str());
        }
    })?;
    Ok(json!({ "object": "machine_scope", "from_machine_id": id, "to_machine_id": to, "deleted": true }))
}

/// The time at which a key expires; `None` if the body does not say it.
fn expiration(write: &Write) -> Option<Value> {
    let seconds = write.body.get("seconds_until_expiration")?;
    Some(seconds.as_f64().map_or(Value::Null, |seconds| json!(write.now + (seconds * 1000.0) as i64)))
}

/// Checks that the subject of a key is a user or an organization that exists.
fn check_subject(write: &Write) -> Result<(), ApiError> {
    let Some(subject) = write.text("subject") else { return Ok(()) };
    let exists = ["users", "organizations"].iter().any(|list| write.instance.ordinal_of(list, subject).is_some());
    if exists { Ok(()) } else { Err(ApiError::no_such("subject")) }
}

/// Creates an API key. Only this response has the secret.
fn create_key(write: &mut Write) -> Result<Value, ApiError> {
    check_subject(write)?;
    let expiration = expiration(write);
    let mut key = write.create(Vec::new(), |key| key["expiration"] = expiration.unwrap_or(Value::Null))?;
    key["secret"] = json!("ak_fake_secret_of_the_mock");
    Ok(key)
}

fn update_key(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    check_subject(write)?;
    let expiration = expiration(write);
    write.update(ordinal, |key| {
        if let Some(expiration) = expiration {
            key["expiration"] = expiration;
        }
    })
}

/// Revokes an API key or a token.
fn revoke(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row(write.route.list, ordinal)["revoked"] == true {
        return Err(ApiError::wrong_state("already_revoked", "It is already revoked."));
    }
    write.update(ordinal, |row| row["revoked"] = json!(true))
}

/// The redirect URIs and the callback URL are the same thing: the callback URL is the first of them.
fn finish_application(application: &mut Value, callback: Option<String>, uris: Vec<String>) {
    if let Some(first) = uris.first() {
        application["callback_url"] = json!(first);
    } else if let Some(callback) = callback {
        application["redirect_uris"] = json!([callback]);
    }
}

/// Creates an OAuth application. Only this response has the client secret, which a public application does not have.
fn create_application(write: &mut Write) -> Result<Value, ApiError> {
    let (callback, uris) = (write.text("callback_url").map(str::to_owned), write.texts("redirect_uris"));
    let mut application = write.create(Vec::new(), |application| finish_application(application, callback, uris))?;
    if application["public"] != true {
        application["client_secret"] = json!("fake_client_secret_of_the_mock");
    }
    Ok(application)
}

fn update_application(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let (callback, uris) = (write.text("callback_url").map(str::to_owned), write.texts("redirect_uris"));
    write.update(ordinal, |application| finish_application(application, callback, uris))
}
