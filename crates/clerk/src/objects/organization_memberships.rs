//! Memberships of users in organizations, of the whole instance.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE, organizations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("organization_memberships", "Memberships of users in organizations.", COLUMNS, ACCESS);

/// Under an organization, the text says of the filters on times that they are of users: they are not used.
const ACCESS: &[Access] = &[
    Access::list("/organizations/{organization_id}/memberships", MAX_PAGE)
        .ordered(&[Order::by("created_at")])
        .filtered(&[
            Filter::equals("user_id", "user_id").signed().max_values(MAX_VALUES),
            Filter::equals("role", "role").inexact().max_values(MAX_VALUES),
            Filter::equals("public_user_data_username", "username").lower_case().inexact().max_values(MAX_VALUES),
            Filter::contains_any_case("public_user_data_username", "username_query"),
            Filter::contains_any_case("public_user_data_first_name", "name_query"),
            Filter::contains_any_case("public_user_data_last_name", "name_query"),
        ]),
    Access::list("/users/{user_id}/organization_memberships", MAX_PAGE),
    Access::list("/organization_memberships", MAX_PAGE).ordered(&[Order::by("created_at")]),
];

/// `organization_id` is one of the nested organization's columns.
pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("user_id", "The user").at(&["public_user_data", "user_id"]),
    Column::text("role", "The role's key"),
    Column::text("role_name", "The role's name"),
    Column::json("permissions", "The permissions"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::map("private_metadata", "Metadata that only the backend sees"),
    Column::nested("organization", organizations::COLUMNS, "The organization"),
    Column::nested("public_user_data", USER, "What may be known of the user"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const USER: &[Column] = &[
    Column::text("user_id", "The user"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("profile_image_url", "The picture; deprecated by Clerk").not_imported(),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
    Column::text("identifier", "The address, number or user name"),
    Column::text("username", "The user name"),
    Column::bool("banned", "Whether the user is banned"),
    Column::bool("deprovisioned", "Whether a directory has taken the user out"),
];
