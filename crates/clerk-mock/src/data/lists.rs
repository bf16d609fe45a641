//! The lists: how their rows are generated, and what their parents are. The routes define how requests read them.

use super::{Kind, Make, organizations, small, users};

/// Definitions of all lists.
pub(super) static KINDS: &[Kind] = &[
    made("allowlist_identifiers", "alid", small::allowlist_identifier),
    template("api_keys", "ak"),
    template("billing_payment_attempts", "cpay").children_of("cstmt", 2),
    template("billing_plans", "cplan"),
    template("billing_prices", "cprice"),
    template("billing_statements", "cstmt"),
    template("billing_subscription_items", "csubitem"),
    made("blocklist_identifiers", "blid", small::blocklist_identifier),
    template("clients", "client"),
    template("directories", "dir"),
    template("directory_group_role_mappings", "dgrm").children_of("dir", 2),
    made("domains", "dmn", small::domain),
    template("enterprise_connection_test_runs", "ectr").children_of("entconn", 2),
    template("enterprise_connections", "entconn"),
    template("instance", "ins"),
    template("instance_beta_settings", "ins"),
    template("instance_communication", "ins"),
    template("instance_oauth_application_settings", "ins"),
    template("instance_organization_settings", "ins"),
    template("instance_protect", "ins"),
    template("instance_restrictions", "ins"),
    made("invitations", "inv", small::invitation),
    template("jwks", "ins"),
    made("jwt_templates", "jtmp", small::jwt_template),
    template("m2m_tokens", "mt").children_of("mch", 2),
    template("machines", "mch"),
    made("oauth_applications", "oa", small::oauth_application),
    from("organization_billing_credits", "", "user_billing_credits").children_of("org", 1),
    from("organization_billing_subscriptions", "csub", "user_billing_subscriptions").children_of("org", 1),
    template("organization_domains", "orgdmn"),
    made("organization_invitations", "orginv", organizations::invitation).children_of("user", 2),
    made("organization_memberships", "orgmem", organizations::membership),
    template("organization_permissions", "perm"),
    template("organization_roles", "role"),
    made("organizations", "org", organizations::organization),
    made("redirect_urls", "ru", small::redirect_url),
    template("role_sets", "rset"),
    made("saml_connections", "samlc", small::saml_connection),
    template("scim_directories", "scimdir"),
    template("scim_group_role_mappings", "sgrm").children_of("scimdir", 2),
    template("sessions", "sess"),
    template("sign_ups", "sua"),
    template("templates", "tmpl"),
    template("trusted_devices", "td").children_of("user", 2),
    template("user_billing_credits", "").children_of("user", 1),
    template("user_billing_subscriptions", "csub").children_of("user", 1),
    made("users", "user", users::user),
    template("waitlist_entries", "wle"),
];

/// A list whose rows a function generates.
const fn made(name: &'static str, prefix: &'static str, make: super::MakeRow) -> Kind {
    Kind { name, prefix, parent: ("", 1), make: Make::Function(make) }
}

/// A list whose rows come from the template with the list's own name.
const fn template(name: &'static str, prefix: &'static str) -> Kind {
    from(name, prefix, name)
}

/// A list whose rows come from a template.
const fn from(name: &'static str, prefix: &'static str, template: &'static str) -> Kind {
    Kind { name, prefix, parent: ("", 1), make: Make::Template(template) }
}

impl Kind {
    /// Sets the prefix of the parents' ids, and the number of rows for each parent.
    const fn children_of(self, prefix: &'static str, rows: u32) -> Kind {
        Kind { parent: (prefix, rows), ..self }
    }
}
