//! JWT templates.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "jwt_templates",
    "JWT templates. Each row defines the claims, the lifetime and the signature of one kind of custom token.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/jwt_templates/{id}"),
    AccessPath::paged_list("/jwt_templates?paginated=true", MAX_PAGE),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the template"),
    OBJECT_TYPE,
    Column::text("name", "Name of the template"),
    Column::map("claims", "Claims that the template adds to its tokens"),
    Column::integer("lifetime", "Lifetime of the template's tokens in seconds"),
    Column::integer(
        "allowed_clock_skew",
        "Difference between clocks that is tolerated when a token's times are checked, in seconds",
    ),
    Column::bool("custom_signing_key", "Whether a key of the template signs its tokens instead of the instance's key"),
    Column::text("signing_algorithm", "Algorithm with which the tokens are signed, such as `RS256`"),
    Column::time("created_at", "When the template was created"),
    Column::time("updated_at", "When the template was last updated"),
];
