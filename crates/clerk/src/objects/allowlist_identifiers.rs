//! Identifiers that may sign up.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, PAGINATED, object};

pub const OBJECT: Object =
    Object { params: &[PAGINATED], ..object("allowlist_identifiers", "/allowlist_identifiers", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("invitation_id"),
    Column::text("identifier"),
    Column::text("identifier_type"),
    Column::text("instance_id"),
    Column::time("created_at"),
    Column::time("updated_at"),
];
