//! Events of administrators: changes through the Admin API and the admin console.

use super::{EVENTS_CONFIG, PAGE, VIEW_EVENTS};
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::{Object, Recording};

pub const OBJECT: Object = Object::new(
    "admin_event",
    "Changes that administrators made through the Admin API or the admin console. Keycloak records them only if the realm \
     saves admin events, and returns an empty list otherwise.",
    COLUMNS,
    ACCESS_PATHS,
)
// What was sent can contain secrets.
.with_secrets(&[&["representation"]])
.recorded_if(Recording {
    endpoint: EVENTS_CONFIG,
    attribute: &["adminEventsEnabled"],
    advice: "switch on \"Save events\" for admin events in the settings of the realm",
})
.with_needed_permission(VIEW_EVENTS);

/// Oldest first, so that new events are added at the end. A resource type can be any text, but Keycloak refuses one that
/// it does not know, so conditions on it stay local.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/admin/realms/{realm}/admin-events?direction=asc", PAGE)
    .with_filters(&[
        Filter::equals("operation_type", "operationTypes").with_only_values(&["CREATE", "UPDATE", "DELETE", "ACTION"]),
        Filter::equals("auth_realm_id", "authRealm"),
        Filter::equals("auth_client_id", "authClient"),
        Filter::equals("auth_user_id", "authUser"),
        Filter::equals("auth_ip_address", "authIpAddress"),
        // In this parameter, an asterisk means any text.
        Filter::equals("resource_path", "resourcePath").inexact(),
        Filter::after("time", "dateFrom"),
        Filter::before("time", "dateTo"),
    ])];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the event; made of time, operation, resource type and path on servers before 26.2")
        .from_source(Source::OrJoined(&["time", "operation_type", "resource_type", "resource_path"])),
    Column::time("time", "When the change was made"),
    Column::text("operation_type", "Kind of change: `CREATE`, `UPDATE`, `DELETE` or `ACTION`")
        .from_attribute(&["operationType"]),
    Column::text("resource_type", "Type of what was changed, such as `USER` or `GROUP_MEMBERSHIP`")
        .from_attribute(&["resourceType"]),
    Column::text("resource_path", "Path of what was changed, such as `users/<id>`").from_attribute(&["resourcePath"]),
    Column::text("realm_id", "Id of the realm that was changed").from_attribute(&["realmId"]),
    Column::text("auth_realm_id", "Id of the realm of the administrator").from_attribute(&["authDetails", "realmId"]),
    Column::text("auth_client_id", "Id of the client that the administrator used (`client.id`)")
        .from_attribute(&["authDetails", "clientId"]),
    Column::text("auth_user_id", "Id of the administrator (`user.id` in the realm of the administrator)")
        .from_attribute(&["authDetails", "userId"]),
    Column::text("auth_ip_address", "IP address that the request came from")
        .from_attribute(&["authDetails", "ipAddress"]),
    Column::text("error", "Code of the error; NULL if the change was made"),
    Column::map("details", "Further details of the event; NULL if there are none"),
];
