//! Templates of session tokens.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, PAGINATED, object};

pub const OBJECT: Object = Object { params: &[PAGINATED], ..object("jwt_templates", "/jwt_templates", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("name"),
    Column::map("claims"),
    Column::integer("lifetime"),
    Column::integer("allowed_clock_skew"),
    Column::bool("custom_signing_key"),
    Column::text("signing_algorithm"),
    Column::time("created_at"),
    Column::time("updated_at"),
];
