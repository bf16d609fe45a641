//! Invitations to the application.

use fdw_engine::access::{Access, Filter};
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::{MAX_PAGE, OBJECT_TYPE};

pub const OBJECT: Object =
    Object::new("invitations", "Invitations to the application, revoked ones among them.", COLUMNS, ACCESS);

/// The list leaves out what was revoked, unless it is asked for.
const ACCESS: &[Access] = &[Access::list("/invitations?paginated=true", MAX_PAGE)
    .in_parts(&["", "&status=revoked"])
    .ordered(&["created_at"])
    .filtered(&[
        Filter::is("status", "status").one_of(&["pending", "accepted", "revoked", "expired"]).loose(),
        Filter::is("id", "query").loose(),
        Filter::is("email_address", "query").lower().loose(),
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
