//! The object `invitations`: invitations to the application.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "invitations",
    "Invitations to sign up for the application, including revoked ones.",
    COLUMNS,
    ACCESS_PATHS,
);

/// The list contains revoked invitations only with `status=revoked`, so they are a separate partition.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/invitations?paginated=true", MAX_PAGE)
    .partitioned(&[&[], &[("status", "revoked")]])
    .with_orders(&[Order::by("created_at")])
    .with_filters(&[
        Filter::equals("status", "status").with_only_values(&["pending", "accepted", "revoked", "expired"]).inexact(),
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").with_lower_case_values().inexact(),
    ])];

pub const COLUMNS: &[Column] = &[
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
