//! Writes of e-mail addresses and phone numbers, which are elements of a user's arrays.

use serde_json::{Value, json};

use super::fields::{Field, boolean, text};
use super::{Write, WriteRoute, create, delete, update};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/email_addresses", "users", EMAIL).by(|write| add(write, &EMAIL_ADDRESS)),
    update("/email_addresses/{}", "users", EMAIL_UPDATE).by(|write| change(write, &EMAIL_ADDRESS)),
    delete("/email_addresses/{}", "users").by(|write| remove(write, &EMAIL_ADDRESS)),
    create("/phone_numbers", "users", PHONE).by(|write| add(write, &PHONE_NUMBER)),
    update("/phone_numbers/{}", "users", PHONE_UPDATE).by(|write| change(write, &PHONE_NUMBER)),
    delete("/phone_numbers/{}", "users").by(|write| remove(write, &PHONE_NUMBER)),
];

const EMAIL: &[Field] = &[
    text("user_id").required().write_only(),
    text("email_address").required().write_only(),
    EMAIL_UPDATE[0],
    EMAIL_UPDATE[1],
    EMAIL_UPDATE[2],
];

const EMAIL_UPDATE: &[Field] = &[
    boolean("verified").nullable().write_only(),
    boolean("primary").nullable().write_only(),
    boolean("notify_primary_email_address_changed").nullable().write_only(),
];

const PHONE: &[Field] = &[
    text("user_id").required().write_only(),
    text("phone_number").required().write_only(),
    PHONE_UPDATE[0],
    PHONE_UPDATE[1],
    PHONE_UPDATE[2],
];

const PHONE_UPDATE: &[Field] = &[
    boolean("verified").nullable().write_only(),
    boolean("primary").nullable().write_only(),
    boolean("reserved_for_second_factor").nullable().write_only(),
];

/// A kind of address of a user.
pub(super) struct Contact {
    /// Name of the object, of the parameter, and of the attribute with the address.
    name: &'static str,
    /// The user's array of these.
    pub array: &'static str,
    /// The user's attribute with the id of the primary one.
    pub primary: &'static str,
    /// How the address is verified.
    strategy: &'static str,
}

const EMAIL_ADDRESS: Contact = Contact {
    name: "email_address",
    array: "email_addresses",
    primary: "primary_email_address_id",
    strategy: "email_code",
};

const PHONE_NUMBER: Contact = Contact {
    name: "phone_number",
    array: "phone_numbers",
    primary: "primary_phone_number_id",
    strategy: "phone_code",
};

const WALLET: Contact = Contact {
    name: "web3_wallet",
    array: "web3_wallets",
    primary: "primary_web3_wallet_id",
    strategy: "web3_metamask_signature",
};

/// All kinds of addresses.
pub(super) const ALL: [&Contact; 3] = [&EMAIL_ADDRESS, &PHONE_NUMBER, &WALLET];

/// The elements that the body of `POST /users` describes. They are verified unless the body says that they are
/// reserved.
pub(super) fn new_elements(write: &mut Write, contact: &Contact) -> Result<Vec<Value>, ApiError> {
    let status_field = format!("{}_identification_status", contact.name);
    let (addresses, statuses) = (write.texts(contact.name), write.texts(&status_field));
    if write.body.contains_key(&status_field) && statuses.len() != addresses.len() {
        return Err(ApiError::invalid_format(&status_field, "must have one element for each address"));
    }
    let mut elements = Vec::new();
    for (at, address) in addresses.iter().enumerate() {
        let is_reserved = statuses.get(at).is_some_and(|status| status == "reserved");
        let mut element = new_element(write, contact, address, !is_reserved);
        if contact.name != "web3_wallet" {
            element["reserved"] = json!(is_reserved);
        }
        elements.push(element);
    }
    Ok(elements)
}

fn new_element(write: &mut Write, contact: &Contact, address: &str, is_verified: bool) -> Value {
    let mut element = json!({
        "id": write.instance.writes.new_element_id("idn"),
        "object": contact.name,
        contact.name: address,
        "verification": if is_verified { verification(contact, write.now) } else { Value::Null },
    });
    match contact.name {
        "email_address" => {
            element["reserved"] = json!(false);
            element["linked_to"] = json!([]);
            element["matches_sso_connection"] = json!(false);
        }
        "phone_number" => {
            element["reserved_for_second_factor"] = json!(false);
            element["default_second_factor"] = json!(false);
            element["reserved"] = json!(false);
            element["linked_to"] = json!([]);
            element["backup_codes"] = Value::Null;
        }
        _ => {}
    }
    element["created_at"] = json!(write.now);
    element["updated_at"] = json!(write.now);
    element
}

fn verification(contact: &Contact, now: i64) -> Value {
    let is_wallet = contact.name == "web3_wallet";
    json!({
        "object": if is_wallet { "verification_web3" } else { "verification_otp" },
        "status": "verified", "strategy": contact.strategy, "attempts": 1,
        "expire_at": if is_wallet { Value::Null } else { json!(now + 600_000) },
    })
}

fn add(write: &mut Write, contact: &Contact) -> Result<Value, ApiError> {
    let user = write.referenced("users", "user_id")?.ok_or_else(|| ApiError::no_such("user_id"))?;
    let address = write.text(contact.name).unwrap_or("").to_owned();
    let has_shape = match contact.name {
        "email_address" => {
            address.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
        }
        _ => address.starts_with('+') && address.len() > 3 && address[1..].bytes().all(|digit| digit.is_ascii_digit()),
    };
    if !has_shape {
        return Err(ApiError::invalid_format(contact.name, "must be a valid address"));
    }
    if write.instance.user_with(contact.name, &address).is_some() {
        return Err(ApiError::taken(contact.name));
    }
    let mut element = new_element(write, contact, &address, write.flag("verified") == Some(true));
    set_second_factor(write, &mut element)?;
    let is_primary = write.flag("primary") == Some(true);
    write.update(user, |user| {
        let Some(elements) = user[contact.array].as_array_mut() else { return };
        let is_first = elements.is_empty();
        elements.push(element.clone());
        if is_primary || is_first {
            user[contact.primary] = element["id"].clone();
        }
    })?;
    Ok(element)
}

/// The user that has the address whose id is in the URL path, and the address.
fn found(write: &Write, contact: &Contact) -> Result<(u32, Value), ApiError> {
    let owner = write.instance.owner_of(contact.array, write.id(0)).ok_or_else(|| write.not_found())?;
    let user = write.row("users", owner);
    let mut elements = user[contact.array].as_array().into_iter().flatten();
    let element = elements.find(|element| element["id"] == write.id(0)).ok_or_else(|| write.not_found())?;
    Ok((owner, element.clone()))
}

fn change(write: &mut Write, contact: &Contact) -> Result<Value, ApiError> {
    let (owner, mut element) = found(write, contact)?;
    match write.flag("verified") {
        Some(true) => element["verification"] = verification(contact, write.now),
        Some(false) => element["verification"] = Value::Null,
        None => {}
    }
    set_second_factor(write, &mut element)?;
    element["updated_at"] = json!(write.now);
    let is_primary = write.flag("primary") == Some(true);
    if is_primary && element["verification"]["status"] != "verified" {
        let message = "Only a verified address can become the primary one.";
        return Err(ApiError::wrong_state("primary_must_be_verified", message));
    }
    write.update(owner, |user| {
        let elements = user[contact.array].as_array_mut().into_iter().flatten();
        elements.filter(|known| known["id"] == element["id"]).for_each(|known| *known = element.clone());
        if is_primary {
            user[contact.primary] = element["id"].clone();
        }
    })?;
    Ok(element)
}

fn set_second_factor(write: &Write, element: &mut Value) -> Result<(), ApiError> {
    let Some(is_reserved) = write.flag("reserved_for_second_factor") else { return Ok(()) };
    if is_reserved && element["verification"]["status"] != "verified" {
        let message = "Only a verified phone number can be a second factor.";
        return Err(ApiError::wrong_state("second_factor_must_be_verified", message));
    }
    element["reserved_for_second_factor"] = json!(is_reserved);
    Ok(())
}

fn remove(write: &mut Write, contact: &Contact) -> Result<Value, ApiError> {
    let (owner, element) = found(write, contact)?;
    write.update(owner, |user| {
        let Some(elements) = user[contact.array].as_array_mut() else { return };
        elements.retain(|known| known["id"] != element["id"]);
        let next = elements.first().map_or(Value::Null, |next| next["id"].clone());
        if user[contact.primary] == element["id"] {
            user[contact.primary] = next;
        }
    })?;
    Ok(json!({ "object": contact.name, "id": element["id"], "deleted": true }))
}
