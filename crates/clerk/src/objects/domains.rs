//! The instance's primary domain and its satellites. The endpoint does not page.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("domains", "The instance's primary domain and its satellites.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::unpaged("/domains")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::bool("is_satellite", "Whether it is a satellite domain"),
    Column::text("frontend_api_url", "The Frontend API on this domain"),
    Column::text("accounts_portal_url", "The account portal on this domain"),
    Column::text("proxy_url", "The proxy in front of the Frontend API"),
    Column::text("development_origin", "The origin in development"),
    Column::json("cname_targets", "The DNS records that the domain needs"),
];
