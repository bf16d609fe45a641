//! Components.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "component",
    "Components: user federation, keys, client registration policies and other parts of the realm that have settings, \
     without their secrets.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[
    &["config", "bindCredential"],
    &["config", "keyPassword"],
    &["config", "keystorePassword"],
    &["config", "privateKey"],
    &["config", "secret"],
])
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/components/{id}"),
    // The parameters of this list leave out components below others.
    AccessPath::unpaged_list("/admin/realms/{realm}/components"),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the component"),
    Column::text("name", "Name of the component"),
    Column::text("provider_id", "Implementation, such as `ldap` or `rsa-generated`").from_attribute(&["providerId"]),
    Column::text("provider_type", "Type, such as `org.keycloak.storage.UserStorageProvider`")
        .from_attribute(&["providerType"]),
    Column::text("parent_id", "Id of the realm or of the component that it belongs to").from_attribute(&["parentId"]),
    Column::text("sub_type", "Subtype; NULL if there is none").from_attribute(&["subType"]),
    Column::map("config", "Settings, each with an array of values"),
];
