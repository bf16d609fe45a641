//! Memberships of users in organizations.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE, organizations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_memberships",
    "Memberships of users in organizations. Each row is the membership of one user (`user_id`) in one organization \
     (`organization_id`).",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

/// The time filters of `/organizations/{organization_id}/memberships`, such as `created_at_after`, are not declared:
/// according to Clerk's OpenAPI document they compare times of the users, not of their memberships.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::paged_list("/organizations/{organization_id}/memberships", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[
            Filter::equals("user_id", "user_id").with_signed_values().with_max_values(MAX_VALUES),
            Filter::equals("role", "role").inexact().with_max_values(MAX_VALUES),
            Filter::equals("public_user_data_username", "username")
                .with_lower_case_values()
                .inexact()
                .with_max_values(MAX_VALUES),
            Filter::contains_any_case("public_user_data_username", "username_query"),
            Filter::contains_any_case("public_user_data_first_name", "name_query"),
            Filter::contains_any_case("public_user_data_last_name", "name_query"),
        ]),
    AccessPath::paged_list("/users/{user_id}/organization_memberships", MAX_PAGE),
    AccessPath::paged_list("/organization_memberships", MAX_PAGE).with_orders(&[Order::by("created_at")]),
];

const WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(
        WriteRequest::post("/organizations/{organization_id}/memberships")
            .with_parameters(&[&[
                Parameter::of("user_id").required(),
                Parameter::of("role").required(),
                Parameter::of("public_metadata").nullable(),
                Parameter::of("private_metadata").nullable(),
            ]])
            .with_note("The organization becomes the active one in the next session that the user starts."),
    )
    .with_updates(&[
        WriteRequest::patch("/organizations/{organization_id}/memberships/{user_id}")
            .with_parameters(&[&[Parameter::of("role").required()]])
            .on_parameters(),
        WriteRequest::patch("/organizations/{organization_id}/memberships/{user_id}/metadata")
            .with_parameters(&[&[Parameter::of("public_metadata"), Parameter::of("private_metadata")]])
            .with_note("Clerk cannot replace the metadata of a membership as a whole.")
            .on_map_keys(),
    ])
    .with_delete(WriteRequest::delete("/organizations/{organization_id}/memberships/{user_id}"));

/// The column `organization_id` is the `id` of the nested object `organization`.
pub const COLUMNS: &[Column] = &[
    Column::text("row_id", "Row id for UPDATE and DELETE: `organization_id` and `user_id`, joined by a slash")
        .from_source(Source::Joined(&["organization_id", "user_id"])),
    Column::text("id", "Id of the membership"),
    OBJECT_TYPE,
    Column::text("user_id", "Id of the member (`users.id`)").from_attribute(&["public_user_data", "user_id"]),
    Column::text("role", "Key of the member's role (`organization_roles.key`)"),
    Column::text("role_name", "Name of the member's role"),
    Column::json(
        "permissions",
        "Keys of the member's permissions (`organization_permissions.key`), an array of strings",
    ),
    Column::map(
        "public_metadata",
        "Metadata of the membership that the frontend can read and only the backend can write",
    ),
    Column::map("private_metadata", "Metadata of the membership that only the backend can read and write"),
    Column::nested(
        "organization",
        organizations::COLUMNS,
        "Organization that the user is a member of, an object like the rows of `organizations`",
    ),
    Column::nested("public_user_data", USER, "Public data of the member"),
    Column::time("created_at", "When the membership was created"),
    Column::time("updated_at", "When the membership was last updated"),
];

const USER: &[Column] = &[
    Column::text("user_id", "Id of the member (`users.id`)"),
    Column::text("first_name", "First name of the member; NULL if not set"),
    Column::text("last_name", "Last name of the member; NULL if not set"),
    Column::text(
        "profile_image_url",
        "URL of the member's profile image; deprecated by Clerk in favour of `image_url`",
    )
    .not_imported(),
    Column::text("image_url", "URL of the member's profile image or of a default image"),
    Column::bool("has_image", "Whether the member has their own profile image instead of the default image"),
    Column::text(
        "identifier",
        "Identifier of the member, such as an e-mail address, phone number or username; may be NULL",
    ),
    Column::text("username", "Username of the member; NULL if not set"),
    Column::bool("banned", "Whether the member is banned, which prevents signing in"),
    Column::bool("deprovisioned", "Whether the member was deprovisioned, which prevents signing in"),
];
