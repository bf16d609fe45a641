//! Objects of which an instance has few rows.

use serde_json::{Value, json};

use super::people::{id, pick};
use super::{Instance, Row};

pub(crate) fn allowlist_identifier(_: &Instance, row: &Row) -> Value {
    json!({
        "object": "allowlist_identifier",
        "id": row.id,
        "invitation_id": id("inv", row.ordinal),
        "identifier": format!("allowed{}@example.com", row.ordinal),
        "identifier_type": "email_address",
        "instance_id": id("ins", 0),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

pub(crate) fn blocklist_identifier(_: &Instance, row: &Row) -> Value {
    let (identifier, kind) = match row.ordinal % 3 {
        0 => (format!("*@spam{}.example", row.ordinal), "email_address"),
        1 => (format!("+1555000{:04}", row.ordinal), "phone_number"),
        _ => (format!("0x{:040x}", row.ordinal), "web3_wallet"),
    };
    json!({
        "object": "blocklist_identifier",
        "id": row.id,
        "identifier": identifier,
        "identifier_type": kind,
        "instance_id": id("ins", 0),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

pub(crate) fn domain(_: &Instance, row: &Row) -> Value {
    let is_satellite = row.ordinal > 0;
    json!({
        "object": "domain",
        "id": row.id,
        "name": format!("app{}.example.com", row.ordinal),
        "is_satellite": is_satellite,
        "frontend_api_url": format!("https://clerk.app{}.example.com", row.ordinal),
        "accounts_portal_url": if is_satellite { None } else { Some("https://accounts.app0.example.com") },
        "proxy_url": null,
        "development_origin": "",
        "cname_targets": if is_satellite { Value::Null } else {
            json!([{ "host": "clerk.app0.example.com", "value": "frontend-api.clerk.services", "required": true }])
        },
    })
}

pub(crate) fn invitation(_: &Instance, row: &Row) -> Value {
    let status = pick(&["pending", "accepted", "expired", "revoked"], u64::from(row.ordinal));
    json!({
        "object": "invitation",
        "id": row.id,
        "email_address": format!("invited{}@example.com", row.ordinal),
        "public_metadata": if row.ordinal.is_multiple_of(2) {
            json!({ "source": "campaign", "n": row.ordinal })
        } else { json!({}) },
        "revoked": status == "revoked",
        "status": status,
        "url": format!("https://accounts.example.com/v1/tickets/accept?ticket={}", row.ordinal),
        "expires_at": if row.ordinal.is_multiple_of(4) { None } else { Some(row.created_at + 2_592_000_000) },
        "created_at": row.created_at,
        "updated_at": row.created_at + 1,
    })
}

pub(crate) fn jwt_template(_: &Instance, row: &Row) -> Value {
    json!({
        "object": "jwt_template",
        "id": row.id,
        "name": format!("template-{}", row.ordinal),
        "claims": {
            "aud": "https://api.example.com", "role": "{{user.public_metadata.role}}",
            "nested": { "level": row.ordinal },
        },
        "lifetime": 60 + row.ordinal,
        "allowed_clock_skew": 5,
        "custom_signing_key": row.ordinal % 2 == 1,
        "signing_algorithm": if row.ordinal % 2 == 1 { "HS256" } else { "RS256" },
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

pub(crate) fn oauth_application(_: &Instance, row: &Row) -> Value {
    let base = "https://clerk.example.com/oauth";
    json!({
        "object": "oauth_application",
        "id": row.id,
        "instance_id": id("ins", 0),
        "name": format!("App {}", row.ordinal),
        "client_id": format!("client{:08}", row.ordinal),
        "client_uri": if row.ordinal.is_multiple_of(2) { Some("https://client.example.com") } else { None },
        "client_image_url": null,
        "dynamically_registered": false,
        "consent_screen_enabled": true,
        "pkce_required": row.ordinal.is_multiple_of(3),
        "public": row.ordinal.is_multiple_of(2),
        "scopes": "profile email",
        "redirect_uris": ["https://client.example.com/callback"],
        "callback_url": "https://client.example.com/callback",
        "authorize_url": format!("{base}/authorize"),
        "token_fetch_url": format!("{base}/token"),
        "user_info_url": format!("{base}/userinfo"),
        "discovery_url": "https://clerk.example.com/.well-known/openid-configuration",
        "token_introspection_url": format!("{base}/token_info"),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

pub(crate) fn redirect_url(_: &Instance, row: &Row) -> Value {
    json!({
        "object": "redirect_url",
        "id": row.id,
        "url": format!("myapp{}://callback", row.ordinal),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

pub(crate) fn saml_connection(instance: &Instance, row: &Row) -> Value {
    let is_configured = !row.ordinal.is_multiple_of(4);
    let given = |text: &str| is_configured.then(|| text.to_owned());
    json!({
        "object": "saml_connection",
        "id": row.id,
        "name": format!("Connection {}", row.ordinal),
        "domain": format!("corp{}.example.com", row.ordinal),
        "domains": [format!("corp{}.example.com", row.ordinal)],
        "idp_entity_id": given("https://idp.example.com/entity"),
        "idp_sso_url": given("https://idp.example.com/sso"),
        "idp_certificate": given("MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQ=="),
        "idp_certificate_issued_at": is_configured.then_some(row.created_at),
        "idp_certificate_expires_at": is_configured.then_some(row.created_at + 31_536_000_000),
        "idp_metadata_url": null,
        "idp_metadata": null,
        "acs_url": "https://clerk.example.com/v1/saml/acs",
        "sp_entity_id": "https://clerk.example.com/saml",
        "sp_metadata_url": "https://clerk.example.com/v1/saml/metadata",
        "organization_id": if is_configured {
            Some(id("org", row.ordinal % instance.size.organizations.max(1)))
        } else { None },
        "attribute_mapping": {
            "user_id": "", "email_address": "mail", "first_name": "givenName", "last_name": "surname",
        },
        "active": is_configured,
        "provider": pick(&["saml_okta", "saml_google", "saml_custom"], u64::from(row.ordinal)),
        "user_count": row.ordinal * 7,
        "sync_user_attributes": true,
        "allow_subdomains": false,
        "allow_idp_initiated": false,
        "disable_additional_identifications": false,
        "allow_organization_account_linking": false,
        "authenticatable": true,
        "disable_jit_provisioning": false,
        "force_authn": false,
        "login_hint": { "mode": "off" },
        "enterprise_connection_id": null,
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}
