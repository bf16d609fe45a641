//! OAuth applications that sign in with the instance.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("oauth_applications", "OAuth applications that sign in with the instance.", COLUMNS, ACCESS)
        .secrets(&[&["client_secret"]]);

const ACCESS: &[Access] = &[
    Access::single("/oauth_applications/{id}"),
    Access::list("/oauth_applications", MAX_PAGE).ordered(&[Order::by("created_at")]).filtered(&[
        Filter::equals("client_id", "name_query").inexact(),
        Filter::contains_any_case("name", "name_query"),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::text("name", "The application's name"),
    Column::text("client_id", "The client id"),
    Column::text("client_uri", "The client's home page"),
    Column::text("client_image_url", "A picture of the client"),
    Column::bool("dynamically_registered", "Whether the client registered itself"),
    Column::bool("consent_screen_enabled", "Whether users are asked for consent"),
    Column::bool("pkce_required", "Whether the client must use PKCE"),
    Column::bool("public", "Whether the client keeps no secret"),
    Column::text("scopes", "The scopes it may ask for"),
    Column::json("redirect_uris", "Where users may be sent back to"),
    Column::text("callback_url", "The first of the redirect urls; deprecated by Clerk").not_imported(),
    Column::text("authorize_url", "Where clients send users for consent"),
    Column::text("token_fetch_url", "Where clients get tokens"),
    Column::text("user_info_url", "Where the provider tells of its users"),
    Column::text("discovery_url", "The OpenID discovery document"),
    Column::text("token_introspection_url", "Where tokens can be looked at"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
