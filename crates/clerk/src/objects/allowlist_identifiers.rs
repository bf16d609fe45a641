//! Identifiers that may sign up.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("allowlist_identifiers", "Identifiers that may sign up.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::list("/allowlist_identifiers?paginated=true", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("invitation_id", "The invitation"),
    Column::text("identifier", "The address, number or user name"),
    Column::text("identifier_type", "What the identifier is"),
    Column::text("instance_id", "The instance"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
