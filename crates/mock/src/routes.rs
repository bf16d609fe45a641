//! The endpoints: which list each gives, in which shape, and what its parameters do. They follow the OpenAPI text.

/// An endpoint.
pub struct Route {
    /// The path below the base url; `{}` stands for an id.
    pub path: &'static str,
    /// The list that it gives, or one row of.
    pub list: &'static str,
    /// What the answer is.
    pub shape: Shape,
    /// The largest page; 0 where there are no pages.
    pub max: usize,
    /// The list that the id in the path is of, or in the parameter that must be given.
    pub under: &'static str,
    /// The parameter that must be given, in place of an id in the path.
    pub required: &'static str,
    /// The keys that `order_by` takes; none where there is no such parameter.
    pub orders: &'static [&'static str],
    /// What the other parameters do.
    pub checks: &'static [Check],
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One row.
    One,
    /// An array.
    Bare,
    /// An array, unless the request asks for pages with a count.
    Switch,
    /// An object with the array under this key, and `total_count`.
    Under(&'static str),
}

/// What a parameter does.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The attribute equals one of the values; a plus before one includes, a minus excludes.
    Is(&'static str, &'static str),
    /// One of the attributes holds the value, in any case.
    Part(&'static str, &'static [&'static str]),
    /// Rows whose attribute is true come only if it is true.
    Shows(&'static str, &'static str),
    /// The attribute equals the value, and without the parameter it does not equal `revoked`.
    Status(&'static str),
    /// Something that the rows do not show: it changes nothing here.
    Ignored(&'static str),
}

impl Check {
    /// The parameter.
    pub fn param(&self) -> &'static str {
        match self {
            Check::Is(param, _) | Check::Part(param, _) | Check::Shows(param, _) => param,
            Check::Status(param) | Check::Ignored(param) => param,
        }
    }
}

use Check::{Ignored, Is, Part, Shows, Status};

const MEMBERSHIP_ORDERS: &[&str] =
    &["created_at", "phone_number", "email_address", "first_name", "last_name", "username"];

/// Every endpoint but `/users/count`.
pub static ROUTES: &[Route] = &[
    switch("/allowlist_identifiers", "allowlist_identifiers"),
    list("/api_keys", "api_keys").max(100).required("subject").with(&[
        Is("subject", "subject"),
        Shows("include_invalid", "revoked"),
        Part("query", &["name"]),
        Ignored("type"),
    ]),
    one("/api_keys/{}", "api_keys"),
    list("/billing/plans", "billing_plans").with(&[Is("payer_type", "for_payer_type")]),
    list("/billing/prices", "billing_prices").with(&[Is("plan_id", "plan_id")]),
    list("/billing/statements", "billing_statements"),
    one("/billing/statements/{}", "billing_statements"),
    list("/billing/statements/{}/payment_attempts", "billing_payment_attempts").under("billing_statements"),
    list("/billing/subscription_items", "billing_subscription_items").with(&[
        Is("status", "status"),
        Is("plan_id", "plan_id"),
        Shows("include_free", "is_free_trial"),
        Ignored("payer_type"),
        Ignored("query"),
    ]),
    list("/blocklist_identifiers", "blocklist_identifiers").max(0),
    switch("/clients", "clients"),
    one("/clients/{}", "clients"),
    list("/directories", "directories"),
    one("/directories/{}", "directories"),
    list("/directories/{}/group_role_mappings", "directory_group_role_mappings").max(0).under("directories"),
    list("/domains", "domains").max(0),
    one("/email_addresses/{}", "user_email_addresses"),
    list("/enterprise_connections", "enterprise_connections")
        .with(&[Is("organization_id", "organization_id"), Is("active", "active")]),
    one("/enterprise_connections/{}", "enterprise_connections"),
    list("/enterprise_connections/{}/test_runs", "enterprise_connection_test_runs")
        .under("enterprise_connections")
        .with(&[Is("status", "status")]),
    one("/instance", "instance"),
    one("/instance/communication", "instance_communication"),
    one("/instance/oauth_application_settings", "instance_oauth_application_settings"),
    one("/instance/organization_settings", "instance_organization_settings"),
    one("/instance/protect", "instance_protect"),
    switch("/invitations", "invitations")
        .ordered(&["created_at", "email_address", "expires_at"])
        .with(&[Status("status"), Part("query", &["id", "email_address"])]),
    Route { shape: Shape::Under("keys"), max: 0, ..list("/jwks", "jwks") },
    switch("/jwt_templates", "jwt_templates"),
    one("/jwt_templates/{}", "jwt_templates"),
    Route { shape: Shape::Under("m2m_tokens"), ..list("/m2m_tokens", "m2m_tokens") }
        .max(100)
        .under("machines")
        .required("subject")
        .with(&[Shows("revoked", "revoked"), Shows("expired", "expired")]),
    list("/machines", "machines").ordered(&["created_at", "name"]).with(&[Part("query", &["name"])]),
    one("/machines/{}", "machines"),
    list("/oauth_applications", "oauth_applications")
        .ordered(&["created_at", "name"])
        .with(&[Part("name_query", &["name", "client_id"])]),
    one("/oauth_applications/{}", "oauth_applications"),
    list("/organization_domains", "organization_domains").ordered(&["created_at", "name"]).with(&[
        Is("organization_id", "organization_id"),
        Is("domains", "name"),
        Is("enrollment_mode", "enrollment_mode"),
        Part("query", &["name"]),
        Ignored("verified"),
    ]),
    list("/organization_invitations", "organization_invitations")
        .ordered(&["created_at", "email_address"])
        .with(&[Is("status", "status"), Part("query", &["email_address"])]),
    list("/organization_memberships", "organization_memberships").ordered(MEMBERSHIP_ORDERS),
    list("/organization_permissions", "organization_permissions")
        .ordered(&["created_at", "name", "key"])
        .with(&[Part("query", &["name", "key"])]),
    one("/organization_permissions/{}", "organization_permissions"),
    list("/organization_roles", "organization_roles")
        .ordered(&["created_at", "name", "key"])
        .with(&[Part("query", &["name", "key"])]),
    one("/organization_roles/{}", "organization_roles"),
    list("/organizations", "organizations").ordered(&["created_at", "name", "members_count"]).with(&[
        Is("organization_id", "id"),
        Part("query", &["name", "slug"]),
        Ignored("user_id"),
        Ignored("include_members_count"),
        Ignored("include_missing_member_with_elevated_permissions"),
    ]),
    one("/organizations/{}", "organizations")
        .with(&[Ignored("include_members_count"), Ignored("include_missing_member_with_elevated_permissions")]),
    one("/organizations/{}/billing/credits", "organization_billing_credits").under("organizations"),
    one("/organizations/{}/billing/subscription", "organization_billing_subscriptions").under("organizations"),
    list("/organizations/{}/memberships", "organization_memberships")
        .under("organizations")
        .ordered(MEMBERSHIP_ORDERS)
        .with(&[
            Is("user_id", "public_user_data.user_id"),
            Is("role", "role"),
            Is("username", "public_user_data.username"),
            Part("username_query", &["public_user_data.username"]),
            Part("name_query", &["public_user_data.first_name", "public_user_data.last_name"]),
        ]),
    one("/phone_numbers/{}", "user_phone_numbers"),
    switch("/redirect_urls", "redirect_urls"),
    one("/redirect_urls/{}", "redirect_urls"),
    list("/role_sets", "role_sets").ordered(&["created_at", "name", "key"]).with(&[Part("query", &["name", "key"])]),
    one("/role_sets/{}", "role_sets"),
    list("/saml_connections", "saml_connections")
        .ordered(MEMBERSHIP_ORDERS)
        .with(&[Is("organization_id", "organization_id"), Part("query", &["name"])]),
    one("/saml_connections/{}", "saml_connections"),
    list("/scim_directories", "scim_directories"),
    one("/scim_directories/{}", "scim_directories"),
    list("/scim_directories/{}/group_role_mappings", "scim_group_role_mappings").max(0).under("scim_directories"),
    switch("/sessions", "sessions").required("user_id").with(&[
        Is("user_id", "user_id"),
        Is("client_id", "client_id"),
        Is("status", "status"),
    ]),
    one("/sessions/{}", "sessions"),
    one("/sign_ups/{}", "sign_ups"),
    switch("/templates/{}", "templates").under(""),
    Route { shape: Shape::Bare, ..list("/users", "users") }.ordered(&[
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
    ]),
    one("/users/{}", "users"),
    one("/users/{}/billing/credits", "user_billing_credits").under("users"),
    one("/users/{}/billing/subscription", "user_billing_subscriptions").under("users"),
    list("/users/{}/organization_invitations", "organization_invitations")
        .under("users")
        .with(&[Is("status", "status")]),
    list("/users/{}/organization_memberships", "organization_memberships").under("users"),
    list("/users/{}/trusted_devices", "trusted_devices").max(0).under("users"),
    list("/waitlist_entries", "waitlist_entries")
        .ordered(&["created_at", "email_address", "invited_at"])
        .with(&[Is("status", "status"), Part("query", &["id", "email_address"])]),
];

const fn list(path: &'static str, list: &'static str) -> Route {
    let shape = Shape::Under("data");
    Route { path, list, shape, max: 500, under: "", required: "", orders: &[], checks: &[] }
}

const fn switch(path: &'static str, list: &'static str) -> Route {
    Route { shape: Shape::Switch, ..self::list(path, list) }
}

const fn one(path: &'static str, list: &'static str) -> Route {
    Route { shape: Shape::One, max: 0, ..self::list(path, list) }
}

impl Route {
    const fn max(self, max: usize) -> Route {
        Route { max, ..self }
    }

    const fn under(self, under: &'static str) -> Route {
        Route { under, ..self }
    }

    const fn required(self, required: &'static str) -> Route {
        Route { required, ..self }
    }

    const fn ordered(self, orders: &'static [&'static str]) -> Route {
        Route { orders, ..self }
    }

    const fn with(self, checks: &'static [Check]) -> Route {
        Route { checks, ..self }
    }
}

/// The endpoint at a path, and the id in it.
pub(crate) fn find(path: &str) -> Option<(&'static Route, Option<&str>)> {
    let matching = |route: &'static Route| {
        let Some((before, behind)) = route.path.split_once("{}") else {
            return (route.path == path).then_some((route, None));
        };
        let id = path.strip_prefix(before)?.strip_suffix(behind)?;
        (!id.is_empty() && !id.contains('/')).then_some((route, Some(id)))
    };
    // An endpoint without an id in its path comes before those with one.
    ROUTES.iter().filter_map(matching).min_by_key(|(_, id)| id.is_some())
}
