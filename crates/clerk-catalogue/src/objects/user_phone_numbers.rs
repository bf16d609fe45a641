//! Phone numbers of users: rows embedded in users.

use super::{MAX_VALUES, OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_phone_numbers",
    "Phone numbers of users. Each row is an element of a user's `phone_numbers`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

/// The response of `/phone_numbers/{id}` does not contain the user's id, so the planner uses that access path only for
/// queries that do not read `user_id`.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/phone_numbers/{id}"),
    users::one(&["phone_numbers"]),
    users::list(&["phone_numbers"]).with_filters(&[
        Filter::equals("user_id", "user_id").with_signed_values().with_max_values(MAX_VALUES),
        Filter::equals("phone_number", "phone_number").inexact().with_max_values(MAX_VALUES),
        Filter::contains_any_case("phone_number", "phone_number_query"),
    ]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/phone_numbers")
            .with_parameters(&[
                &[Parameter::of("user_id").required(), Parameter::of("phone_number").required()],
                SHARED,
            ])
            .with_note("Clerk sends no code to the phone number, so `verified = true` is your own assertion."),
    )
    .with_updates(&[WriteRequest::patch("/phone_numbers/{id}").with_parameters(&[SHARED]).on_parameters()])
    .with_delete(
        WriteRequest::delete("/phone_numbers/{id}")
            .with_note("A user who has no other identifier can no longer sign in."),
    );

const SHARED: &[Parameter] = &[
    Parameter::of("verified").nullable(),
    Parameter::of("is_primary").named("primary").nullable(),
    Parameter::of("reserved_for_second_factor").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user who has the phone number (`users.id`)"),
    Column::text("id", "Id of the phone number"),
    OBJECT_TYPE,
    Column::text("phone_number", "The phone number itself in E.164 format, such as `+15555550100`"),
    Column::bool("reserved_for_second_factor", "Whether the phone number is reserved for multi-factor authentication"),
    Column::bool("default_second_factor", "Whether the phone number is the user's default second factor"),
    Column::bool(
        "reserved",
        "Whether the phone number is reserved: unverified, but usable to sign in, and nobody else can claim it",
    ),
    Column::nested("verification", VERIFICATION, "Verification of the phone number; NULL if there is none"),
    Column::json(
        "linked_to",
        "Other identifications of the user that are linked to the phone number, an array of objects with `type` and \
         `id`",
    ),
    Column::json("backup_codes", "Backup codes, an array of strings; may be NULL"),
    Column::time("created_at", "When the phone number was created"),
    Column::time("updated_at", "When the phone number was last updated"),
    // Columns that can only be written.
    Column::bool("verified", "Whether the phone number counts as verified; reads as `verification_status`")
        .write_only(),
    Column::bool("is_primary", "Whether the phone number becomes the user's primary one").write_only(),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "Status of the verification: `unverified`, `verified`, `failed` or `expired`"),
    Column::text("strategy", "Method of the verification: `phone_code` or `admin`"),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::text("channel", "Channel through which the code was sent; may be NULL"),
    Column::text(
        "verified_at_client",
        "Id of the client on which the verification was completed (`clients.id`); may be NULL",
    ),
];
