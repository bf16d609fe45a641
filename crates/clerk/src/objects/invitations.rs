//! Invitations to the application.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, PAGINATED, object};

pub const OBJECT: Object =
    Object { params: &[PAGINATED, OLDEST_FIRST], ..object("invitations", "/invitations", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("email_address"),
    Column::map("public_metadata"),
    Column::bool("revoked"),
    Column::text("status"),
    Column::text("url"),
    Column::time("expires_at"),
    Column::time("created_at"),
    Column::time("updated_at"),
];
