//! Users.

use fdw_engine::catalogue::{Column, Lookup, Object, Paging};

use super::{MAX_PAGE, OBJECT_TYPE, OLDEST_FIRST, object};

/// A cursor costs the server the same at every page; large offsets time out.
pub const OBJECT: Object = Object {
    params: &[OLDEST_FIRST],
    paging: Paging::Cursor { max: MAX_PAGE, after: "starting_after" },
    ..object("users", "/users", COLUMNS)
};

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("external_id"),
    Column::text("username"),
    Column::text("first_name"),
    Column::text("last_name"),
    Column::text("primary_email_address").lookup(&PRIMARY_EMAIL_ADDRESS),
    Column::text("primary_phone_number").lookup(&PRIMARY_PHONE_NUMBER),
    Column::text("primary_web3_wallet").lookup(&PRIMARY_WEB3_WALLET),
    Column::text("primary_email_address_id"),
    Column::text("primary_phone_number_id"),
    Column::text("primary_web3_wallet_id"),
    Column::text("locale"),
    Column::text("profile_image_url").unlisted(),
    Column::text("image_url"),
    Column::bool("has_image"),
    Column::map("public_metadata"),
    Column::map("private_metadata"),
    Column::map("unsafe_metadata"),
    Column::json("email_addresses"),
    Column::json("phone_numbers"),
    Column::json("web3_wallets"),
    Column::json("passkeys"),
    Column::json("external_accounts"),
    Column::json("saml_accounts"),
    Column::json("enterprise_accounts"),
    Column::json("organization_memberships"),
    Column::bool("password_enabled"),
    Column::bool("two_factor_enabled"),
    Column::bool("totp_enabled"),
    Column::bool("backup_code_enabled"),
    Column::time("mfa_enabled_at"),
    Column::time("mfa_disabled_at"),
    Column::time("password_last_updated_at"),
    Column::bool("banned"),
    Column::bool("locked"),
    Column::bool("deprovisioned"),
    Column::integer("lockout_expires_in_seconds"),
    Column::integer("verification_attempts_remaining"),
    Column::bool("delete_self_enabled"),
    Column::bool("create_organization_enabled"),
    Column::integer("create_organizations_limit"),
    Column::bool("bypass_client_trust"),
    Column::nested("scim", SCIM).unlisted(),
    Column::time("last_sign_in_at"),
    Column::time("last_active_at"),
    Column::time("legal_accepted_at"),
    Column::time("created_at"),
    Column::time("updated_at"),
];

/// Where the user was provisioned from; Clerk sends it with events only.
const SCIM: &[Column] = &[Column::text("directory_id"), Column::bool("directory_enabled"), Column::text("external_id")];

static PRIMARY_EMAIL_ADDRESS: Lookup =
    Lookup { list: "email_addresses", key: "id", id: "primary_email_address_id", take: "email_address" };

static PRIMARY_PHONE_NUMBER: Lookup =
    Lookup { list: "phone_numbers", key: "id", id: "primary_phone_number_id", take: "phone_number" };

static PRIMARY_WEB3_WALLET: Lookup =
    Lookup { list: "web3_wallets", key: "id", id: "primary_web3_wallet_id", take: "web3_wallet" };
