//! Urls that native applications may redirect to.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, PAGINATED, object};

pub const OBJECT: Object = Object { params: &[PAGINATED], ..object("redirect_urls", "/redirect_urls", COLUMNS) };

const COLUMNS: &[Column] =
    &[Column::text("id"), OBJECT_TYPE, Column::text("url"), Column::time("created_at"), Column::time("updated_at")];
