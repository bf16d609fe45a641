//! Identifiers that may not sign up or in. The endpoint does not page.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("blocklist_identifiers", "Identifiers that may not sign up or in.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::unpaged("/blocklist_identifiers")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("identifier", "The address, number or user name"),
    Column::text("identifier_type", "What the identifier is"),
    Column::text("instance_id", "The instance"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
