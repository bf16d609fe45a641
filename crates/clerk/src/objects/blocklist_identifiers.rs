//! Identifiers that may not sign up or in. The endpoint does not page.

use fdw_engine::catalogue::{Column, Object, Paging};

use super::{OBJECT_TYPE, object};

pub const OBJECT: Object =
    Object { paging: Paging::Unpaged, ..object("blocklist_identifiers", "/blocklist_identifiers", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("identifier"),
    Column::text("identifier_type"),
    Column::text("instance_id"),
    Column::time("created_at"),
    Column::time("updated_at"),
];
