//! Templates of session tokens.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("jwt_templates", "Templates of session tokens.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::single("/jwt_templates/{id}"), Access::list("/jwt_templates?paginated=true", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::map("claims", "The claims of its tokens"),
    Column::integer("lifetime", "Seconds that its tokens live"),
    Column::integer("allowed_clock_skew", "Seconds that clocks may differ by"),
    Column::bool("custom_signing_key", "Whether it signs with a key of its own"),
    Column::text("signing_algorithm", "How its tokens are signed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
