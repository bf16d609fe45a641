//! JWT templates.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "jwt_templates",
    "JWT templates. Each row defines the claims, the lifetime and the signature of one kind of custom token.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/jwt_templates/{id}"),
    AccessPath::paged_list("/jwt_templates?paginated=true", MAX_PAGE),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/jwt_templates").with_parameters(&[PARAMETERS]))
    .with_updates(&[WriteRequest::patch("/jwt_templates/{id}")
        .with_parameters(&[PARAMETERS])
        .with_note("Clerk needs `name` and `claims` in every update of a template, even if they do not change.")
        .on_parameters()])
    .with_delete(WriteRequest::delete("/jwt_templates/{id}"));

const PARAMETERS: &[Parameter] = &[
    Parameter::of("name").required(),
    Parameter::of("claims").required(),
    Parameter::of("lifetime").nullable(),
    Parameter::of("allowed_clock_skew").nullable(),
    Parameter::of("custom_signing_key"),
    Parameter::of("signing_algorithm").nullable(),
    Parameter::of("signing_key").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the template"),
    OBJECT_TYPE,
    Column::text("name", "Name of the template"),
    Column::map("claims", "Claims that the template adds to its tokens"),
    Column::integer("lifetime", "Lifetime of the template's tokens in seconds"),
    Column::integer(
        "allowed_clock_skew",
        "Difference between clocks that is tolerated when a token's times are checked, in seconds",
    ),
    Column::bool("custom_signing_key", "Whether a key of the template signs its tokens instead of the instance's key"),
    Column::text("signing_algorithm", "Algorithm with which the tokens are signed, such as `RS256`"),
    Column::time("created_at", "When the template was created"),
    Column::time("updated_at", "When the template was last updated"),
    // Columns that can only be written.
    Column::text("signing_key", "Private key that signs the tokens, needed together with `custom_signing_key = true`")
        .write_only(),
];
