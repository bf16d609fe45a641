//! Attributes of users, one row for each value.

use super::{PAGE, VIEW_USERS, user};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape};
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::{Expression, Filter, PairKey};

pub const OBJECT: Object = Object::new(
    "user_attribute",
    "Attributes of users. Each row is one value of one attribute. Attributes that the user profile of the realm does not \
     declare are hidden by Keycloak unless the realm allows unmanaged attributes.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[])
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/users/{user_id}")
        .embedded_as(&["attributes"], EmbeddedShape::PairsOfValues),
    AccessPath::paged_list(user::LIST, PAGE)
        .embedded_as(&["attributes"], EmbeddedShape::PairsOfValues)
        .with_filters(&[Filter::pair(&KEY, "attribute_value", &ATTRIBUTES)]),
];

/// An attribute with the name of a property of users would replace the property's own parameter.
const KEY: PairKey = PairKey {
    column: "attribute_key",
    reserved: &["username", "email", "firstName", "lastName", "enabled", "emailVerified"],
};

/// Attributes of users, each as `"key":"value"`, without regard to the case of the value.
const ATTRIBUTES: Expression = Expression { parameter: "q", separator: Some(" "), quotes: true, is_scim: false };

const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user (`user.id`)"),
    Column::text("attribute_key", "Name of the attribute").from_source(Source::PairKey),
    Column::text("attribute_value", "One value of the attribute").from_source(Source::Row),
];
