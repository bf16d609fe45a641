//! The object `instance`, a table with one row.

use super::OBJECT_TYPE;
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "instance",
    "The Clerk instance that the secret key belongs to. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance")];

const WRITES: Writes = Writes::with_row_id("id").with_updates(&[
    WriteRequest::patch("/instance")
        .with_parameters(&[SETTINGS])
        .with_switch(&options::INSTANCE_WRITES)
        .on_parameters(),
    WriteRequest::patch("/instance/restrictions")
        .with_parameters(&[RESTRICTIONS])
        .with_switch(&options::INSTANCE_WRITES)
        .on_parameters(),
    WriteRequest::patch("/beta_features/instance_settings")
        .with_parameters(&[BETA_SETTINGS])
        .with_switch(&options::INSTANCE_WRITES)
        .on_parameters(),
]);

const SETTINGS: &[Parameter] = &[
    Parameter::of("test_mode").nullable(),
    Parameter::of("hibp").nullable(),
    Parameter::of("support_email").nullable(),
    Parameter::of("clerk_js_version").nullable(),
    Parameter::of("development_origin").nullable(),
    Parameter::of("allowed_origins"),
    Parameter::of("cookieless_dev").nullable(),
    Parameter::of("url_based_session_syncing").nullable(),
    Parameter::of("preferred_sign_in_strategy_when_password_required").nullable(),
];

const RESTRICTIONS: &[Parameter] = &[
    Parameter::of("allowlist").nullable(),
    Parameter::of("blocklist").nullable(),
    Parameter::of("allowlist_blocklist_disabled_on_sign_in").nullable(),
    Parameter::of("block_email_subaddresses").nullable(),
    Parameter::of("block_disposable_email_domains").nullable(),
];

/// The endpoint also accepts `test_mode`, which is one of [`SETTINGS`].
const BETA_SETTINGS: &[Parameter] = &[
    Parameter::of("restricted_to_allowlist").nullable(),
    Parameter::of("from_email_address").nullable(),
    Parameter::of("progressive_sign_up").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the instance"),
    OBJECT_TYPE,
    Column::text("environment_type", "Environment of the instance, such as `development` or `production`"),
    Column::json("allowed_origins", "Origins that may call Clerk's Frontend API, an array of strings; may be NULL"),
    Column::text(
        "workspace_id",
        "Id of the workspace in Clerk to which the application belongs, `org_…`; NULL if it belongs to none",
    ),
    // Columns that can only be written.
    Column::bool("test_mode", "Whether the instance accepts test e-mail addresses and test phone numbers").write_only(),
    Column::bool("hibp", "Whether passwords are looked up in the lists of Have I Been Pwned").write_only(),
    Column::text("support_email", "E-mail address of the application's support").write_only(),
    Column::text("clerk_js_version", "Version of ClerkJS that the instance uses").write_only(),
    Column::text("development_origin", "Origin (scheme, host and port) of the application in development").write_only(),
    Column::bool("cookieless_dev", "Same as `url_based_session_syncing`, under its older name; deprecated by Clerk")
        .write_only(),
    Column::bool(
        "url_based_session_syncing",
        "Whether URLs instead of third-party cookies carry sessions in development",
    )
    .write_only(),
    Column::text(
        "preferred_sign_in_strategy_when_password_required",
        "Strategy that Clerk's components offer first if passwords are required: `password`, `otp`, or empty for the \
         default",
    )
    .write_only(),
    Column::bool("allowlist", "Whether only identifiers on the allowlist can sign up").write_only(),
    Column::bool("blocklist", "Whether identifiers on the blocklist are refused").write_only(),
    Column::bool(
        "allowlist_blocklist_disabled_on_sign_in",
        "Whether the allowlist and the blocklist apply to sign-ups only and not to sign-ins",
    )
    .write_only(),
    Column::bool(
        "block_email_subaddresses",
        "Whether e-mail addresses with a subaddress, such as `ann+1@`, are refused",
    )
    .write_only(),
    Column::bool("block_disposable_email_domains", "Whether e-mail addresses at disposable domains are refused")
        .write_only(),
    Column::bool("restricted_to_allowlist", "Same as `allowlist`, in Clerk's beta settings").write_only(),
    Column::text(
        "from_email_address",
        "Local part of the address from which Clerk sends e-mails (the part before the `@`)",
    )
    .write_only(),
    Column::bool("progressive_sign_up", "Whether Progressive Sign Up is enabled; deprecated by Clerk").write_only(),
];
