//! OAuth applications that sign in with the instance.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, object};

pub const OBJECT: Object =
    Object { params: &[OLDEST_FIRST], ..object("oauth_applications", "/oauth_applications", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("instance_id"),
    Column::text("name"),
    Column::text("client_id"),
    Column::text("client_uri"),
    Column::text("client_image_url"),
    Column::bool("dynamically_registered"),
    Column::bool("consent_screen_enabled"),
    Column::bool("pkce_required"),
    Column::bool("public"),
    Column::text("scopes"),
    Column::json("redirect_uris"),
    Column::text("callback_url").unlisted(),
    Column::text("authorize_url"),
    Column::text("token_fetch_url"),
    Column::text("user_info_url"),
    Column::text("discovery_url"),
    Column::text("token_introspection_url"),
    Column::time("created_at"),
    Column::time("updated_at"),
];
