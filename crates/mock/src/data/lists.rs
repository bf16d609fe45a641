//! Which lists there are. Shapes and parameters follow the OpenAPI text.

use super::{Kind, organizations, small, users};

pub(super) static KINDS: [Kind; 12] = [
    Kind { row: small::allowlist_identifier, ..bare("allowlist_identifiers", "alid", &[]) },
    Kind {
        row: small::blocklist_identifier,
        is_bare: false,
        has_switch: false,
        ..bare("blocklist_identifiers", "blid", &[])
    },
    Kind { row: small::domain, ..wrapped("domains", "dmn", &[]) },
    Kind { row: small::invitation, ..bare("invitations", "inv", &["created_at", "email_address", "expires_at"]) },
    Kind { row: small::jwt_template, ..bare("jwt_templates", "jtmp", &[]) },
    Kind { row: small::oauth_application, ..wrapped("oauth_applications", "oa", &["created_at", "name"]) },
    Kind {
        row: organizations::invitation,
        ..wrapped("organization_invitations", "orginv", &["created_at", "email_address"])
    },
    Kind {
        row: organizations::membership,
        ..wrapped(
            "organization_memberships",
            "orgmem",
            &["created_at", "phone_number", "email_address", "first_name", "last_name", "username"],
        )
    },
    Kind {
        row: organizations::organization,
        ..wrapped("organizations", "org", &["created_at", "name", "members_count"])
    },
    Kind { row: small::redirect_url, ..bare("redirect_urls", "ru", &[]) },
    Kind {
        row: small::saml_connection,
        ..wrapped(
            "saml_connections",
            "samlc",
            &["created_at", "phone_number", "email_address", "first_name", "last_name", "username"],
        )
    },
    Kind { row: users::user, has_switch: false, ..bare("users", "user", USER_ORDER) },
];

const USER_ORDER: &[&str] = &[
    "created_at",
    "updated_at",
    "email_address",
    "web3wallet",
    "first_name",
    "last_name",
    "phone_number",
    "username",
    "last_active_at",
    "last_sign_in_at",
];

/// An array, unless the request asks for pages with a count.
const fn bare(name: &'static str, prefix: &'static str, order_keys: &'static [&'static str]) -> Kind {
    Kind { is_bare: true, has_switch: true, ..wrapped(name, prefix, order_keys) }
}

/// An object with `data` and `total_count`.
const fn wrapped(name: &'static str, prefix: &'static str, order_keys: &'static [&'static str]) -> Kind {
    Kind { name, prefix, is_bare: false, has_switch: false, order_keys, newest_first: true, row: small::domain }
}
