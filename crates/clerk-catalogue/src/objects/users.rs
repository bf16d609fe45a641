//! Users of the application.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::{AttributePath, Object};

pub const OBJECT: Object = Object::new(
    "users",
    "Users of the application. Their e-mail addresses, phone numbers and other embedded rows also have tables of \
     their own.",
    COLUMNS,
    ACCESS_PATHS,
);

/// Each page starts after the id of the previous page's last row. Clerk needs the same time for each of these pages,
/// whereas requests with a large offset time out.
const BY_ROW_ID: Pagination = Pagination::RowId { max: MAX_PAGE, parameter: "starting_after" };

const BY_CREATED_AT: &[Order] = &[Order::by("created_at")];

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/users/{id}"),
    AccessPath::new("/users", BY_ROW_ID)
        .with_orders(&[Order::by("created_at"), Order::by("updated_at")])
        .with_count_endpoint("/users/count", &["total_count"])
        .with_filters(FILTERS),
];

/// Clerk compares an e-mail address, phone number or wallet with all that a user has, not only with the primary one, so
/// these filters are inexact.
///
/// Clerk returns `last_active_at` rounded down to the day but compares the exact time. A filter for an upper bound
/// would therefore omit rows that satisfy the qual, so quals with an upper bound are local.
const FILTERS: &[Filter] = &[
    Filter::equals("id", "user_id").with_signed_values().with_max_values(MAX_VALUES),
    Filter::equals("external_id", "external_id").with_signed_values().inexact().with_max_values(MAX_VALUES),
    Filter::equals("username", "username").with_lower_case_values().inexact().with_max_values(MAX_VALUES),
    Filter::equals("primary_email_address", "email_address")
        .with_lower_case_values()
        .inexact()
        .with_max_values(MAX_VALUES),
    Filter::equals("primary_phone_number", "phone_number").inexact().with_max_values(MAX_VALUES),
    Filter::equals("primary_web3_wallet", "web3_wallet").with_lower_case_values().inexact().with_max_values(MAX_VALUES),
    Filter::boolean("banned", "banned"),
    Filter::contains_any_case("username", "username_query"),
    Filter::contains_any_case("primary_email_address", "email_address_query"),
    Filter::contains_any_case("primary_phone_number", "phone_number_query"),
    Filter::contains_any_case("first_name", "name_query"),
    Filter::contains_any_case("last_name", "name_query"),
    Filter::after("created_at", "created_at_after"),
    Filter::before("created_at", "created_at_before"),
    Filter::after("last_active_at", "last_active_at_after"),
    Filter::after("last_sign_in_at", "last_sign_in_at_after"),
    Filter::before("last_sign_in_at", "last_sign_in_at_before"),
];

/// Access path to the embedded rows of one user, which are the elements of the user's array at `parts`.
pub const fn one(parts: AttributePath) -> AccessPath {
    AccessPath::single_object("/users/{user_id}").embedded_in(parts)
}

/// Access path to the embedded rows of all users, which are the elements of each user's array at `parts`.
pub const fn list(parts: AttributePath) -> AccessPath {
    AccessPath::new("/users", BY_ROW_ID).with_orders(BY_CREATED_AT).embedded_in(parts)
}

/// Filter for tables of embedded rows that Clerk can filter only by the owner's id.
pub const BY_USER: &[Filter] = &[Filter::equals("user_id", "user_id").with_signed_values().with_max_values(MAX_VALUES)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the user"),
    OBJECT_TYPE,
    Column::text("external_id", "Id of the user in your own system, unique in the instance; NULL if not set"),
    Column::text("username", "Username, unique in the instance; NULL if not set"),
    Column::text("first_name", "First name; NULL if not set"),
    Column::text("last_name", "Last name; NULL if not set"),
    Column::text(
        "primary_email_address",
        "Primary e-mail address, the one in `email_addresses` with the id `primary_email_address_id`; NULL if there is \
         none",
    )
    .from_source(PRIMARY_EMAIL_ADDRESS),
    Column::text(
        "primary_phone_number",
        "Primary phone number, the one in `phone_numbers` with the id `primary_phone_number_id`; NULL if there is none",
    )
    .from_source(PRIMARY_PHONE_NUMBER),
    Column::text(
        "primary_web3_wallet",
        "Address of the primary Web3 wallet, the one in `web3_wallets` with the id `primary_web3_wallet_id`; NULL if \
         there is none",
    )
    .from_source(PRIMARY_WEB3_WALLET),
    Column::text(
        "primary_email_address_id",
        "Id of the primary e-mail address (`user_email_addresses.id`); NULL if there is none",
    ),
    Column::text(
        "primary_phone_number_id",
        "Id of the primary phone number (`user_phone_numbers.id`); NULL if there is none",
    ),
    Column::text(
        "primary_web3_wallet_id",
        "Id of the primary Web3 wallet (`user_web3_wallets.id`); NULL if there is none",
    ),
    Column::text("locale", "Locale of the user, such as `en-US`; NULL if not set"),
    Column::text("profile_image_url", "URL of the user's profile image; deprecated by Clerk in favour of `image_url`")
        .not_imported(),
    Column::text("image_url", "URL of the user's profile image or of a default image"),
    Column::bool("has_image", "Whether the user has their own profile image instead of the default image"),
    Column::map("public_metadata", "Metadata of the user that the frontend can read and only the backend can write"),
    Column::map("private_metadata", "Metadata of the user that only the backend can read and write"),
    Column::map("unsafe_metadata", "Metadata of the user that both the frontend and the backend can read and write"),
    Column::json(
        "email_addresses",
        "E-mail addresses, an array of objects, which are the rows of `user_email_addresses`",
    ),
    Column::json("phone_numbers", "Phone numbers, an array of objects, which are the rows of `user_phone_numbers`"),
    Column::json("web3_wallets", "Web3 wallets, an array of objects, which are the rows of `user_web3_wallets`"),
    Column::json("passkeys", "Passkeys, an array of objects, which are the rows of `user_passkeys`"),
    Column::json(
        "external_accounts",
        "Accounts at OAuth providers, an array of objects, which are the rows of `user_external_accounts`",
    ),
    Column::json("saml_accounts", "SAML accounts, an array of objects, which are the rows of `user_saml_accounts`"),
    Column::json(
        "enterprise_accounts",
        "Enterprise accounts, an array of objects, which are the rows of `user_enterprise_accounts`",
    ),
    Column::json(
        "organization_memberships",
        "Memberships in organizations, an array of objects; Clerk may omit it, so use the table \
         `organization_memberships`",
    ),
    Column::bool("password_enabled", "Whether the user has a password"),
    Column::bool("two_factor_enabled", "Whether two-factor authentication is enabled for the user"),
    Column::bool("totp_enabled", "Whether time-based one-time passwords (an authenticator app) are enabled"),
    Column::bool("backup_code_enabled", "Whether the user has backup codes"),
    Column::time(
        "mfa_enabled_at",
        "When multi-factor authentication was last enabled, even if it is disabled now; NULL if it never was",
    ),
    Column::time(
        "mfa_disabled_at",
        "When multi-factor authentication was last disabled, even if it is enabled now; NULL if it never was",
    ),
    Column::time("password_last_updated_at", "When the password was last changed; may be NULL"),
    Column::bool("banned", "Whether the user is banned, which prevents signing in"),
    Column::bool("locked", "Whether the user is currently locked out of signing in"),
    Column::bool("deprovisioned", "Whether the user was deprovisioned, which prevents signing in"),
    Column::integer(
        "lockout_expires_in_seconds",
        "Seconds until the user's lockout ends; NULL if the user is not locked or the lockout never ends",
    ),
    Column::integer(
        "verification_attempts_remaining",
        "Number of verification attempts that the user has left before being locked; NULL if account lockout is \
         disabled",
    ),
    Column::bool("delete_self_enabled", "Whether the user can delete their own account through Clerk's Frontend API"),
    Column::bool(
        "create_organization_enabled",
        "Whether the user can create organizations through Clerk's Frontend API",
    ),
    Column::integer(
        "create_organizations_limit",
        "Maximum number of organizations that the user can create, 0 for no limit; may be NULL",
    ),
    Column::bool("bypass_client_trust", "Whether sign-ins of the user skip Clerk's Device Trust check"),
    Column::nested(
        "scim",
        SCIM,
        "Directory that provisioned the user; NULL, because Clerk sends it in webhook events only",
    )
    .not_imported(),
    Column::time("last_sign_in_at", "When the user last signed in; NULL if never"),
    Column::time("last_active_at", "When the user was last active, rounded down to the day; NULL if never"),
    Column::time("legal_accepted_at", "When the user accepted the legal terms; NULL if not accepted"),
    Column::time("created_at", "When the user was created"),
    Column::time("updated_at", "When the user was last updated"),
];

/// Directory that provisioned the user. Clerk sends it in webhook events only, not in responses.
const SCIM: &[Column] = &[
    Column::text("directory_id", "Id of the directory that provisioned the user (`directories.id`)"),
    Column::bool("directory_enabled", "Whether the directory is enabled; NULL means that it is not"),
    Column::text("external_id", "Id of the user in the directory; NULL if there is none"),
];

const PRIMARY_EMAIL_ADDRESS: Source = Source::Lookup(&Lookup {
    array: &["email_addresses"],
    element: Element::Referenced { key: "id", reference: &["primary_email_address_id"] },
    attribute: &["email_address"],
});

const PRIMARY_PHONE_NUMBER: Source = Source::Lookup(&Lookup {
    array: &["phone_numbers"],
    element: Element::Referenced { key: "id", reference: &["primary_phone_number_id"] },
    attribute: &["phone_number"],
});

const PRIMARY_WEB3_WALLET: Source = Source::Lookup(&Lookup {
    array: &["web3_wallets"],
    element: Element::Referenced { key: "id", reference: &["primary_web3_wallet_id"] },
    attribute: &["web3_wallet"],
});
