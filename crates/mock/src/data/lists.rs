//! Which lists there are: what their rows are, and what they stand under. The routes say how they are asked for.

use super::{Kind, Make, organizations, small, users};

pub(super) static KINDS: &[Kind] = &[
    made("allowlist_identifiers", "alid", small::allowlist_identifier),
    template("api_keys", "ak"),
    template("billing_payment_attempts", "cpay").under("cstmt", 2),
    template("billing_plans", "cplan"),
    template("billing_prices", "cprice"),
    template("billing_statements", "cstmt"),
    template("billing_subscription_items", "csubitem"),
    made("blocklist_identifiers", "blid", small::blocklist_identifier),
    template("clients", "client"),
    template("directories", "dir"),
    template("directory_group_role_mappings", "dgrm").under("dir", 2),
    made("domains", "dmn", small::domain),
    template("enterprise_connection_test_runs", "ectr").under("entconn", 2),
    template("enterprise_connections", "entconn"),
    template("instance", "ins"),
    template("instance_communication", "ins"),
    template("instance_oauth_application_settings", "ins"),
    template("instance_organization_settings", "ins"),
    template("instance_protect", "ins"),
    made("invitations", "inv", small::invitation),
    template("jwks", "ins"),
    made("jwt_templates", "jtmp", small::jwt_template),
    template("m2m_tokens", "mt").under("mch", 2),
    template("machines", "mch"),
    made("oauth_applications", "oa", small::oauth_application),
    from("organization_billing_credits", "", "user_billing_credits").under("org", 1),
    from("organization_billing_subscriptions", "csub", "user_billing_subscriptions").under("org", 1),
    template("organization_domains", "orgdmn"),
    made("organization_invitations", "orginv", organizations::invitation).under("user", 2),
    made("organization_memberships", "orgmem", organizations::membership),
    template("organization_permissions", "perm"),
    template("organization_roles", "role"),
    made("organizations", "org", organizations::organization),
    made("redirect_urls", "ru", small::redirect_url),
    template("role_sets", "rset"),
    made("saml_connections", "samlc", small::saml_connection),
    template("scim_directories", "scimdir"),
    template("scim_group_role_mappings", "sgrm").under("scimdir", 2),
    template("sessions", "sess"),
    template("sign_ups", "sua"),
    template("templates", "tmpl"),
    template("trusted_devices", "td").under("user", 2),
    template("user_billing_credits", "").under("user", 1),
    template("user_billing_subscriptions", "csub").under("user", 1),
    made("users", "user", users::user),
    template("waitlist_entries", "wle"),
];

/// Rows made by a function.
const fn made(name: &'static str, prefix: &'static str, make: super::MakeRow) -> Kind {
    Kind { name, prefix, parent: ("", 1), make: Make::By(make) }
}

/// Rows from the template of the list's own name.
const fn template(name: &'static str, prefix: &'static str) -> Kind {
    from(name, prefix, name)
}

/// Rows from a template.
const fn from(name: &'static str, prefix: &'static str, template: &'static str) -> Kind {
    Kind { name, prefix, parent: ("", 1), make: Make::From(template) }
}

impl Kind {
    /// So many of the rows stand under each object whose ids begin so.
    const fn under(self, prefix: &'static str, rows: u32) -> Kind {
        Kind { parent: (prefix, rows), ..self }
    }
}
