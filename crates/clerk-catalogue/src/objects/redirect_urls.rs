//! Allowed redirect URLs.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "redirect_urls",
    "Redirect URLs that the instance allows, for example those of native applications.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/redirect_urls/{id}"),
    AccessPath::paged_list("/redirect_urls?paginated=true", MAX_PAGE),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/redirect_urls").with_parameters(&[&[Parameter::of("url").required()]]))
    .with_delete(WriteRequest::delete("/redirect_urls/{id}"));

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the redirect URL"),
    OBJECT_TYPE,
    Column::text("url", "URL, which begins with `https://` or with a custom scheme such as `myapp://`"),
    Column::time("created_at", "When the redirect URL was created"),
    Column::time("updated_at", "When the redirect URL was last updated"),
];
