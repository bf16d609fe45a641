//! The instance's primary domain and its satellites. The endpoint does not page.

use fdw_engine::catalogue::{Column, Object, Paging};

use super::{OBJECT_TYPE, object};

pub const OBJECT: Object = Object { paging: Paging::Unpaged, ..object("domains", "/domains", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("name"),
    Column::bool("is_satellite"),
    Column::text("frontend_api_url"),
    Column::text("accounts_portal_url"),
    Column::text("proxy_url"),
    Column::text("development_origin"),
    Column::json("cname_targets"),
];
