//! OAuth applications, for which the instance is the identity provider.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "oauth_applications",
    "OAuth applications. Each row is a client application whose users sign in with this Clerk instance as their \
     identity provider.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["client_secret"]])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/oauth_applications/{id}"),
    AccessPath::paged_list("/oauth_applications", MAX_PAGE).with_orders(&[Order::by("created_at")]).with_filters(&[
        Filter::equals("client_id", "name_query").inexact(),
        Filter::contains_any_case("name", "name_query"),
    ]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/oauth_applications")
            .with_parameters(&[&[Parameter::of("name").required()], SHARED])
            .losing(&CLIENT_SECRET),
    )
    .with_updates(&[WriteRequest::patch("/oauth_applications/{id}")
        .with_parameters(&[&[Parameter::of("name").nullable()], SHARED])
        .on_parameters()])
    .with_delete(
        WriteRequest::delete("/oauth_applications/{id}").with_note("The deletion of an application cannot be undone."),
    );

/// Supabase's Clerk wrapper inserts an application by the column `attrs` alone, and discards the secret.
const CLIENT_SECRET: LostSecret = LostSecret {
    name: "the client secret",
    attribute: "client_secret",
    advice: "create the application in the Clerk Dashboard",
    may_be_lost_with_attrs_alone: true,
};

const SHARED: &[Parameter] = &[
    Parameter::of("redirect_uris").nullable(),
    Parameter::of("callback_url").nullable(),
    Parameter::of("scopes").nullable(),
    Parameter::of("consent_screen_enabled").nullable(),
    Parameter::of("pkce_required").nullable(),
    Parameter::of("public").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the OAuth application"),
    OBJECT_TYPE,
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text("name", "Name of the application"),
    Column::text("client_id", "Client id, with which the application identifies itself in OAuth requests"),
    Column::text("client_uri", "URL of the application's home page; NULL if there is none"),
    Column::text("client_image_url", "URL of the application's logo; NULL if there is none"),
    Column::bool("dynamically_registered", "Whether the application registered itself (dynamic client registration)"),
    Column::bool("consent_screen_enabled", "Whether users are asked for their consent when they sign in"),
    Column::bool("pkce_required", "Whether the application must use Proof Key for Code Exchange (PKCE)"),
    Column::bool("public", "Whether the application is a public client, which has no client secret and can use PKCE"),
    Column::text("scopes", "Scopes that the application may request, separated by spaces, such as `email profile`"),
    Column::json(
        "redirect_uris",
        "URIs that users may be redirected to after they authorise the application, an array of strings",
    ),
    Column::text("callback_url", "Redirect URI; deprecated by Clerk in favour of `redirect_uris`").not_imported(),
    Column::text("authorize_url", "URL of the authorisation endpoint, to which the application sends its users"),
    Column::text("token_fetch_url", "URL of the token endpoint, at which the application obtains tokens"),
    Column::text("user_info_url", "URL of the UserInfo endpoint, which describes the signed-in user"),
    Column::text("discovery_url", "URL of the OpenID Connect discovery document"),
    Column::text(
        "token_introspection_url",
        "URL of the token introspection endpoint, which says whether a token is valid",
    ),
    Column::time("created_at", "When the application was created"),
    Column::time("updated_at", "When the application was last updated"),
];
