//! Entries of the application's waitlist.

use super::{MAX_PAGE, OBJECT_TYPE, invitations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "waitlist_entries",
    "Entries of the waitlist. Each row is an e-mail address with which somebody asked for access to the application.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/waitlist_entries", MAX_PAGE).with_orders(&[Order::by("created_at")]).with_filters(&[
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").with_lower_case_values().inexact(),
        Filter::equals("status", "status").with_only_values(&["pending", "invited", "completed", "rejected"]),
    ])];

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
        invitations::COLUMNS,
        "Invitation sent for the waitlist entry, an object like the rows of `invitations`; NULL if none was sent",
    ),
];
