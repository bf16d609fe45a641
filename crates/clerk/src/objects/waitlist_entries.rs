//! Entries of the waitlist.

use fdw_engine::access::{Access, Filter};
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::Nested;

use super::{MAX_PAGE, OBJECT_TYPE, invitations};

pub const OBJECT: Object =
    Object::new("waitlist_entries", "Who asked to be let in, and what came of it.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::list("/waitlist_entries", MAX_PAGE).ordered(&["created_at"]).filtered(&[
    Filter::is("id", "query").loose(),
    Filter::is("email_address", "query").lower().loose(),
    Filter::is("status", "status").one_of(&["pending", "invited", "completed", "rejected"]),
])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address"),
    Column::text("status", "pending, invited, rejected or completed"),
    Column::bool("is_locked", "Whether it can no longer be changed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::nested("invitation", &Nested(invitations::COLUMNS), "The invitation that came of it"),
];
