//! The endpoints: the list that each returns, the shape of its response and the effects of its query parameters. They
//! follow Clerk's OpenAPI document.

/// An endpoint of the API.
pub struct Route {
    /// URL path template below the base URL; `{}` is the placeholder of an id.
    pub endpoint: &'static str,
    /// Name of the list that the endpoint returns, completely or a single row of it.
    pub list: &'static str,
    /// Shape of the response.
    pub shape: Shape,
    /// Maximum page size; 0 if the endpoint returns the whole list at once.
    pub max_page_size: usize,
    /// Name of the list of parents whose id is in the URL path, or in the required query parameter. Empty if the rows
    /// have no parent.
    pub parent: &'static str,
    /// Name of the required query parameter; empty if there is none.
    pub required: &'static str,
    /// Sort keys of the query parameter `order_by`; empty if the endpoint has no such parameter.
    pub orders: &'static [&'static str],
    /// Effects of the other query parameters.
    pub checks: &'static [Check],
}

/// Shape of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A single object.
    SingleObject,
    /// An array with one page. With the query parameter `paginated=true`, an object with the array as `data`, and
    /// `total_count`.
    Array,
    /// The same as `Array`, except that with `paginated=false` the array is the whole list.
    ArrayOrPaginated,
    /// An object with the array as this attribute, and `total_count`, which `/jwks` (attribute `keys`) does not have.
    Wrapped(&'static str),
}

/// Effect of a query parameter on the rows of a response. The first field is the name of the parameter.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Returns the rows whose attribute equals one of the values, or does not equal those that begin with a minus.
    Equals(&'static str, &'static str),
    /// Returns the rows one of whose attributes contains the value, ignoring case.
    ContainsText(&'static str, &'static [&'static str]),
    /// Returns rows whose attribute is true only if the value is `true`.
    IncludesIfTrue(&'static str, &'static str),
    /// Returns the rows whose attribute `status` equals the value; without the parameter, all rows that are not
    /// revoked.
    StatusOrNotRevoked(&'static str),
    /// Has no effect in the mock, because the attributes of the rows do not show what it filters by.
    NoEffect(&'static str),
}

impl Check {
    /// Name of the query parameter.
    pub fn param(&self) -> &'static str {
        match self {
            Check::Equals(param, _) | Check::ContainsText(param, _) | Check::IncludesIfTrue(param, _) => param,
            Check::StatusOrNotRevoked(param) | Check::NoEffect(param) => param,
        }
    }
}

use Check::{ContainsText, Equals, IncludesIfTrue, NoEffect, StatusOrNotRevoked};

const MEMBERSHIP_ORDERS: &[&str] =
    &["created_at", "phone_number", "email_address", "first_name", "last_name", "username"];

/// All endpoints except `/users/count`.
pub static ROUTES: &[Route] = &[
    optionally_paginated("/allowlist_identifiers", "allowlist_identifiers"),
    list("/api_keys", "api_keys").max_page_size(100).required("subject").with(&[
        Equals("subject", "subject"),
        IncludesIfTrue("include_invalid", "revoked"),
        ContainsText("query", &["name"]),
        NoEffect("type"),
    ]),
    single("/api_keys/{}", "api_keys"),
    list("/billing/plans", "billing_plans").with(&[Equals("payer_type", "for_payer_type")]),
    list("/billing/prices", "billing_prices").with(&[Equals("plan_id", "plan_id")]),
    list("/billing/statements", "billing_statements"),
    single("/billing/statements/{}", "billing_statements"),
    list("/billing/statements/{}/payment_attempts", "billing_payment_attempts").parent("billing_statements"),
    list("/billing/subscription_items", "billing_subscription_items").with(&[
        Equals("status", "status"),
        Equals("plan_id", "plan_id"),
        IncludesIfTrue("include_free", "is_free_trial"),
        NoEffect("payer_type"),
        NoEffect("query"),
    ]),
    list("/blocklist_identifiers", "blocklist_identifiers").max_page_size(0),
    optionally_paginated("/clients", "clients"),
    single("/clients/{}", "clients"),
    list("/directories", "directories"),
    single("/directories/{}", "directories"),
    list("/directories/{}/group_role_mappings", "directory_group_role_mappings").max_page_size(0).parent("directories"),
    list("/domains", "domains").max_page_size(0),
    single("/email_addresses/{}", "user_email_addresses"),
    list("/enterprise_connections", "enterprise_connections")
        .with(&[Equals("organization_id", "organization_id"), Equals("active", "active")]),
    single("/enterprise_connections/{}", "enterprise_connections"),
    list("/enterprise_connections/{}/test_runs", "enterprise_connection_test_runs")
        .parent("enterprise_connections")
        .with(&[Equals("status", "status")]),
    single("/instance", "instance"),
    single("/instance/communication", "instance_communication"),
    single("/instance/oauth_application_settings", "instance_oauth_application_settings"),
    single("/instance/organization_settings", "instance_organization_settings"),
    single("/instance/protect", "instance_protect"),
    optionally_paginated("/invitations", "invitations")
        .ordered(&["created_at", "email_address", "expires_at"])
        .with(&[StatusOrNotRevoked("status"), ContainsText("query", &["id", "email_address"])]),
    Route { shape: Shape::Wrapped("keys"), max_page_size: 0, ..list("/jwks", "jwks") },
    optionally_paginated("/jwt_templates", "jwt_templates"),
    single("/jwt_templates/{}", "jwt_templates"),
    Route { shape: Shape::Wrapped("m2m_tokens"), ..list("/m2m_tokens", "m2m_tokens") }
        .max_page_size(100)
        .parent("machines")
        .required("subject")
        .with(&[IncludesIfTrue("revoked", "revoked"), IncludesIfTrue("expired", "expired")]),
    list("/machines", "machines").ordered(&["created_at", "name"]).with(&[ContainsText("query", &["name"])]),
    single("/machines/{}", "machines"),
    list("/oauth_applications", "oauth_applications")
        .ordered(&["created_at", "name"])
        .with(&[ContainsText("name_query", &["name", "client_id"])]),
    single("/oauth_applications/{}", "oauth_applications"),
    list("/organization_domains", "organization_domains").ordered(&["created_at", "name"]).with(&[
        Equals("organization_id", "organization_id"),
        Equals("domains", "name"),
        Equals("enrollment_mode", "enrollment_mode"),
        ContainsText("query", &["name"]),
        NoEffect("verified"),
    ]),
    list("/organization_invitations", "organization_invitations")
        .ordered(&["created_at", "email_address"])
        .with(&[Equals("status", "status"), ContainsText("query", &["email_address"])]),
    list("/organization_memberships", "organization_memberships").ordered(MEMBERSHIP_ORDERS),
    list("/organization_permissions", "organization_permissions")
        .ordered(&["created_at", "name", "key"])
        .with(&[ContainsText("query", &["name", "key"])]),
    single("/organization_permissions/{}", "organization_permissions"),
    list("/organization_roles", "organization_roles")
        .ordered(&["created_at", "name", "key"])
        .with(&[ContainsText("query", &["name", "key"])]),
    single("/organization_roles/{}", "organization_roles"),
    list("/organizations", "organizations").ordered(&["created_at", "name", "members_count"]).with(&[
        Equals("organization_id", "id"),
        ContainsText("query", &["name", "slug"]),
        NoEffect("user_id"),
        NoEffect("include_members_count"),
        NoEffect("include_missing_member_with_elevated_permissions"),
    ]),
    single("/organizations/{}", "organizations")
        .with(&[NoEffect("include_members_count"), NoEffect("include_missing_member_with_elevated_permissions")]),
    single("/organizations/{}/billing/credits", "organization_billing_credits").parent("organizations"),
    single("/organizations/{}/billing/subscription", "organization_billing_subscriptions").parent("organizations"),
    list("/organizations/{}/memberships", "organization_memberships")
        .parent("organizations")
        .ordered(MEMBERSHIP_ORDERS)
        .with(&[
            Equals("user_id", "public_user_data.user_id"),
            Equals("role", "role"),
            Equals("username", "public_user_data.username"),
            ContainsText("username_query", &["public_user_data.username"]),
            ContainsText("name_query", &["public_user_data.first_name", "public_user_data.last_name"]),
        ]),
    single("/phone_numbers/{}", "user_phone_numbers"),
    optionally_paginated("/redirect_urls", "redirect_urls"),
    single("/redirect_urls/{}", "redirect_urls"),
    list("/role_sets", "role_sets")
        .ordered(&["created_at", "name", "key"])
        .with(&[ContainsText("query", &["name", "key"])]),
    single("/role_sets/{}", "role_sets"),
    list("/saml_connections", "saml_connections")
        .ordered(MEMBERSHIP_ORDERS)
        .with(&[Equals("organization_id", "organization_id"), ContainsText("query", &["name"])]),
    single("/saml_connections/{}", "saml_connections"),
    list("/scim_directories", "scim_directories"),
    single("/scim_directories/{}", "scim_directories"),
    list("/scim_directories/{}/group_role_mappings", "scim_group_role_mappings")
        .max_page_size(0)
        .parent("scim_directories"),
    optionally_paginated("/sessions", "sessions").required("user_id").with(&[
        Equals("user_id", "user_id"),
        Equals("client_id", "client_id"),
        Equals("status", "status"),
    ]),
    single("/sessions/{}", "sessions"),
    single("/sign_ups/{}", "sign_ups"),
    optionally_paginated("/templates/{}", "templates"),
    Route { shape: Shape::Array, ..list("/users", "users") }.ordered(&[
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
    single("/users/{}", "users"),
    single("/users/{}/billing/credits", "user_billing_credits").parent("users"),
    single("/users/{}/billing/subscription", "user_billing_subscriptions").parent("users"),
    list("/users/{}/organization_invitations", "organization_invitations")
        .parent("users")
        .with(&[Equals("status", "status")]),
    list("/users/{}/organization_memberships", "organization_memberships").parent("users"),
    list("/users/{}/trusted_devices", "trusted_devices").max_page_size(0).parent("users"),
    list("/waitlist_entries", "waitlist_entries")
        .ordered(&["created_at", "email_address", "invited_at"])
        .with(&[Equals("status", "status"), ContainsText("query", &["id", "email_address"])]),
];

/// An endpoint that returns an object with a page of a list as `data`.
const fn list(endpoint: &'static str, list: &'static str) -> Route {
    let shape = Shape::Wrapped("data");
    Route { endpoint, list, shape, max_page_size: 500, parent: "", required: "", orders: &[], checks: &[] }
}

/// An endpoint that returns an array, or on request an object with a page.
const fn optionally_paginated(endpoint: &'static str, list: &'static str) -> Route {
    Route { shape: Shape::ArrayOrPaginated, ..self::list(endpoint, list) }
}

/// An endpoint that returns a single object.
const fn single(endpoint: &'static str, list: &'static str) -> Route {
    Route { shape: Shape::SingleObject, max_page_size: 0, ..self::list(endpoint, list) }
}

impl Route {
    const fn max_page_size(self, max_page_size: usize) -> Route {
        Route { max_page_size, ..self }
    }

    const fn parent(self, parent: &'static str) -> Route {
        Route { parent, ..self }
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

/// The endpoint that matches a URL path, and the id in that path.
pub(crate) fn find(path: &str) -> Option<(&'static Route, Option<&str>)> {
    let matching = |route: &'static Route| {
        let Some((before, after)) = route.endpoint.split_once("{}") else {
            return (route.endpoint == path).then_some((route, None));
        };
        let id = path.strip_prefix(before)?.strip_suffix(after)?;
        (!id.is_empty() && !id.contains('/')).then_some((route, Some(id)))
    };
    // An endpoint without a placeholder takes precedence.
    ROUTES.iter().filter_map(matching).min_by_key(|(_, id)| id.is_some())
}
