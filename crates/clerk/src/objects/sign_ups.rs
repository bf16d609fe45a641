//! Sign-ups under way. Clerk gives one at a time, by its id.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("sign_ups", "Sign-ups. Clerk lists none: each has to be asked for by its id.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::single("/sign_ups/{id}")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("status", "missing_requirements, complete or abandoned"),
    Column::json("required_fields", "Fields that must be given"),
    Column::json("optional_fields", "Fields that may be given"),
    Column::json("missing_fields", "Fields that are still missing"),
    Column::json("unverified_fields", "Fields that are not verified yet"),
    Column::nested("verifications", VERIFICATIONS, "What of it is verified"),
    Column::text("username", "The user name"),
    Column::text("email_address", "The e-mail address"),
    Column::text("phone_number", "The phone number"),
    Column::text("web3_wallet", "The wallet's address"),
    Column::bool("password_enabled", "Whether there is a password"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::map("unsafe_metadata", "Metadata that the user may change"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::bool("custom_action", "Whether a custom flow is to complete it"),
    Column::text("external_id", "The id in your own system"),
    Column::text("created_session_id", "The session that came of it"),
    Column::text("created_user_id", "The user who came of it"),
    Column::time("abandon_at", "When it is given up"),
    Column::time("legal_accepted_at", "When the legal terms were accepted"),
    Column::text("locale", "The language"),
    Column::map("external_account", "How the external account is verified"),
];

const EMAIL_ADDRESS: &[Column] = &[
    Column::text("next_action", "What is to be done next"),
    Column::json("supported_strategies", "How it can be verified"),
];

const PHONE_NUMBER: &[Column] = &[
    Column::text("next_action", "What is to be done next"),
    Column::json("supported_strategies", "How it can be verified"),
];

const WEB3_WALLET: &[Column] = &[
    Column::text("next_action", "What is to be done next"),
    Column::json("supported_strategies", "How it can be verified"),
];

const VERIFICATIONS: &[Column] = &[
    Column::nested("email_address", EMAIL_ADDRESS, "How the e-mail address is verified"),
    Column::nested("phone_number", PHONE_NUMBER, "How the phone number is verified"),
    Column::nested("web3_wallet", WEB3_WALLET, "How the wallet is verified"),
    Column::map("external_account", "How the external account is verified"),
];
