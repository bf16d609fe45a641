//! Entries of the waitlist.

use super::{MAX_PAGE, OBJECT_TYPE, invitations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("waitlist_entries", "Who asked to be let in, and what came of it.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::list("/waitlist_entries", MAX_PAGE).ordered(&[Order::by("created_at")]).filtered(&[
        Filter::equals("id", "query").inexact(),
        Filter::equals("email_address", "query").lower_case().inexact(),
        Filter::equals("status", "status").one_of(&["pending", "invited", "completed", "rejected"]),
    ])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address"),
    Column::text("status", "pending, invited, rejected or completed"),
    Column::bool("is_locked", "Whether it can no longer be changed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::nested("invitation", invitations::COLUMNS, "The invitation that came of it"),
];
