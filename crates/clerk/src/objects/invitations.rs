//! Invitations to the application.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("invitations", "Invitations to the application, revoked ones among them.", COLUMNS, ACCESS);

/// The list leaves out what was revoked, unless it is asked for.
const ACCESS: &[Access] = &[Access::list("/invitations?paginated=true", MAX_PAGE)
    .partitioned(&[&[], &[("status", "revoked")]])
    .ordered(&[Order::by("created_at")])
    .filtered(&[
        Filter::equals("status", "status").one_of(&["pending", "accepted", "revoked", "expired"]).inexact(),
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").lower_case().inexact(),
    ])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::bool("revoked", "Whether it was revoked"),
    Column::text("status", "pending, accepted, revoked or expired"),
    Column::text("url", "The url"),
    Column::time("expires_at", "When it expires"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
