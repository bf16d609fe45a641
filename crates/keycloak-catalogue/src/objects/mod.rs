//! The objects of Keycloak's Admin REST API, each declared in a module of its own.

mod admin_event;
mod client;
mod event;
mod group;
mod group_member;
mod role;
mod user;
mod user_attribute;
mod user_realm_role;
mod user_required_action;

use fdw_engine::catalogue::Object;

/// All objects, ordered by name.
pub const ALL: &[Object] = &[
    admin_event::OBJECT,
    client::OBJECT,
    event::OBJECT,
    group::OBJECT,
    group_member::OBJECT,
    role::OBJECT,
    user::OBJECT,
    user_attribute::OBJECT,
    user_realm_role::OBJECT,
    user_required_action::OBJECT,
];

/// Page size. Keycloak has no maximum, but the time that it needs for a page of users grows faster than the page: for
/// 3,000 users it needed 1.6 s in pages of 200, and 2.3 s in pages of 100 or 500.
const PAGE: u16 = 200;

/// Advice after the status 403 on the endpoints of users, groups and members.
const VIEW_USERS: &str = "the service account of the client needs the role view-users of the client realm-management";

/// Advice after the status 403 on the endpoints of roles.
const VIEW_REALM: &str =
    "the service account of the client needs the roles view-realm and query-users of the client realm-management";

/// Advice after the status 403 on the endpoints of clients.
const VIEW_CLIENTS: &str =
    "the service account of the client needs the role view-clients of the client realm-management";

/// Advice after the status 403 on the endpoints of events.
const VIEW_EVENTS: &str = "the service account of the client needs the role view-events of the client realm-management";
