//! Users.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::{Object, Path};

pub const OBJECT: Object = Object::new("users", "Users.", COLUMNS, ACCESS);

/// The id of a row costs the server the same at every page; large offsets time out.
const BY_ROW_ID: Pagination = Pagination::RowId { max: MAX_PAGE, parameter: "starting_after" };

const BY_CREATED_AT: &[Order] = &[Order::by("created_at")];

const ACCESS: &[Access] = &[
    Access::single("/users/{id}"),
    Access::new("/users", BY_ROW_ID)
        .ordered(&[Order::by("created_at"), Order::by("updated_at")])
        .counted("/users/count", &["total_count"])
        .filtered(FILTERS),
];

/// The addresses that Clerk compares are all of a user's, not the primary one alone. `last_active_at` is told to the
/// day and compared to the millisecond, so what bounds it from above stays here.
const FILTERS: &[Filter] = &[
    Filter::equals("id", "user_id").signed().max_values(MAX_VALUES),
    Filter::equals("external_id", "external_id").signed().inexact().max_values(MAX_VALUES),
    Filter::equals("username", "username").lower_case().inexact().max_values(MAX_VALUES),
    Filter::equals("primary_email_address", "email_address").lower_case().inexact().max_values(MAX_VALUES),
    Filter::equals("primary_phone_number", "phone_number").inexact().max_values(MAX_VALUES),
    Filter::equals("primary_web3_wallet", "web3_wallet").lower_case().inexact().max_values(MAX_VALUES),
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

/// Parts of one user, in the tables of their own.
pub const fn one(parts: Path) -> Access {
    Access::single("/users/{user_id}").parts(parts)
}

/// Parts of every user, in the tables of their own.
pub const fn list(parts: Path) -> Access {
    Access::new("/users", BY_ROW_ID).ordered(BY_CREATED_AT).parts(parts)
}

/// The filter of those that have no other.
pub const BY_USER: &[Filter] = &[Filter::equals("user_id", "user_id").signed().max_values(MAX_VALUES)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("external_id", "The id in your own system"),
    Column::text("username", "The user name"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("primary_email_address", "The e-mail address that the user is known by").from(PRIMARY_EMAIL_ADDRESS),
    Column::text("primary_phone_number", "The phone number that the user is known by").from(PRIMARY_PHONE_NUMBER),
    Column::text("primary_web3_wallet", "The wallet that the user is known by").from(PRIMARY_WEB3_WALLET),
    Column::text("primary_email_address_id", "Which of the e-mail addresses that is"),
    Column::text("primary_phone_number_id", "Which of the phone numbers that is"),
    Column::text("primary_web3_wallet_id", "Which of the wallets that is"),
    Column::text("locale", "The language"),
    Column::text("profile_image_url", "The picture; deprecated by Clerk").not_imported(),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::map("private_metadata", "Metadata that only the backend sees"),
    Column::map("unsafe_metadata", "Metadata that the user may change"),
    Column::json("email_addresses", "The e-mail addresses; a table of their own is user_email_addresses"),
    Column::json("phone_numbers", "The phone numbers; a table of their own is user_phone_numbers"),
    Column::json("web3_wallets", "The wallets; a table of their own is user_web3_wallets"),
    Column::json("passkeys", "The passkeys; a table of their own is user_passkeys"),
    Column::json(
        "external_accounts",
        "The accounts at OAuth providers; a table of their own is user_external_accounts",
    ),
    Column::json("saml_accounts", "The SAML accounts; a table of their own is user_saml_accounts"),
    Column::json("enterprise_accounts", "The enterprise accounts; a table of their own is user_enterprise_accounts"),
    Column::json("organization_memberships", "Memberships, in events only"),
    Column::bool("password_enabled", "Whether there is a password"),
    Column::bool("two_factor_enabled", "Whether there is a second factor"),
    Column::bool("totp_enabled", "Whether the user has an authenticator app"),
    Column::bool("backup_code_enabled", "Whether the user has backup codes"),
    Column::time("mfa_enabled_at", "When the second factor was switched on"),
    Column::time("mfa_disabled_at", "When the second factor was switched off"),
    Column::time("password_last_updated_at", "When the password was changed last"),
    Column::bool("banned", "Whether the user is banned"),
    Column::bool("locked", "Whether the user is locked out"),
    Column::bool("deprovisioned", "Whether a directory has taken the user out"),
    Column::integer("lockout_expires_in_seconds", "Seconds until the lockout ends"),
    Column::integer("verification_attempts_remaining", "Attempts left before a lockout"),
    Column::bool("delete_self_enabled", "Whether the user may delete the account"),
    Column::bool("create_organization_enabled", "Whether the user may create organizations"),
    Column::integer(
        "create_organizations_limit",
        "How many organizations the user may create; null where nothing is set",
    ),
    Column::bool("bypass_client_trust", "Whether the user may skip the check of new clients"),
    Column::nested("scim", SCIM, "Where the user was provisioned from, in events only").not_imported(),
    Column::time("last_sign_in_at", "When the user signed in last"),
    Column::time("last_active_at", "When the user was active last"),
    Column::time("legal_accepted_at", "When the legal terms were accepted"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

/// Where the user was provisioned from; Clerk sends it with events only.
const SCIM: &[Column] = &[
    Column::text("directory_id", "The directory"),
    Column::bool("directory_enabled", "Whether the directory is enabled"),
    Column::text("external_id", "The id in your own system"),
];

const PRIMARY_EMAIL_ADDRESS: Source = Source::Lookup(&Lookup {
    list: &["email_addresses"],
    element: Element::Referenced { key: "id", reference: &["primary_email_address_id"] },
    take: &["email_address"],
});

const PRIMARY_PHONE_NUMBER: Source = Source::Lookup(&Lookup {
    list: &["phone_numbers"],
    element: Element::Referenced { key: "id", reference: &["primary_phone_number_id"] },
    take: &["phone_number"],
});

const PRIMARY_WEB3_WALLET: Source = Source::Lookup(&Lookup {
    list: &["web3_wallets"],
    element: Element::Referenced { key: "id", reference: &["primary_web3_wallet_id"] },
    take: &["web3_wallet"],
});
