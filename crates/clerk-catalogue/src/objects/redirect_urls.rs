//! Allowed redirect URLs.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "redirect_urls",
    "Redirect URLs that the instance allows, for example those of native applications.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/redirect_urls/{id}"),
    AccessPath::paged_list("/redirect_urls?paginated=true", MAX_PAGE),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the redirect URL"),
    OBJECT_TYPE,
    Column::text("url", "URL, which begins with `https://` or with a custom scheme such as `myapp://`"),
    Column::time("created_at", "When the redirect URL was created"),
    Column::time("updated_at", "When the redirect URL was last updated"),
];
