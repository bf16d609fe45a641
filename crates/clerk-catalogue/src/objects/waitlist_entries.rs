//! Entries of the application's waitlist.

use super::{MAX_PAGE, OBJECT_TYPE, invitations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "waitlist_entries",
    "Entries of the waitlist. Each row is an e-mail address with which somebody asked for access to the application.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/waitlist_entries", MAX_PAGE).with_orders(&[Order::by("created_at")]).with_filters(&[
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").with_lower_case_values().inexact(),
        Filter::equals("status", "status").with_only_values(&["pending", "invited", "completed", "rejected"]),
    ])];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/waitlist_entries")
            .with_parameters(&[&[Parameter::of("email_address").required(), Parameter::of("notify").nullable()]])
            .idempotent()
            .with_note(
                "Clerk sends an e-mail to the person unless `notify` is false. For an e-mail address that is on the \
                 waitlist already, nothing changes.",
            ),
    )
    .with_updates(&[
        WriteRequest::post("/waitlist_entries/{id}/invite")
            .with_parameters(&[&[Parameter::of("ignore_existing").nullable()]])
            .with_note("Clerk sends an invitation to the person by e-mail.")
            .on_text("status", "invited"),
        WriteRequest::post("/waitlist_entries/{id}/reject").idempotent().on_text("status", "rejected"),
    ])
    .with_delete(
        WriteRequest::delete("/waitlist_entries/{id}").with_note("Only pending waitlist entries can be deleted."),
    );

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the waitlist entry"),
    OBJECT_TYPE,
    Column::text("email_address", "E-mail address of the person who asked for access"),
    Column::text("status", "Status of the waitlist entry: `pending`, `invited`, `completed` or `rejected`"),
    Column::bool("is_locked", "Whether the waitlist entry is locked because a batch action is processing it"),
    Column::time("created_at", "When the waitlist entry was created"),
    Column::time("updated_at", "When the waitlist entry was last updated"),
    Column::nested(
        "invitation",
        invitations::READABLE,
        "Invitation sent for the waitlist entry, an object like the rows of `invitations`; NULL if none was sent",
    ),
    // Columns that can only be written.
    Column::bool("notify", "Whether Clerk confirms the new entry by e-mail; true if not set (INSERT only)")
        .write_only(),
    Column::bool(
        "ignore_existing",
        "Whether `status = 'invited'` invites the person even if there is an invitation or a user (UPDATE only)",
    )
    .write_only(),
];
