//! Users of the application.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};
use fdw_engine::catalogue::{AttributePath, Object};

pub const OBJECT: Object = Object::new(
    "users",
    "Users of the application. Their e-mail addresses, phone numbers and other embedded rows also have tables of \
     their own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

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

/// Row id of rows that belong to a user: the endpoint of each contains both ids.
pub const ROW_ID: Column = Column::text("row_id", "Row id for DELETE: `user_id` and `id`, joined by a slash")
    .from_source(Source::Joined(&["user_id", "id"]));

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

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/users").with_parameters(&[SHARED, INSERT, METADATA]).with_note(
        "The e-mail address and the phone number of a new user count as verified unless their \
         `…_identification_status` is `reserved`. Further ones are inserted into `user_email_addresses` and \
         `user_phone_numbers`.",
    ))
    .with_updates(&[
        WriteRequest::patch("/users/{id}").with_parameters(&[SHARED, UPDATE]).on_parameters(),
        WriteRequest::patch("/users/{id}/metadata").with_parameters(&[METADATA]).on_map_keys(),
        WriteRequest::put("/users/{id}/metadata").with_parameters(&[METADATA]).on_maps(),
        WriteRequest::post("/users/{id}/ban")
            .with_note("A ban revokes all sessions of the user. It needs a paid Clerk plan.")
            .idempotent()
            .on_bool("banned", true),
        WriteRequest::post("/users/{id}/unban").idempotent().on_bool("banned", false),
        WriteRequest::post("/users/{id}/lock")
            .with_note("User lockout must be enabled in the instance. The lock ends after the time that is set there.")
            .idempotent()
            .on_bool("locked", true),
        WriteRequest::post("/users/{id}/unlock").idempotent().on_bool("locked", false),
        WriteRequest::post("/users/{id}/password/set_compromised")
            .with_parameters(&[&[Parameter::of("revoke_all_sessions").nullable()]])
            .with_note("The user has to choose a new password at the next sign-in.")
            .idempotent()
            .on_bool("password_compromised", true),
        WriteRequest::post("/users/{id}/password/unset_compromised")
            .idempotent()
            .on_bool("password_compromised", false),
        WriteRequest::post("/users/{id}/remove_password")
            .with_parameters(&[&[Parameter::of("sign_out_after_password_removal").named("sign_out_of_other_sessions")]])
            .with_note("Clerk removes the password even if the user has no other way to sign in.")
            .excluding(&["password", "password_digest"])
            .idempotent()
            .on_bool("password_enabled", false),
        WriteRequest::delete("/users/{id}/mfa")
            .with_note("This disables every method of multi-factor authentication of the user.")
            .excluding(&["totp_secret", "backup_codes"])
            .on_bool("two_factor_enabled", false),
        WriteRequest::delete("/users/{id}/totp").excluding(&["totp_secret"]).on_bool("totp_enabled", false),
        WriteRequest::delete("/users/{id}/backup_code")
            .excluding(&["backup_codes"])
            .on_bool("backup_code_enabled", false),
        WriteRequest::delete("/users/{id}/profile_image").excluding(&["profile_image_id"]).on_bool("has_image", false),
    ])
    .with_delete(WriteRequest::delete("/users/{id}").with_note("The deletion of a user cannot be undone."));

const SHARED: &[Parameter] = &[
    Parameter::of("external_id").nullable(),
    Parameter::of("username").nullable(),
    Parameter::of("first_name").nullable(),
    Parameter::of("last_name").nullable(),
    Parameter::of("locale").nullable(),
    Parameter::of("delete_self_enabled").nullable(),
    Parameter::of("create_organization_enabled").nullable(),
    Parameter::of("create_organizations_limit").nullable(),
    Parameter::of("bypass_client_trust").nullable(),
    Parameter::of("legal_accepted_at").nullable(),
    Parameter::of("skip_legal_checks").nullable(),
    Parameter::of("created_at").nullable(),
    Parameter::of("password").nullable(),
    Parameter::of("password_hasher"),
    Parameter::of("skip_password_checks").nullable(),
    Parameter::of("totp_secret").nullable(),
    Parameter::of("backup_codes"),
];

const INSERT: &[Parameter] = &[
    Parameter::of("primary_email_address").named("email_address").in_array(),
    Parameter::of("email_address_identification_status").in_array(),
    Parameter::of("primary_phone_number").named("phone_number").in_array(),
    Parameter::of("phone_number_identification_status").in_array(),
    Parameter::of("primary_web3_wallet").named("web3_wallet").in_array(),
    Parameter::of("password_digest").nullable(),
    Parameter::of("skip_password_requirement").nullable(),
    Parameter::of("skip_user_requirement").nullable(),
    Parameter::of("banned").nullable(),
    Parameter::of("locked").nullable(),
];

const UPDATE: &[Parameter] = &[
    Parameter::of("primary_email_address_id").nullable(),
    Parameter::of("notify_primary_email_address_changed").nullable(),
    Parameter::of("primary_phone_number_id").nullable(),
    Parameter::of("primary_web3_wallet_id").nullable(),
    Parameter::of("profile_image_id").nullable(),
    Parameter::of("password_digest"),
    Parameter::of("sign_out_of_other_sessions").nullable(),
];

/// Clerk accepts metadata in the request that creates a user, but later only in requests of their own.
const METADATA: &[Parameter] =
    &[Parameter::of("public_metadata"), Parameter::of("private_metadata"), Parameter::of("unsafe_metadata")];

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
    // Columns that can only be written.
    Column::text("password", "Password in plain text").write_only(),
    Column::text("password_digest", "Hash of the password, instead of the password itself").write_only(),
    Column::text(
        "password_hasher",
        "Algorithm that computed `password_digest`, such as `bcrypt`, `argon2id` or `pbkdf2_sha256`",
    )
    .write_only(),
    Column::bool("skip_password_checks", "Whether Clerk accepts a password that breaks the instance's rules")
        .write_only(),
    Column::bool("skip_password_requirement", "Whether the new user can lack a password (INSERT only)").write_only(),
    Column::bool(
        "skip_user_requirement",
        "Whether the new user can lack the identifiers that the instance requires (INSERT only)",
    )
    .write_only(),
    Column::bool("skip_legal_checks", "Whether the user need not accept the legal terms").write_only(),
    Column::text("totp_secret", "Secret of an authenticator app, which enables one-time passwords").write_only(),
    Column::json("backup_codes", "Backup codes in plain text or as bcrypt hashes, an array of strings").write_only(),
    Column::text(
        "email_address_identification_status",
        "Status of the new user's e-mail address: `verified` or `reserved` (INSERT only)",
    )
    .write_only(),
    Column::text(
        "phone_number_identification_status",
        "Status of the new user's phone number: `verified` or `reserved` (INSERT only)",
    )
    .write_only(),
    Column::bool(
        "notify_primary_email_address_changed",
        "Whether Clerk tells the user of a change of `primary_email_address_id` by e-mail (UPDATE only)",
    )
    .write_only(),
    Column::text("profile_image_id", "Id of an uploaded image, which becomes the profile image (UPDATE only)")
        .write_only(),
    Column::bool(
        "sign_out_of_other_sessions",
        "Whether a change of `password` ends the sessions of the user (UPDATE only)",
    )
    .write_only(),
    Column::bool(
        "sign_out_after_password_removal",
        "Whether the removal of the password, `password_enabled = false`, ends the sessions of the user (UPDATE only)",
    )
    .write_only(),
    Column::bool(
        "password_compromised",
        "Marks the password as compromised, so that the user has to change it, or removes that mark (UPDATE only)",
    )
    .write_only(),
    Column::bool(
        "revoke_all_sessions",
        "Whether `password_compromised = true` revokes the sessions of the user (UPDATE only)",
    )
    .write_only(),
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
