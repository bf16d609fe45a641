//! The realm as the server imports it.

use serde_json::{Value, json};

use super::{REALM, Size, clients, groups, random, roles, users};

/// Ten years in seconds: sessions that the seed begins still exist whenever the kept data are used.
const TEN_YEARS: u32 = 315_360_000;

/// Number of identity providers of partners.
const PARTNERS: u32 = 104;

/// Password for the mail server.
pub(super) const SMTP_SECRET: &str = "smtp-secret-2d7b9c";

/// Beginning of the secrets of identity providers.
pub(super) const PROVIDER_SECRET: &str = "secret of ";

/// Number of organizations.
const ORGANIZATIONS: u32 = 14;

/// The realm as the server imports it. What an import does not contain follows in [`super::run`].
pub(super) fn json(size: Size) -> Value {
    json!({
        "id": random::id("realm", REALM),
        "realm": REALM,
        "displayName": "Acme & Sons \"Ltd\"",
        "enabled": true,
        "sslRequired": "none",
        "registrationAllowed": true,
        "loginWithEmailAllowed": true,
        "organizationsEnabled": true,
        // Passwords protect nothing here, and computing hashes takes time.
        "passwordPolicy": "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)",
        "ssoSessionIdleTimeout": TEN_YEARS,
        "ssoSessionMaxLifespan": TEN_YEARS,
        "offlineSessionIdleTimeout": TEN_YEARS,
        "accessTokenLifespan": 300,
        "internationalizationEnabled": true,
        "supportedLocales": ["en", "de"],
        "defaultLocale": "en",
        "attributes": { "frontend": "no", "owner": "o'brien" },
        "smtpServer": { "host": "mail.example.com", "from": "acme@example.com", "password": SMTP_SECRET },
        "roles": roles::json(),
        "groups": groups::json(),
        "clients": clients::json(),
        "users": users::json(size.users),
        "identityProviders": identity_providers(),
        "identityProviderMappers": [mapper("google", "department"), mapper("o'brien_%", "it's \"100%\"")],
        "organizations": organizations(size),
    })
}

fn identity_providers() -> Vec<Value> {
    let provider = |alias: &str, kind: &str, name: &str, is_enabled: bool| {
        json!({
            "alias": alias,
            "internalId": random::id("provider", alias),
            "displayName": name,
            "providerId": kind,
            "enabled": is_enabled,
            "trustEmail": kind == "google",
            "config": {
                "clientId": format!("acme at {alias}"),
                "clientSecret": format!("{PROVIDER_SECRET}{alias}"),
                "authorizationUrl": format!("https://{alias}.example.com/authorize?a=1&b=%20"),
                "tokenUrl": format!("https://{alias}.example.com/token"),
            },
        })
    };
    let mut providers = vec![
        provider("google", "google", "Google", true),
        provider("github", "github", "GitHub", true),
        provider("o'brien_%", "oidc", "O'Brien 100%", false),
    ];
    providers.extend((1..=PARTNERS).map(|number| {
        let alias = format!("partner-{number:03}");
        provider(&alias, "oidc", &format!("Partner {number}"), number % 9 != 0)
    }));
    providers
}

/// A mapper that gives an attribute to all users of an identity provider.
fn mapper(provider: &str, name: &str) -> Value {
    json!({
        "id": random::id("mapper", &format!("{provider}/{name}")),
        "name": name,
        "identityProviderAlias": provider,
        "identityProviderMapper": "hardcoded-attribute-idp-mapper",
        "config": { "syncMode": "INHERIT", "attribute": "origin", "attribute.value": provider },
    })
}

/// Organizations: one with more members than a page has by default, and a few with none.
fn organizations(size: Size) -> Vec<Value> {
    let organization = |number: u32| {
        let count = match number {
            0 => size.users / 10,
            1..=9 => 12,
            _ => 0,
        };
        let first = number * 17;
        let tier = if number.is_multiple_of(2) { "gold" } else { "silver" };
        let members: Vec<Value> = (first..first + count)
            .filter(|index| *index < size.users)
            .map(|index| json!({ "username": users::name(index), "membershipType": "UNMANAGED" }))
            .collect();
        json!({
            "id": random::id("organization", &number.to_string()),
            "name": format!("Organization {number} & Co"),
            "alias": format!("organization-{number:02}"),
            "enabled": number % 5 != 4,
            "description": format!("The \"{number}th\" organization"),
            "attributes": { "tier": [tier], "regions": ["EU", "100%"] },
            "domains": [{ "name": format!("org{number}.example.net"), "verified": number.is_multiple_of(2) }],
            "members": members,
        })
    };
    (0..ORGANIZATIONS).map(organization).collect()
}
