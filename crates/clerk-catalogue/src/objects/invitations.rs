//! The object `invitations`: invitations to the application.

use super::{MAX_PAGE, OBJECT_TYPE, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "invitations",
    "Invitations to sign up for the application, including revoked ones.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

/// The list contains revoked invitations only with `status=revoked`, so they are a separate partition.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/invitations?paginated=true", MAX_PAGE)
    .partitioned(&[&[], &[("status", "revoked")]])
    .with_orders(&[Order::by("created_at")])
    .with_filters(&[
        Filter::equals("status", "status").with_only_values(&["pending", "accepted", "revoked", "expired"]).inexact(),
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").with_lower_case_values().inexact(),
    ])];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/invitations")
            .with_parameters(&[&[
                Parameter::of("email_address").required(),
                Parameter::of("public_metadata"),
                Parameter::of("redirect_url"),
                Parameter::of("notify").nullable(),
                Parameter::of("ignore_existing").nullable(),
                Parameter::of("expires_in_days").nullable(),
                Parameter::of("template_slug"),
            ]])
            .with_note("Clerk sends an e-mail to the invited person unless `notify` is false."),
    )
    .with_updates(&[REVOKE.on_text("status", "revoked"), REVOKE.on_bool("revoked", true)])
    .with_delete(REVOKE);

const REVOKE: WriteRequest = WriteRequest::post("/invitations/{id}/revoke")
    .idempotent()
    .with_note("The link in the e-mail stops working, but the person can still sign up. The invitation remains a row.");

/// The columns that can be read, also used where an invitation is a nested object.
pub const READABLE: &[Column] = &[
    Column::text("id", "Id of the invitation"),
    OBJECT_TYPE,
    Column::text("email_address", "E-mail address of the invited person"),
    Column::map(
        "public_metadata",
        "Metadata of the invitation; becomes the public metadata of the user who accepts it",
    ),
    Column::bool("revoked", "Whether the invitation has been revoked"),
    Column::text("status", "Status of the invitation: `pending`, `accepted`, `revoked` or `expired`"),
    Column::text("url", "URL at which the invited person accepts the invitation"),
    Column::time("expires_at", "When the invitation expires; NULL if it never does"),
    Column::time("created_at", "When the invitation was created"),
    Column::time("updated_at", "When the invitation was last updated"),
];

const COLUMNS: &[Column] = &joined::<{ READABLE.len() + 5 }>(&[
    READABLE,
    &[
        Column::bool("notify", "Whether Clerk sends the invitation by e-mail; true if not set").write_only(),
        Column::text("template_slug", "Template of the e-mail: `invitation` or `waitlist_invitation`").write_only(),
        Column::text("redirect_url", "URL to which the link in the e-mail leads").write_only(),
        Column::integer("expires_in_days", "Number of days until the invitation expires; 30 if not set").write_only(),
        Column::bool(
            "ignore_existing",
            "Whether the e-mail address is invited even if it has an invitation or belongs to a user",
        )
        .write_only(),
    ],
]);
