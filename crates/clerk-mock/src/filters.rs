//! The filters of the endpoints `/users` and `/users/count`.

use std::borrow::Cow;

use crate::data::{Instance, users};
use crate::params::Params;

/// Query parameters that filter users.
pub const USER_FILTERS: [&str; 22] = [
    "email_address",
    "phone_number",
    "external_id",
    "username",
    "web3_wallet",
    "user_id",
    "organization_id",
    "query",
    "email_address_query",
    "phone_number_query",
    "username_query",
    "name_query",
    "banned",
    "last_active_at_before",
    "last_active_at_after",
    "last_active_at_since",
    "created_at_before",
    "created_at_after",
    "last_sign_in_at_before",
    "last_sign_in_at_after",
    "provider",
    "provider_user_id",
];

/// The filters of a request for users.
pub(crate) struct UserFilters<'a> {
    params: &'a Params,
    created_after: Option<i64>,
    created_before: Option<i64>,
    has_others: bool,
}

impl<'a> UserFilters<'a> {
    pub fn new(params: &'a Params) -> Self {
        let bound = |name: &str| params.get(name).and_then(|value| value.parse::<i64>().ok());
        let others = USER_FILTERS.iter().filter(|name| !name.starts_with("created_at"));
        UserFilters {
            params,
            created_after: bound("created_at_after"),
            created_before: bound("created_at_before"),
            has_others: others.into_iter().any(|name| params.get(name).is_some()),
        }
    }

    /// Whether a user satisfies all of them. Most requests have none but creation times, which take less time.
    pub fn are_satisfied_by(&self, instance: &Instance, ordinal: u32) -> bool {
        let created_at = users::created_at(instance, ordinal);
        self.created_after.is_none_or(|bound| created_at > bound)
            && self.created_before.is_none_or(|bound| created_at < bound)
            && (!self.has_others || satisfies_others(instance, ordinal, self.params))
    }
}

/// Whether a user satisfies all filters but those by creation time.
fn satisfies_others(instance: &Instance, ordinal: u32, params: &Params) -> bool {
    let facts = users::facts(instance, ordinal);
    let is_one_of = |name: &str, values: &[&str]| {
        let mut wanted = params.all(name).peekable();
        wanted.peek().is_none() || wanted.any(|wanted| values.contains(&wanted))
    };
    let mut emails = all(facts.email.as_ref(), &facts.other_emails);
    if facts.other_emails.is_empty() {
        emails.push("");
    }
    let phones = all(facts.phone.as_ref(), &facts.other_phones);
    let username = facts.username.as_deref().unwrap_or("");
    let wallet = facts.wallet.as_deref().unwrap_or("");
    let external_id = facts.external_id.as_deref().unwrap_or("");
    let text = |name: &Option<Cow<'static, str>>| name.as_deref().unwrap_or("").to_owned();
    let full_name = format!("{} {}", text(&facts.first_name), text(&facts.last_name));
    let in_organization = || {
        let organizations = instance.organizations_of(ordinal);
        let organizations: Vec<&str> = organizations.iter().map(String::as_str).collect();
        includes(params, "organization_id", &organizations)
    };
    let contains_text = |name: &str, values: &[&str]| {
        let text = params.get(name).map(str::to_lowercase);
        text.is_none_or(|text| values.iter().any(|value| value.to_lowercase().contains(&text)))
    };
    let time = |name: &str| params.get(name).and_then(|value| value.parse::<i64>().ok());
    let is_after =
        |name: &str, value: Option<i64>| time(name).is_none_or(|bound| value.is_some_and(|value| value > bound));
    let is_before =
        |name: &str, value: Option<i64>| time(name).is_none_or(|bound| value.is_some_and(|value| value < bound));
    let is_since =
        |name: &str, value: Option<i64>| time(name).is_none_or(|bound| value.is_some_and(|value| value >= bound));

    is_one_of("email_address", &emails)
        && is_one_of("phone_number", &phones)
        && is_one_of("username", &[username])
        && is_one_of("web3_wallet", &[wallet])
        && includes(params, "user_id", &[&facts.id])
        && includes(params, "external_id", &[external_id])
        && (params.get("organization_id").is_none() || in_organization())
        && contains_text("query", &[&emails[..], &phones[..], &[username, wallet, &facts.id, &full_name]].concat())
        && contains_text("email_address_query", &emails)
        && contains_text("phone_number_query", &phones)
        && contains_text("username_query", &[username])
        && contains_text("name_query", &[&full_name])
        && params.flag("banned").is_none_or(|banned| banned == facts.banned)
        && is_before("last_active_at_before", facts.last_active_at)
        && is_after("last_active_at_after", facts.last_active_at)
        && is_since("last_active_at_since", facts.last_active_at)
        && is_before("last_sign_in_at_before", facts.last_sign_in_at)
        && is_after("last_sign_in_at_after", facts.last_sign_in_at)
        && (params.get("provider").is_none()
            || facts.google_id.as_deref().is_some_and(|id| {
                params.get("provider") == Some("oauth_google") && is_one_of("provider_user_id", &[id])
            }))
}

/// The primary value, which is an empty text if there is none, and the others.
fn all<'a>(primary: Option<&'a String>, others: &'a [String]) -> Vec<&'a str> {
    std::iter::once(primary.map_or("", String::as_str)).chain(others.iter().map(String::as_str)).collect()
}

/// Whether values satisfy a filter that includes and excludes: a value of the parameter that begins with a minus
/// excludes, one with a plus or without a sign includes. A plus that is not percent-encoded arrives as a space.
pub(crate) fn includes(params: &Params, name: &str, values: &[&str]) -> bool {
    let (excluded, included): (Vec<&str>, Vec<&str>) = params.all(name).partition(|value| value.starts_with('-'));
    let is_excluded = excluded.iter().any(|value| values.contains(&&value[1..]));
    let is_included = included.iter().any(|value| values.contains(&value.strip_prefix(['+', ' ']).unwrap_or(value)));
    !is_excluded && (included.is_empty() || is_included)
}
