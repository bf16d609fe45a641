//! Urls that native applications may redirect to.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("redirect_urls", "Urls that native applications may redirect to.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::single("/redirect_urls/{id}"), Access::list("/redirect_urls?paginated=true", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("url", "The url"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
