//! Mappers of identity providers.

use super::VIEW_IDENTITY_PROVIDERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "identity_provider_mapper",
    "Mappers of identity providers: how attributes and roles of users are taken from what the provider says of them.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_IDENTITY_PROVIDERS);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/identity-provider/instances/{identity_provider}/mappers")
        .for_each_value_of("identity_provider", "identity_provider", "alias")
        // The endpoint finds a provider by its internal id, too.
        .looking_up_keys()];

const COLUMNS: &[Column] = &[
    Column::key("identity_provider", "Alias of the identity provider (`identity_provider.alias`)"),
    Column::text("id", "Id of the mapper"),
    Column::text("name", "Name of the mapper"),
    Column::text("identity_provider_mapper", "Type of the mapper").from_attribute(&["identityProviderMapper"]),
    Column::map("config", "Settings of the mapper"),
];
