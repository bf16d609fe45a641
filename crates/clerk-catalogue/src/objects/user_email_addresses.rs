//! E-mail addresses of users: rows embedded in users.

use super::{MAX_VALUES, OBJECT_TYPE, shared, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_email_addresses",
    "E-mail addresses of users. Each row is an element of a user's `email_addresses`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

/// The response of `/email_addresses/{id}` does not contain the user's id, so the planner uses that access path only
/// for queries that do not read `user_id`.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/email_addresses/{id}"),
    users::one(&["email_addresses"]),
    users::list(&["email_addresses"]).with_filters(&[
        Filter::equals("user_id", "user_id").with_signed_values().with_max_values(MAX_VALUES),
        Filter::equals("email_address", "email_address").with_lower_case_values().inexact().with_max_values(MAX_VALUES),
        Filter::contains_any_case("email_address", "email_address_query"),
    ]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/email_addresses")
            .with_parameters(&[
                &[Parameter::of("user_id").required(), Parameter::of("email_address").required()],
                SHARED,
            ])
            .with_note("Clerk sends no code to the e-mail address, so `verified = true` is your own assertion."),
    )
    .with_updates(&[WriteRequest::patch("/email_addresses/{id}").with_parameters(&[SHARED]).on_parameters()])
    .with_delete(
        WriteRequest::delete("/email_addresses/{id}")
            .with_note("A user who has no other identifier can no longer sign in."),
    );

const SHARED: &[Parameter] = &[
    Parameter::of("verified").nullable(),
    Parameter::of("is_primary").named("primary").nullable(),
    Parameter::of("notify_primary_email_address_changed").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user who has the e-mail address (`users.id`)"),
    Column::text("id", "Id of the e-mail address"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address itself, such as `ann@example.com`"),
    Column::bool(
        "reserved",
        "Whether the e-mail address is reserved: unverified, but usable to sign in, and nobody else can claim it",
    ),
    Column::nested("verification", VERIFICATION, "Verification of the e-mail address; NULL if there is none"),
    Column::json(
        "linked_to",
        "Other identifications of the user that are linked to the e-mail address, an array of objects with `type` and \
         `id`",
    ),
    Column::bool(
        "matches_sso_connection",
        "Whether the domain of the e-mail address belongs to an active enterprise connection",
    ),
    Column::time("created_at", "When the e-mail address was created"),
    Column::time("updated_at", "When the e-mail address was last updated"),
    // Columns that can only be written.
    Column::bool("verified", "Whether the e-mail address counts as verified; reads as `verification_status`")
        .write_only(),
    Column::bool("is_primary", "Whether the e-mail address becomes the user's primary one").write_only(),
    Column::bool(
        "notify_primary_email_address_changed",
        "Whether Clerk tells the previous primary e-mail address of the change",
    )
    .write_only(),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text(
        "status",
        "Status of the verification: `unverified`, `verified`, `failed`, `expired` or `transferable`",
    ),
    Column::text(
        "strategy",
        "Method of the verification: `admin`, `email_code`, `email_link`, `reset_password_email_code`, `saml`, `scim`, \
         `ticket` or, for example, `from_oauth_google`",
    ),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::text(
        "channel",
        "Channel through which the code was sent; NULL, because Clerk sets it for codes sent to phones only",
    ),
    Column::text(
        "verified_at_client",
        "Id of the client on which the verification was completed (`clients.id`); may be NULL",
    ),
    Column::nested("error", shared::ERROR, "Error of the verification; NULL if there is none").not_imported(),
    Column::text(
        "external_verification_redirect_url",
        "URL at which the user completes the verification at the provider (`saml` only); may be NULL",
    ),
];
