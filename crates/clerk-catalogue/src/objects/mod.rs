//! The objects of Clerk's Backend API, each declared in a module of its own.

mod allowlist_identifiers;
mod api_keys;
mod billing_payment_attempts;
mod billing_plans;
mod billing_prices;
mod billing_statement;
mod billing_statements;
mod billing_subscription_items;
mod blocklist_identifiers;
mod clients;
mod directories;
mod directory_group_role_mappings;
mod domains;
mod enterprise_connection_test_runs;
mod enterprise_connections;
mod instance;
mod instance_communication;
mod instance_oauth_application_settings;
mod instance_organization_settings;
mod instance_protect;
mod invitations;
mod jwks;
mod jwt_templates;
mod m2m_tokens;
mod machines;
mod oauth_applications;
mod organization_billing_credits;
mod organization_billing_subscriptions;
mod organization_domains;
mod organization_invitations;
mod organization_memberships;
mod organization_permissions;
mod organization_roles;
mod organizations;
mod redirect_urls;
mod role_sets;
mod saml_connections;
mod scim_directories;
mod scim_group_role_mappings;
mod sessions;
mod shared;
mod sign_ups;
mod templates;
mod trusted_devices;
mod user_billing_credits;
mod user_billing_subscriptions;
mod user_email_addresses;
mod user_enterprise_accounts;
mod user_external_accounts;
mod user_organization_invitations;
mod user_passkeys;
mod user_phone_numbers;
mod user_saml_accounts;
mod user_web3_wallets;
mod users;
mod waitlist_entries;

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;

/// All objects, ordered by name.
pub const ALL: &[Object] = &[
    allowlist_identifiers::OBJECT,
    api_keys::OBJECT,
    billing_payment_attempts::OBJECT,
    billing_plans::OBJECT,
    billing_prices::OBJECT,
    billing_statement::OBJECT,
    billing_statements::OBJECT,
    billing_subscription_items::OBJECT,
    blocklist_identifiers::OBJECT,
    clients::OBJECT,
    directories::OBJECT,
    directory_group_role_mappings::OBJECT,
    domains::OBJECT,
    enterprise_connection_test_runs::OBJECT,
    enterprise_connections::OBJECT,
    instance::OBJECT,
    instance_communication::OBJECT,
    instance_oauth_application_settings::OBJECT,
    instance_organization_settings::OBJECT,
    instance_protect::OBJECT,
    invitations::OBJECT,
    jwks::OBJECT,
    jwt_templates::OBJECT,
    m2m_tokens::OBJECT,
    machines::OBJECT,
    oauth_applications::OBJECT,
    organization_billing_credits::OBJECT,
    organization_billing_subscriptions::OBJECT,
    organization_domains::OBJECT,
    organization_invitations::OBJECT,
    organization_memberships::OBJECT,
    organization_permissions::OBJECT,
    organization_roles::OBJECT,
    organizations::OBJECT,
    redirect_urls::OBJECT,
    role_sets::OBJECT,
    saml_connections::OBJECT,
    scim_directories::OBJECT,
    scim_group_role_mappings::OBJECT,
    sessions::OBJECT,
    sign_ups::OBJECT,
    templates::OBJECT,
    trusted_devices::OBJECT,
    user_billing_credits::OBJECT,
    user_billing_subscriptions::OBJECT,
    user_email_addresses::OBJECT,
    user_enterprise_accounts::OBJECT,
    user_external_accounts::OBJECT,
    user_organization_invitations::OBJECT,
    user_passkeys::OBJECT,
    user_phone_numbers::OBJECT,
    user_saml_accounts::OBJECT,
    user_web3_wallets::OBJECT,
    users::OBJECT,
    waitlist_entries::OBJECT,
];

/// Maximum page size of most lists. Clerk silently replaces a larger `limit` by its default, 10.
const MAX_PAGE: u16 = 500;

/// Maximum page size of the lists of API keys and M2M tokens.
const MAX_TOKENS: u16 = 100;

/// Maximum number of values of one filter: how often a request may repeat a query parameter.
const MAX_VALUES: u16 = 100;

/// Column that contains Clerk's name of the type of an object. It is of little use in a query, so it is not imported.
const OBJECT_TYPE: Column =
    Column::text("object", "Type of the object as Clerk names it, in most tables the same in every row").not_imported();

/// Column that contains Clerk's name of the type of a settings object, which identifies the only row of its table.
const SINGLETON_TYPE: Column = Column::text("object", "Row id for UPDATE: type of the object as Clerk names it");

/// Returns several lists of columns as one. `N` must be the number of all columns.
const fn joined<const N: usize>(lists: &[&[Column]]) -> [Column; N] {
    let mut out = [OBJECT_TYPE; N];
    let (mut length, mut list) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            out[length] = lists[list][at];
            length += 1;
            at += 1;
        }
        list += 1;
    }
    assert!(length == N, "N must be the number of all columns");
    out
}
