//! Attempts to sign up. Clerk has no list of them; each is read by its id.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "sign_ups",
    "Attempts to sign up for the application. Clerk does not list them, so a query needs a condition on `id`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/sign_ups/{id}")];

const WRITES: Writes = Writes::with_row_id("id").with_updates(&[WriteRequest::patch("/sign_ups/{id}")
    .with_parameters(&[&[Parameter::of("external_id").nullable(), Parameter::of("custom_action").nullable()]])
    .on_parameters()]);

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the sign-up"),
    OBJECT_TYPE,
    Column::text(
        "status",
        "Status of the sign-up: `missing_requirements` (fields are missing or unverified), `complete` or `abandoned`",
    ),
    Column::json("required_fields", "Names of the fields that the sign-up requires, an array of strings"),
    Column::json(
        "optional_fields",
        "Names of the fields that the sign-up accepts but does not require, an array of strings",
    ),
    Column::json("missing_fields", "Names of the required fields that have no value yet, an array of strings"),
    Column::json("unverified_fields", "Names of the fields whose values are not verified yet, an array of strings"),
    Column::nested(
        "verifications",
        VERIFICATIONS,
        "Verifications of the sign-up's e-mail address, phone number, Web3 wallet and external account",
    ),
    Column::text("username", "Username; NULL if not set"),
    Column::text("email_address", "E-mail address; NULL if not set"),
    Column::text("phone_number", "Phone number; NULL if not set"),
    Column::text("web3_wallet", "Address of the Web3 wallet; NULL if not set"),
    Column::bool("password_enabled", "Whether a password has been set"),
    Column::text("first_name", "First name; NULL if not set"),
    Column::text("last_name", "Last name; NULL if not set"),
    Column::map("unsafe_metadata", "Metadata of the sign-up that both the frontend and the backend can read and write"),
    Column::map("public_metadata", "Metadata of the sign-up that the frontend can read and only the backend can write"),
    Column::bool("custom_action", "Whether the application has marked the sign-up as a custom action"),
    Column::text("external_id", "Id, in your own system, of the user to be created; NULL if not set"),
    Column::text(
        "created_session_id",
        "Id of the session that the sign-up created (`sessions.id`); NULL until it is complete",
    ),
    Column::text("created_user_id", "Id of the user that the sign-up created (`users.id`); NULL until it is complete"),
    Column::time("abandon_at", "When the sign-up is considered abandoned"),
    Column::time("legal_accepted_at", "When the user accepted the legal terms; NULL if not accepted"),
    Column::text("locale", "Locale of the user as a BCP 47 language tag, such as `en-US`; NULL if not set"),
    Column::map("external_account", "External account used for the sign-up; deprecated by Clerk"),
];

const EMAIL_ADDRESS: &[Column] = &[
    Column::text(
        "next_action",
        "Next step in verifying the e-mail address: `needs_prepare`, `needs_attempt`, or empty if there is none",
    ),
    Column::json("supported_strategies", "Methods that can verify the e-mail address, an array of strings"),
];

const PHONE_NUMBER: &[Column] = &[
    Column::text(
        "next_action",
        "Next step in verifying the phone number: `needs_prepare`, `needs_attempt`, or empty if there is none",
    ),
    Column::json("supported_strategies", "Methods that can verify the phone number, an array of strings"),
];

const WEB3_WALLET: &[Column] = &[
    Column::text(
        "next_action",
        "Next step in verifying the Web3 wallet: `needs_prepare`, `needs_attempt`, or empty if there is none",
    ),
    Column::json("supported_strategies", "Methods that can verify the Web3 wallet, an array of strings"),
];

const VERIFICATIONS: &[Column] = &[
    Column::nested("email_address", EMAIL_ADDRESS, "State of the e-mail address's verification; NULL if there is none"),
    Column::nested("phone_number", PHONE_NUMBER, "State of the phone number's verification; NULL if there is none"),
    Column::nested("web3_wallet", WEB3_WALLET, "State of the Web3 wallet's verification; NULL if there is none"),
    Column::map("external_account", "State of the external account's verification; NULL if there is none"),
];
