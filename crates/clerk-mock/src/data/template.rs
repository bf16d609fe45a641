//! Generates rows of the many small lists from templates: JSON as Clerk returns it, with directives for what varies.
//!
//! | directive | replaced by |
//! |---|---|
//! | `"… {n} …"` | the text with the row's ordinal in place of `{n}` |
//! | `"$id"` | the row's id |
//! | `"$id prefix"` | an id with this prefix and the row's ordinal |
//! | `"$parent prefix"` | an id with this prefix, the same for two consecutive rows |
//! | `"$time days"` | the time this number of days after the row's creation, in milliseconds since the Unix epoch |
//! | `"$number below"` | a whole number from 0 to `below` - 1 |
//! | `"$flag every"` | true for one row in `every`, false for the others |
//! | `{"$pick": […]}` | one of the elements |
//! | `{"$unless": every, "$value": …}` | null for one row in `every`, the value for the others |
//! | `{"$use": "template"}` | the value of another template |

use serde_json::{Map, Value, json};

use super::people::{id, pick};
use super::{Row, created_at};

macro_rules! templates {
    ($($name:literal)*) => {
        /// Text of the template with this name; `null` if there is none.
        fn text(name: &str) -> &'static str {
            match name {
                $($name => include_str!(concat!("../../templates/", $name, ".json")),)*
                _ => "null",
            }
        }
    };
}

templates! {
    "api_keys" "billing_payment_attempts" "billing_plans" "billing_prices" "billing_statements"
    "billing_subscription_items" "clients" "directories" "directory_group_role_mappings"
    "enterprise_connection_test_runs" "enterprise_connections" "instance" "instance_beta_settings"
    "instance_communication" "instance_oauth_application_settings" "instance_organization_settings" "instance_protect"
    "instance_restrictions" "jwks" "m2m_tokens"
    "machines" "money" "organization_domains" "organization_permissions" "organization_roles" "payer"
    "payment_method" "role_sets" "scim_directories" "scim_group_role_mappings" "sessions" "sign_ups" "templates"
    "trusted_devices" "user_billing_credits" "user_billing_subscriptions" "user_enterprise_accounts" "user_passkeys"
    "user_saml_accounts" "waitlist_entries" "waitlist_invitation"
}

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// Generates a row from the template with this name.
pub(crate) fn row(template: &str, row: &Row) -> Value {
    let template: Value = serde_json::from_str(text(template)).unwrap_or_default();
    fill(&template, row)
}

/// Replaces the directives in a JSON value.
pub(crate) fn fill(template: &Value, row: &Row) -> Value {
    let n = row.ordinal;
    match template {
        Value::String(text) => directive(text, row),
        Value::Array(items) => items.iter().map(|item| fill(item, row)).collect(),
        Value::Object(members) => {
            if let Some(Value::Array(choices)) = members.get("$pick") {
                let choices: Vec<&Value> = choices.iter().collect();
                return fill(pick(&choices, u64::from(n)), row);
            }
            if let (Some(every), Some(value)) = (members.get("$unless"), members.get("$value")) {
                let every = every.as_u64().unwrap_or(1);
                return if u64::from(n + 1).is_multiple_of(every) { Value::Null } else { fill(value, row) };
            }
            if let Some(Value::String(other)) = members.get("$use") {
                let nested = Row { ordinal: n, id: id("part", n), created_at: created_at(n) };
                return self::row(other, &nested);
            }
            let filled: Map<String, Value> =
                members.iter().map(|(key, value)| (key.clone(), fill(value, row))).collect();
            Value::Object(filled)
        }
        other => other.clone(),
    }
}

/// Replaces a directive that is a string.
fn directive(text: &str, row: &Row) -> Value {
    let n = row.ordinal;
    let Some(directive) = text.strip_prefix('$') else { return json!(text.replace("{n}", &n.to_string())) };
    let (name, argument) = directive.split_once(' ').unwrap_or((directive, ""));
    let number: u32 = argument.parse().unwrap_or(1);
    match name {
        "id" if argument.is_empty() => json!(row.id),
        "id" => json!(id(argument, n)),
        "parent" => json!(id(argument, n / 2)),
        "time" => json!(row.created_at + i64::from(number) * DAY),
        "number" => json!(n % number),
        "flag" => json!(n.is_multiple_of(number)),
        _ => Value::Null,
    }
}
