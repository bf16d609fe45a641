//! Users.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::people::{self, FIRST_NAMES, LAST_NAMES, id, mix, pick};
use super::{Instance, Row, template};

const DAY: i64 = 86_400_000;

/// Properties of a user that filters check, and that the user's attributes are made of.
pub(crate) struct Facts {
    pub id: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub first_name: Option<Cow<'static, str>>,
    pub last_name: Option<Cow<'static, str>>,
    pub username: Option<String>,
    pub external_id: Option<String>,
    pub email: Option<String>,
    /// E-mail addresses that are not the primary one.
    pub other_emails: Vec<String>,
    pub phone: Option<String>,
    /// Phone numbers that are not the primary one.
    pub other_phones: Vec<String>,
    pub wallet: Option<String>,
    pub google_id: Option<String>,
    pub banned: bool,
    pub last_sign_in_at: Option<i64>,
    pub last_active_at: Option<i64>,
    /// Pseudo-random number of this user.
    pub dice: u64,
}

impl Facts {
    /// What no other user may have: attributes and their values.
    pub fn unique(&self) -> Vec<(&'static str, &str)> {
        let emails = self.email.iter().chain(&self.other_emails).map(|value| ("email_address", value));
        let phones = self.phone.iter().chain(&self.other_phones).map(|value| ("phone_number", value));
        let others = [("username", &self.username), ("external_id", &self.external_id), ("web3_wallet", &self.wallet)];
        let others = others.into_iter().filter_map(|(attribute, value)| Some((attribute, value.as_ref()?)));
        emails.chain(phones).chain(others).map(|(attribute, value)| (attribute, value.as_str())).collect()
    }
}

/// Whether an element of a generated user's arrays may have this id.
pub(crate) fn may_have(ordinal: u32, id: &str) -> bool {
    (0..4).any(|element| people::id("idn", 4 * ordinal + element) == id)
}

/// The properties of a user.
pub(crate) fn facts(instance: &Instance, ordinal: u32) -> Facts {
    let facts = generated_facts(instance, ordinal);
    match instance.written("users", ordinal) {
        Some(user) => written_facts(user, facts),
        None => facts,
    }
}

/// The creation time of a user.
pub(crate) fn created_at(instance: &Instance, ordinal: u32) -> i64 {
    let written = instance.written("users", ordinal).and_then(|user| user["created_at"].as_i64());
    written.unwrap_or_else(|| super::created_at(ordinal))
}

/// The time of the last change of a user.
pub(crate) fn updated_at(instance: &Instance, ordinal: u32) -> i64 {
    let written = instance.written("users", ordinal).and_then(|user| user["updated_at"].as_i64());
    written.unwrap_or_else(|| generated_updated_at(mix(instance.seed, u64::from(ordinal)), super::created_at(ordinal)))
}

fn generated_updated_at(dice: u64, created_at: i64) -> i64 {
    created_at + (mix(dice, 3) % 500) as i64 * DAY / 5
}

/// The properties of a user that a request has written. `generated` is what they were before.
fn written_facts(user: &Value, generated: Facts) -> Facts {
    let text = |attribute: &str| user[attribute].as_str().map(str::to_owned);
    let time = |attribute: &str| user[attribute].as_i64();
    // The value of the primary element of an array, and the values of the others.
    let contacts = |array: &str, attribute: &str, primary: &str| {
        let elements = user[array].as_array().into_iter().flatten();
        let (first, others): (Vec<&Value>, Vec<&Value>) = elements.partition(|element| element["id"] == user[primary]);
        let value = |element: &Value| element[attribute].as_str().map(str::to_owned);
        (first.into_iter().find_map(value), others.into_iter().filter_map(value).collect::<Vec<String>>())
    };
    let (email, other_emails) = contacts("email_addresses", "email_address", "primary_email_address_id");
    let (phone, other_phones) = contacts("phone_numbers", "phone_number", "primary_phone_number_id");
    let (wallet, other_wallets) = contacts("web3_wallets", "web3_wallet", "primary_web3_wallet_id");
    let mut accounts = user["external_accounts"].as_array().into_iter().flatten();
    let google = accounts.find(|account| account["provider"] == "oauth_google");
    // The row has only the day of the last activity, whereas filters compare the exact time.
    let exact = generated.last_active_at.filter(|exact| time("last_active_at") == Some(exact / DAY * DAY));
    Facts {
        created_at: time("created_at").unwrap_or(generated.created_at),
        updated_at: time("updated_at").unwrap_or(generated.updated_at),
        first_name: text("first_name").map(Cow::Owned),
        last_name: text("last_name").map(Cow::Owned),
        username: text("username"),
        external_id: text("external_id"),
        email,
        other_emails,
        phone,
        other_phones,
        wallet: wallet.or(other_wallets.into_iter().next()),
        google_id: google.and_then(|account| account["provider_user_id"].as_str()).map(str::to_owned),
        banned: user["banned"] == true,
        last_sign_in_at: time("last_sign_in_at"),
        last_active_at: exact.or(time("last_active_at")),
        ..generated
    }
}

/// Generates the properties of a user.
fn generated_facts(instance: &Instance, ordinal: u32) -> Facts {
    let dice = mix(instance.seed, u64::from(ordinal));
    let one_in = |n: u64, salt: u64| mix(dice, salt).is_multiple_of(n);
    let created_at = super::created_at(ordinal);
    let seen = (!one_in(6, 1)).then(|| created_at + (mix(dice, 2) % 400) as i64 * DAY / 4);
    Facts {
        id: id("user", ordinal),
        created_at,
        updated_at: generated_updated_at(dice, created_at),
        first_name: (!one_in(15, 4)).then(|| Cow::Borrowed(pick(&FIRST_NAMES, dice))),
        last_name: (!one_in(12, 5)).then(|| Cow::Borrowed(pick(&LAST_NAMES, dice >> 8))),
        username: one_in(2, 6).then(|| format!("user{ordinal}")),
        external_id: one_in(3, 7).then(|| format!("ext-{ordinal}")),
        email: (!one_in(20, 8)).then(|| format!("person{ordinal}+clerk@example{}.com", ordinal % 7)),
        other_emails: if !one_in(20, 8) && dice.is_multiple_of(4) {
            vec![format!("old{ordinal}@example.org")]
        } else {
            Vec::new()
        },
        phone: one_in(4, 9).then(|| format!("+1555{ordinal:07}")),
        other_phones: Vec::new(),
        wallet: one_in(25, 10).then(|| format!("0x{:040x}", mix(dice, 11))),
        google_id: one_in(3, 12).then(|| format!("{}", mix(dice, 13))),
        banned: one_in(30, 14),
        last_sign_in_at: seen,
        last_active_at: seen.map(|time| time + DAY),
        dice,
    }
}

/// A generated user as Clerk returns it.
pub(crate) fn user(instance: &Instance, row: &Row) -> Value {
    let facts = generated_facts(instance, row.ordinal);
    let ordinal = row.ordinal;
    let one_in = |n: u64, salt: u64| mix(facts.dice, salt).is_multiple_of(n);
    let emails = emails(&facts, ordinal);
    let mut user = json!({
        "id": facts.id,
        "object": "user",
        "username": facts.username,
        "first_name": facts.first_name,
        "last_name": facts.last_name,
        "locale": if one_in(2, 20) { Some("en-GB") } else { None },
        "image_url": format!("https://img.example.com/{}", facts.id),
        "has_image": one_in(3, 21),
        "primary_email_address_id": facts.email.as_ref().map(|_| id("idn", 4 * ordinal)),
        "primary_phone_number_id": facts.phone.as_ref().map(|_| id("idn", 4 * ordinal + 2)),
        "primary_web3_wallet_id": facts.wallet.as_ref().map(|_| id("idn", 4 * ordinal + 3)),
        "password_enabled": !one_in(4, 22),
        "two_factor_enabled": one_in(5, 23),
        "totp_enabled": one_in(5, 23),
        "backup_code_enabled": one_in(10, 23),
        "email_addresses": emails,
        "phone_numbers": phones(&facts, ordinal),
        "web3_wallets": wallets(&facts, ordinal),
        "passkeys": embedded("user_passkeys", one_in(6, 30), "pky", ordinal),
        "external_accounts": external_accounts(&facts, ordinal),
        "saml_accounts": embedded("user_saml_accounts", one_in(7, 31), "samlacc", ordinal),
        "enterprise_accounts": embedded("user_enterprise_accounts", one_in(7, 31), "entacc", ordinal),
        "password_last_updated_at": if one_in(4, 22) { None } else { Some(facts.created_at) },
        "public_metadata": public_metadata(&facts, ordinal),
        "private_metadata": private_metadata(&facts),
        "unsafe_metadata": {},
        "external_id": facts.external_id,
        "last_sign_in_at": facts.last_sign_in_at,
        "banned": facts.banned,
        "locked": one_in(60, 24),
        "lockout_expires_in_seconds": if one_in(60, 24) { Some(1800) } else { None },
        "verification_attempts_remaining": 100 - (facts.dice % 5) as i64,
        "created_at": facts.created_at,
        "updated_at": facts.updated_at,
        "delete_self_enabled": true,
        "create_organization_enabled": !one_in(8, 25),
        "create_organizations_limit": if one_in(8, 26) { Some(3) } else { None },
        // Truncated to the day as in Clerk, whereas filters compare the exact time.
        "last_active_at": facts.last_active_at.map(|time| time / DAY * DAY),
        "mfa_enabled_at": if one_in(5, 23) { Some(facts.created_at + DAY) } else { None },
        "mfa_disabled_at": null,
        "legal_accepted_at": if one_in(2, 27) { Some(facts.created_at) } else { None },
        "bypass_client_trust": false,
    });
    // Clerk leaves out attributes of features that the instance does not use, instead of returning null.
    if one_in(2, 28)
        && let Some(attributes) = user.as_object_mut()
    {
        attributes.insert("profile_image_url".to_owned(), json!(format!("https://img.example.com/{}", facts.id)));
        attributes.insert("deprovisioned".to_owned(), json!(false));
    }
    user
}

/// E-mail addresses. A second address comes first, so that a reader has to search for the primary one.
fn emails(facts: &Facts, ordinal: u32) -> Value {
    let Some(email) = &facts.email else { return json!([]) };
    let address = |id: String, email: &str, verified: bool| {
        let verification = if verified {
            json!({
                "object": "verification_otp", "status": "verified", "strategy": "email_code", "attempts": 1,
                "expire_at": facts.created_at + 600_000,
            })
        } else {
            Value::Null
        };
        json!({
            "id": id, "object": "email_address", "email_address": email, "reserved": false,
            "verification": verification, "linked_to": [], "matches_sso_connection": false,
            "created_at": facts.created_at, "updated_at": facts.created_at,
        })
    };
    let primary = address(id("idn", 4 * ordinal), email, true);
    if let Some(other) = facts.other_emails.first() {
        let other = address(id("idn", 4 * ordinal + 1), other, false);
        return json!([other, primary]);
    }
    json!([primary])
}

fn phones(facts: &Facts, ordinal: u32) -> Value {
    let Some(phone) = &facts.phone else { return json!([]) };
    json!([{
        "id": id("idn", 4 * ordinal + 2), "object": "phone_number", "phone_number": phone,
        "reserved_for_second_factor": false, "default_second_factor": false, "reserved": false,
        "verification": {
            "object": "verification_otp", "status": "verified", "strategy": "phone_code", "attempts": 1,
            "expire_at": facts.created_at,
        },
        "linked_to": [], "backup_codes": null, "created_at": facts.created_at, "updated_at": facts.created_at,
    }])
}

fn wallets(facts: &Facts, ordinal: u32) -> Value {
    let Some(wallet) = &facts.wallet else { return json!([]) };
    json!([{
        "id": id("idn", 4 * ordinal + 3), "object": "web3_wallet", "web3_wallet": wallet,
        "verification": {
            "object": "verification_web3", "status": "verified", "strategy": "web3_metamask_signature", "attempts": 1,
            "expire_at": null,
        },
        "created_at": facts.created_at, "updated_at": facts.created_at,
    }])
}

fn external_accounts(facts: &Facts, ordinal: u32) -> Value {
    let Some(google_id) = &facts.google_id else { return json!([]) };
    json!([{
        "object": "external_account", "id": id("eac", ordinal), "provider": "oauth_google",
        "identification_id": id("idn", 4 * ordinal + 1), "provider_user_id": google_id,
        "approved_scopes": "email https://www.googleapis.com/auth/userinfo.email openid profile",
        "email_address": facts.email.as_deref().unwrap_or(""),
        "first_name": facts.first_name.as_deref().unwrap_or(""), "last_name": facts.last_name.as_deref().unwrap_or(""),
        "image_url": null, "username": null, "public_metadata": {},
        "label": null, "created_at": facts.created_at, "updated_at": facts.updated_at,
        "verification": {
            "object": "verification_oauth", "status": "verified", "strategy": "oauth_google",
            "expire_at": facts.created_at, "attempts": null,
        },
    }])
}

/// An array with one element from a template, or an empty array.
fn embedded(template: &str, exists: bool, prefix: &str, ordinal: u32) -> Value {
    let row = Row { ordinal, id: id(prefix, ordinal), created_at: super::created_at(ordinal) };
    if exists { json!([template::row(template, &row)]) } else { json!([]) }
}

fn public_metadata(facts: &Facts, ordinal: u32) -> Value {
    let mut metadata = Map::new();
    if !facts.dice.is_multiple_of(3) {
        metadata.insert("role".to_owned(), json!(pick(&["admin", "member", "guest"], facts.dice >> 16)));
        metadata.insert("score".to_owned(), json!(f64::from(ordinal % 1000) / 8.0));
        metadata.insert(
            "plan".to_owned(),
            json!({ "name": pick(&["free", "pro"], facts.dice >> 20), "seats": ordinal % 50 }),
        );
    }
    if facts.dice.is_multiple_of(11) {
        metadata.insert("stripeCustomerId".to_owned(), json!(format!("cus_{ordinal:08}")));
    }
    Value::Object(metadata)
}

fn private_metadata(facts: &Facts) -> Value {
    match facts.dice % 4 {
        0 => Value::Null,
        1 => json!({ "note": format!("{} said \"hi\"\n\tand left \\o/", people::pick(&FIRST_NAMES, facts.dice)) }),
        _ => json!({}),
    }
}
